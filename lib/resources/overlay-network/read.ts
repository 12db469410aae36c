import { ROOT, type Fact, type FactOf } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { portKey } from "../../kernel/key";
import { keyKey } from "../../kernel/kinds/key";
import { saKey } from "../../kernel/kinds/sa";
import type { Draft } from "../../schema/value";
import { answers, networkOn } from "../bridge-network/read";
import { text } from "../draft";
import type { Context } from "../resource";
import { bridgeNameFor } from "./complete";
import { reqidOf, waysBetween } from "./ipsec";
import { overlayMark } from "./mark";
import { wireguardDevice } from "./tunnel";

type OverlayLink = FactOf<"link">;

function linksOf(actual: Facts, type: string, isMeant: (link: OverlayLink) => boolean): readonly OverlayLink[] {
  const isLink = (fact: Fact): fact is OverlayLink => fact.kind === "link" && fact.netns === ROOT && fact.type === type && isMeant(fact);
  return [...actual.values()].filter(isLink).sort((a, b) => (a.host < b.host ? -1 : 1));
}

/** The VXLAN device of the network's bridge on a host. */
function deviceOn(actual: Facts, { host, name }: OverlayLink): OverlayLink | undefined {
  return linksOf(actual, "vxlan", (link) => {
    const port = link.host === host ? actual.get(portKey(host, link.name)) : undefined;
    return port?.kind === "port" && port.bridge === name;
  })[0];
}

/** The `forwarding` that the device's port shows. */
function forwardingOf(actual: Facts, { host, name }: OverlayLink): string {
  const port = actual.get(portKey(host, name));
  if (port?.kind !== "port" || port.learning !== false) return "learning";
  return port.flood === false ? "static" : "evpn";
}

/** The public part of the keys, if all of them exist. */
function allOf(keys: readonly (readonly [string, string | undefined])[]): Draft | undefined {
  return keys.length > 0 && keys.every(([, key]) => key !== undefined) ? (Object.fromEntries(keys) as Draft) : undefined;
}

/** The encryption with the public part of its keys: the network's WireGuard devices, or security associations for its port. */
function secrecyOf(actual: Facts, name: string, members: readonly string[], { port }: OverlayLink, context: Context): Draft {
  const devices = members.map((host) => {
    const key = actual.get(keyKey(host, wireguardDevice(host, name, context)));
    return [host, key?.kind === "key" ? key.public : undefined] as const;
  });
  const tunnels = allOf(devices);
  if (tunnels !== undefined) return { encryption: "wireguard", public_keys: tunnels };
  const ways = waysBetween(members, context).map(({ name: way, from, src, dst }) => {
    const sa = actual.get(saKey(from, { src, dst, reqid: reqidOf(port ?? 0) }));
    return [way, sa?.kind === "sa" ? sa.key : undefined] as const;
  });
  const associations = allOf(ways);
  return associations === undefined ? { encryption: "none" } : { encryption: "ipsec", public_keys: associations };
}

/**
 * Finds its bridges by their marks, or else by their common name; the bridge of the first host represents the network.
 * `forwarding` and `encryption` are the known values, or else the observed ones.
 */
export function read(id: string, actual: Facts, context: Context, known: Draft = {}): Draft | undefined {
  const mark = overlayMark(id, context);
  const name = text(known, "bridge_name") ?? bridgeNameFor(id, context);
  const marked = linksOf(actual, "bridge", (link) => link.mark === mark);
  const bridges = marked.length > 0 ? marked : linksOf(actual, "bridge", (link) => link.name === name && link.mark === undefined);
  const [first] = bridges;
  const device = first && deviceOn(actual, first);
  if (first === undefined || device === undefined) return undefined;
  const { stp: _stp, ...network } = networkOn(actual, first, known);
  const { vni = null, port = null, name: vxlan_name } = device;
  const forwarding = text(known, "forwarding") ?? forwardingOf(actual, device);
  const members = bridges.map(({ host }) => host);
  const secrecy = text(known, "encryption") === undefined ? secrecyOf(actual, id, members, device, context) : {};
  return { ...network, ...answers(actual, first, known), name: id, members, vni, port, vxlan_name, forwarding, ...secrecy };
}
