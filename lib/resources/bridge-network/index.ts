import { fact, ROOT, type Fact } from "../../kernel/fact";
import { macOf } from "../../net/mac";
import { bool, integer, list, map, object, string, type Attrs, type Fields } from "../../schema/type";
import { UNKNOWN, type Draft, type Value } from "../../schema/value";
import { isUnset, joined, pick, text, texts } from "../draft";
import { drift, incarnation, networkRef } from "../refs";
import { resource, type Context, type Want } from "../resource";
import { checkSubnets, firstHosts, gatewayAddress } from "./addressing";
import { examples } from "./examples";
import { bridgeMark, bridgeNameFor } from "./name";
import { read } from "./read";

const fields = {
  name: { type: string({ format: "name" }), required: true, replace: true, doc: "The network's name." },
  host: { type: string({ format: "name" }), optional: true, default: "local", replace: true, doc: "The host that it is on." },
  bridge_name: {
    type: string({ format: "ifname" }),
    optional: true,
    computed: true,
    replace: true,
    doc: "The bridge's interface name. When absent, it is made of `nw-`, the stack and the name, shortened to 15 characters where it must be; a bridge that was imported keeps its own.",
  },
  subnets: {
    type: list(string({ format: "cidr" }), { min: 1 }),
    optional: true,
    computed: true,
    doc: "IPv4 and IPv6 subnets in CIDR form. When absent, one is allocated from the provider's first pool.",
  },
  gateways: {
    type: list(string({ format: "ip" })),
    optional: true,
    computed: true,
    doc: "The bridge's own addresses, at most one in each subnet. When absent, the first host of each subnet.",
  },
  mtu: { type: integer(68, 65535), optional: true, default: 1500, doc: "The largest packet on the network, in bytes. IPv6 needs 1280." },
  mac: {
    type: string({ format: "mac" }),
    optional: true,
    computed: true,
    doc: "The bridge's hardware address. When absent, it is derived from the host and the bridge's name; a bridge that was imported keeps its own.",
  },
  endpoint_isolation: {
    type: bool,
    optional: true,
    default: false,
    doc: "Keeps the endpoints on the network apart from each other; they reach the gateway only.",
  },
  stp: { type: bool, optional: true, default: false, doc: "Whether the bridge speaks the spanning tree protocol." },
  labels: {
    type: map(string({ format: "label" })),
    optional: true,
    doc: "Free words about the network. They change nothing in the kernel.",
  },
  id: { type: string({ format: "id" }), computed: true, doc: "`host/name`." },
  kind: { type: string({ oneOf: ["bridge", "host"] }), computed: true, doc: "`bridge`." },
  incarnation,
  ref: { type: object(networkRef), computed: true, doc: "What an endpoint's `network` takes." },
  drift,
} as const satisfies Fields;

function bridgeName(draft: Draft, context: Context): Value {
  if (!isUnset(draft["bridge_name"])) return draft["bridge_name"]!;
  const name = text(draft, "name");
  return name === undefined ? UNKNOWN : bridgeNameFor(name, context);
}

function macFor(draft: Draft, bridge: Value): Value {
  if (!isUnset(draft["mac"])) return draft["mac"]!;
  const host = text(draft, "host");
  return host === undefined || typeof bridge !== "string" ? UNKNOWN : macOf(`${host}/${bridge}`);
}

function gatewaysOf(draft: Draft): Value {
  if (!isUnset(draft["gateways"])) return draft["gateways"]!;
  const subnets = texts(draft, "subnets");
  return subnets === undefined ? UNKNOWN : firstHosts(subnets);
}

function complete(draft: Draft, context: Context): Draft {
  const bridge = bridgeName(draft, context);
  const full: Draft = {
    ...draft,
    id: joined([draft["host"]!, draft["name"]!]),
    kind: "bridge",
    bridge_name: bridge,
    mac: macFor(draft, bridge),
    subnets: isUnset(draft["subnets"]) ? UNKNOWN : draft["subnets"]!,
    gateways: gatewaysOf(draft),
  };
  return { ...full, ref: pick(full, Object.keys(networkRef)) };
}

function wants(draft: Draft, context: Context): readonly Want[] {
  const [host, name] = [text(draft, "host"), text(draft, "name")];
  const fresh: Want = { what: "incarnation", attribute: "incarnation" };
  if (host === undefined) return [fresh];
  const subnets: readonly Want[] = isUnset(draft["subnets"]) ? [{ what: "subnets", attribute: "subnets", host }] : [];
  if (name === undefined) return [fresh, ...subnets];
  const kept: Want = { what: "kept", attribute: "bridge_name", of: "name", host, mark: bridgeMark(name, context) };
  return [fresh, ...subnets, kept, { ...kept, attribute: "mac", of: "mac" }];
}

function compile(attrs: Attrs<typeof fields>, context: Context): readonly Fact[] {
  const place = { host: attrs.host, netns: ROOT };
  const mark = bridgeMark(attrs.name, context);
  const bridge = { name: attrs.bridge_name, type: "bridge", mtu: attrs.mtu, mac: attrs.mac, stp: attrs.stp, up: true };
  return [
    fact("link", place, bridge, { mark }),
    ...attrs.gateways.map((ip) => fact("addr", place, { address: gatewayAddress(ip, attrs.subnets), dev: attrs.bridge_name })),
  ];
}

/** A bridge on one host, its gateway addresses, and the subnets of its endpoints: Docker's user-defined bridge network. */
export const bridgeNetwork = resource({
  type: "netweft_bridge_network",
  version: 0,
  doc: "A bridge network: containers on one host that reach each other and the gateway as if they were plugged into one switch. What `docker network create --driver bridge` makes, but it can be changed while it is in use.",
  fields,
  complete,
  wants,
  check: checkSubnets,
  compile,
  read,
  examples,
});
