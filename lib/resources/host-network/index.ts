import { diagnose, type Diagnostic } from "../../diagnostic";
import type { Facts } from "../../kernel/facts";
import { list, object, string, type Fields } from "../../schema/type";
import { UNKNOWN, type Draft } from "../../schema/value";
import { binds } from "../binds";
import { bindClaims } from "../port-claims";
import { isUnset, joined, ownHost, partsOf, pick, text } from "../draft";
import { drift, incarnation, networkKind, networkRef } from "../refs";
import { resource, type Context, type Want } from "../resource";
import { examples } from "./examples";
import { sharedOn } from "./shared";

const fields = {
  name: { type: string({ format: "name" }), optional: true, default: "host", replace: true, doc: "The network's name." },
  host: { type: string({ format: "name" }), optional: true, default: "local", replace: true, doc: "The host whose network is shared." },
  binds: {
    type: binds,
    optional: true,
    doc: "The host ports that are bound by programs without an endpoint here. Two binds of one port on one host are an error in the plan; under Terraform in the apply if both are created at the same moment.",
  },
  addresses: { type: list(string({})), computed: true, doc: "The host's own addresses, without those that Netweft created." },
  interfaces: {
    type: list(string({})),
    computed: true,
    doc: "The host's own interfaces, without those that Netweft created.",
  },
  id: { type: string({ format: "id" }), computed: true, doc: "`host/name`." },
  kind: { type: networkKind, computed: true, doc: "`host`." },
  incarnation,
  ref: { type: object(networkRef), computed: true, doc: "The value for an endpoint's `network`." },
  drift,
} as const satisfies Fields;

function complete(draft: Draft): Draft {
  const full: Draft = {
    ...draft,
    id: joined([draft["host"]!, draft["name"]!]),
    kind: "host",
    addresses: draft["addresses"] ?? UNKNOWN,
    interfaces: draft["interfaces"] ?? UNKNOWN,
  };
  return { ...full, ref: pick(full, Object.keys(networkRef)) };
}

function wants(draft: Draft): readonly Want[] {
  const host = text(draft, "host");
  const fresh: Want = { what: "incarnation", attribute: "incarnation" };
  if (host === undefined) return [fresh];
  return [fresh, { what: "host-addresses", attribute: "addresses", host }, { what: "host-interfaces", attribute: "interfaces", host }];
}

function check(draft: Draft): readonly Diagnostic[] {
  const name = isUnset(draft["name"]) ? "host" : String(draft["name"]);
  return [
    diagnose(
      "host-network-not-isolated",
      `Endpoints on the network "${name}" use the network stack of its host: its interfaces, addresses, ports, routes, firewall and names. Nothing isolates them from the host or from each other. Use a bridge network where that matters.`,
    ),
  ];
}

/** The host's network always exists; its binds are known from the declaration only. */
function read(id: string, _actual: Facts, _context: Context, known: Draft = {}): Draft | undefined {
  const [host, name] = partsOf(id, 2) ?? [];
  return host === undefined || name === undefined ? undefined : { ...known, host, name };
}

/** The network of the host itself: no namespace, no veth, no isolation; the ports that are bound on it are declared and checked. */
export const hostNetwork = resource({
  type: "netweft_host_network",
  networkKind: "host",
  version: 0,
  doc: "A host network: containers that share the network stack of their host, as Docker's `--network host`. Nothing is created in the kernel; the declaration lists which ports are bound, so that two binds of one port are found before anything runs.",
  fields,
  complete,
  wants,
  check,
  hosts: ownHost,
  portClaims: (attributes) => bindClaims(text(attributes, "host"), attributes),
  showsHost: true,
  compile: () => [],
  remarks: (attributes) => [sharedOn(attributes)],
  read,
  examples,
});
