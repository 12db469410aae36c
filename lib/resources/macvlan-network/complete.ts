import { markOf } from "../../kernel/mark";
import { macOf } from "../../net/mac";
import { readableName } from "../../net/names";
import { UNKNOWN, type Draft, type Value } from "../../schema/value";
import { isUnset, joined, pick, text } from "../draft";
import { networkRef } from "../refs";
import type { Context, Want } from "../resource";

/** The mark of the host's interface on a network. */
export function shimMark(network: string, { provider: { stack } }: Context): string {
  return markOf({ stack, type: "netweft_macvlan_network", id: network });
}

/**
 * The hardware address of an interface on the network of a link. It follows from its first address, which is unique there: the
 * names of namespaces and hosts are not, and several hosts can have interfaces on one network.
 */
export function macvlanMac(address: string): string {
  return macOf(`macvlan/${address}`);
}

/** The default name of the host's interface on a network. */
export function shimNameFor(network: string, { provider: { stack } }: Context): string {
  return readableName("nwm-", stack === "default" ? network : `${stack}-${network}`, network);
}

function shimName(draft: Draft, context: Context): Value {
  if (!isUnset(draft["host_interface"])) return draft["host_interface"]!;
  const [name, addresses] = [text(draft, "name"), draft["host_addresses"] ?? null];
  if (Array.isArray(addresses) && addresses.length === 0) return "";
  return name === undefined || addresses === UNKNOWN ? UNKNOWN : shimNameFor(name, context);
}

export function complete(draft: Draft, context: Context): Draft {
  const full: Draft = {
    ...draft,
    id: joined([draft["host"]!, draft["name"]!]),
    kind: "macvlan",
    host_interface: shimName(draft, context),
  };
  const shim = full["host_interface"] === "" ? null : full["host_interface"]!;
  return { ...full, ref: { ...pick(full, Object.keys(networkRef)), host_interface: shim, internal: false } };
}

export function wants({ host_addresses: addresses = null }: Draft): readonly Want[] {
  const fresh: Want = { what: "incarnation", attribute: "incarnation" };
  const hasShim = !(Array.isArray(addresses) && addresses.length === 0);
  return hasShim ? [fresh, { what: "stored", attribute: "host_interface" }] : [fresh];
}
