import { macOf } from "../../net/mac";
import { readableName } from "../../net/names";
import { UNKNOWN, type Draft, type Value } from "../../schema/value";
import { hostAccess } from "../access";
import { gatewaysOf } from "../addressing";
import { isUnset, pick, text, texts } from "../draft";
import { networkRef } from "../refs";
import type { Context, Want } from "../resource";
import { reqidOf, waysBetween } from "./ipsec";
import { overlayMtu } from "./mtu";
import { vxlanDevice, wireguardDevice } from "./tunnel";
import { own } from "../../net/own";

/** The members in canonical order. */
export function membersOf(draft: Draft): readonly string[] | undefined {
  const members = texts(draft, "members");
  return members && [...new Set(members)].sort();
}

/** The declared value; otherwise one derived from other attributes, once all of them are known. */
function or(draft: Draft, name: string, needed: readonly string[], make: (...known: never[]) => Value): Value {
  if (!isUnset(draft[name])) return draft[name]!;
  const values = needed.map((one) => draft[one]);
  return values.every((value) => typeof value === "string" || typeof value === "number") ? make(...(values as never[])) : UNKNOWN;
}

/** The default name of a network's bridges. */
export function bridgeNameFor(network: string, { provider: { stack } }: Context): string {
  return readableName("nwo-", stack === "default" ? network : `${stack}-${network}`, network);
}

/** The mtu that fits the underlay of every member; unknown where a member's underlay is not declared, which `check` reports. */
function mtuOf(draft: Draft, { provider }: Context): Value {
  if (!isUnset(draft["mtu"])) return draft["mtu"]!;
  const encryption = text(draft, "encryption");
  const members = membersOf(draft);
  if (encryption === undefined || members === undefined) return UNKNOWN;
  const fitting = members.flatMap((member) => {
    const { underlay, underlay_mtu: mtu } = own(provider.hosts, member) ?? {};
    return underlay ? [overlayMtu(mtu!, underlay, encryption)] : [];
  });
  return fitting.length === 0 ? UNKNOWN : Math.min(...fitting);
}

/** The members, only if each of them gets entries for every endpoint: otherwise each endpoint would list up to a thousand members needlessly. */
function membersForEndpoints(draft: Draft): Value {
  const { forwarding, names } = draft;
  if (typeof forwarding !== "string" || typeof names !== "boolean") return UNKNOWN;
  return forwarding === "static" || names ? ((membersOf(draft) as Value | undefined) ?? UNKNOWN) : [];
}

export function complete(draft: Draft, context: Context): Draft {
  const name = draft["name"]!;
  const full: Draft = {
    ...draft,
    id: name,
    kind: "overlay",
    bridge_name: or(draft, "bridge_name", ["name"], (network: string) => bridgeNameFor(network, context)),
    vxlan_name: or(draft, "vxlan_name", ["vni", "port"], vxlanDevice),
    mac: or(draft, "mac", ["name"], (network: string) => macOf(`overlay/${context.provider.stack}/${network}`)),
    gateways: gatewaysOf(draft),
    host_access: hostAccess(draft),
    names: isUnset(draft["names"]) ? UNKNOWN : draft["names"]!,
    mtu: mtuOf(draft, context),
    public_keys: draft["encryption"] === "none" ? {} : isUnset(draft["public_keys"]) ? UNKNOWN : draft["public_keys"]!,
  };
  return {
    ...full,
    ref: pick({ ...full, host: null, endpoint_isolation: false, members: membersForEndpoints(full) }, Object.keys(networkRef)),
  };
}

/** The required keys: one for each member's WireGuard device, or for each direction between two members. */
function keysOf(draft: Draft, members: readonly string[], context: Context): readonly Want[] {
  const name = text(draft, "name");
  if (name === undefined) return [];
  if (draft["encryption"] === "wireguard") {
    const devices = Object.fromEntries(members.map((host) => [host, wireguardDevice(host, name, context)]));
    return [{ what: "public-keys", attribute: "public_keys", devices, trigger: "rotate" }];
  }
  const port = draft["port"];
  if (draft["encryption"] !== "ipsec" || typeof port !== "number") return [];
  return [{ what: "fingerprints", attribute: "public_keys", ways: waysBetween(members, context), reqid: reqidOf(port), trigger: "rotate" }];
}

export function wants(draft: Draft, context: Context): readonly Want[] {
  const fresh: Want = { what: "incarnation", attribute: "incarnation" };
  const stored: Want = { what: "stored", attribute: "bridge_name" };
  const members = membersOf(draft);
  if (members === undefined) return [fresh, stored];
  const names: readonly Want[] = isUnset(draft["names"])
    ? [{ what: "program", attribute: "names", hosts: members, program: "dnsmasq" }]
    : [];
  return [fresh, stored, ...names, ...keysOf(draft, members, context)];
}
