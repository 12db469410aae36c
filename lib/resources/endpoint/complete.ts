import { markOf } from "../../kernel/mark";
import { macOf } from "../../net/mac";
import { hashedName } from "../../net/names";
import { UNKNOWN, type Draft, type Value } from "../../schema/value";
import { isUnset, joined, knownTexts, nested, text, texts } from "../draft";
import type { Context, Want } from "../resource";
import { hasRouter, isMacvlan, macOnMacvlan } from "./on-macvlan";

/** The mark of a veth pair. */
export function endpointMark(netns: string, dev: string, { provider: { stack } }: Context): string {
  return markOf({ stack, type: "netweft_endpoint", id: `${netns}/${dev}` });
}

/** The name of the host's end of the pair: derived from the place, and unique per place. */
export function hostInterface(netns: string, dev: string): string {
  return hashedName("nwe", `${netns}/${dev}`);
}

/** The default name of an interface. */
export const FIRST_INTERFACE = "eth0";

/** The declared value, or the derived one. */
function or(value: Value | undefined, otherwise: () => Value): Value {
  return isUnset(value) ? otherwise() : value!;
}

/** A value derived from names; unknown if one of them is. */
function from(names: readonly Value[], make: (...known: string[]) => Value): Value {
  return names.every((name) => typeof name === "string") ? make(...(names as string[])) : UNKNOWN;
}

function onHostNetwork(draft: Draft, network: Draft): Draft {
  const name = draft["name"] ?? null;
  return {
    ...draft,
    name,
    interface: or(draft["interface"], () => ""),
    addresses: or(draft["addresses"], () => UNKNOWN),
    mac: or(draft["mac"], () => ""),
    default_route: or(draft["default_route"], () => false),
    isolated: or(draft["isolated"], () => false),
    id: joined([network["host"] ?? UNKNOWN, network["name"] ?? UNKNOWN, name]),
    host_interface: or(draft["host_interface"], () => ""),
  };
}

/** True for the first interface, unless its network is internal and accepts no connections that need replies. */
function defaultRoute(dev: Value, network: Draft): Value {
  const { internal = null, accept_from: entrants = null } = network;
  if (dev === UNKNOWN) return UNKNOWN;
  if (dev !== FIRST_INTERFACE) return false;
  if (isMacvlan(network)) return hasRouter(network);
  if (internal !== true) return internal === UNKNOWN ? UNKNOWN : true;
  return entrants === UNKNOWN ? UNKNOWN : Array.isArray(entrants) && entrants.length > 0;
}

function onSwitch(draft: Draft, network: Draft, namespace: Draft): Draft {
  const dev = or(draft["interface"], () => FIRST_INTERFACE);
  const host = namespace["host"] ?? network["host"] ?? UNKNOWN;
  const netns = namespace["name"] ?? UNKNOWN;
  return {
    ...draft,
    name: or(draft["name"], () => netns),
    interface: dev,
    addresses: or(draft["addresses"], () => UNKNOWN),
    mac: or(draft["mac"], () => macFor(draft, network, [host, netns, dev])),
    default_route: or(draft["default_route"], () => defaultRoute(dev, network)),
    isolated: or(draft["isolated"], () => network["endpoint_isolation"] ?? (network["kind"] === "bridge" ? UNKNOWN : false)),
    id: joined([host, netns, dev]),
    host_interface: or(draft["host_interface"], () => (isMacvlan(network) ? "" : from([netns, dev], hostInterface))),
  };
}

const unknownEverywhere = ["name", "interface", "addresses", "mac", "default_route", "isolated", "host_interface"] as const;

/**
 * On a macvlan network and on an overlay network the hardware address follows from the first address, so that an endpoint that moves to another host
 * with its address stays the same neighbour for all others; elsewhere it follows from the place.
 */
function macFor(draft: Draft, network: Draft, place: readonly Value[]): Value {
  if (isMacvlan(network)) return macOnMacvlan(draft);
  if (network["kind"] !== "overlay") return from(place, (...parts) => macOf(parts.join("/")));
  return from([network["name"] ?? UNKNOWN, texts(draft, "addresses")?.[0] ?? UNKNOWN], (...parts) => macOf(`overlay/${parts.join("/")}`));
}

/** On an unknown network, all derived values are unknown. */
function onUnknown(draft: Draft): Draft {
  const open = Object.fromEntries(unknownEverywhere.map((name) => [name, or(draft[name], () => UNKNOWN)]));
  return { ...draft, ...open, id: UNKNOWN };
}

export function complete(draft: Draft): Draft {
  const network = nested(draft, "network");
  const kind = network?.["kind"];
  if (network === undefined || kind === UNKNOWN) return onUnknown(draft);
  return kind === "host" ? onHostNetwork(draft, network) : onSwitch(draft, network, nested(draft, "namespace") ?? {});
}

/** An existing pair keeps its names. */
function kept(draft: Draft, context: Context): readonly Want[] {
  const namespace = nested(draft, "namespace") ?? {};
  const dev = isUnset(draft["interface"]) ? FIRST_INTERFACE : text(draft, "interface");
  const [host, netns] = [text(namespace, "host"), text(namespace, "name")];
  if (host === undefined || netns === undefined || dev === undefined) return [];
  const mark = endpointMark(netns, dev, context);
  const of: Want = { what: "kept", attribute: "mac", of: "mac", host, mark };
  return isMacvlan(nested(draft, "network") ?? {}) ? [of] : [{ ...of, attribute: "host_interface", of: "name" }, of];
}

/** An endpoint on a host network has the addresses of its host. */
function wantsHosts(network: Draft): readonly Want[] {
  const host = text(network, "host");
  return host === undefined ? [] : [{ what: "host-addresses", attribute: "addresses", host }];
}

/** The texts, or none if the attribute is not set; undefined as long as it is unknown. */
function textsOrNone(draft: Draft, name: string): readonly string[] | undefined {
  return isUnset(draft[name]) ? [] : texts(draft, name);
}

function wantsOwn(network: Draft): readonly Want[] {
  const isOverlay = text(network, "kind") === "overlay";
  const host = isOverlay ? null : text(network, "host");
  const [subnets, gateways] = [texts(network, "subnets"), texts(network, "gateways")];
  const [ranges, reserved] = [textsOrNone(network, "ranges"), textsOrNone(network, "reserved")];
  if (host === undefined || subnets === undefined || gateways === undefined || ranges === undefined || reserved === undefined) return [];
  const avoid = [...gateways, ...reserved, ...knownTexts(network, "host_addresses")];
  return [{ what: "addresses", attribute: "addresses", host, subnets, ranges, avoid }];
}

export function wants(draft: Draft, context: Context): readonly Want[] {
  const network = nested(draft, "network");
  if (network === undefined) return [];
  const onHost = text(network, "kind") === "host";
  const known = text(network, "kind") !== undefined;
  const addresses = !isUnset(draft["addresses"]) || !known ? [] : onHost ? wantsHosts(network) : wantsOwn(network);
  return onHost || !known ? addresses : [...addresses, ...kept(draft, context)];
}
