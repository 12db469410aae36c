import type { FactOf } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { wireguardKeyAt } from "../../kernel/kinds/key";
import { bridgesIn, vxlanDevicesIn, type VxlanDevice } from "../../kernel/kinds/link";
import { portAt } from "../../kernel/kinds/port";
import { associationAt } from "../../kernel/kinds/sa";
import type { Draft } from "../../schema/value";
import { answers, networkOn } from "../bridge-network/read";
import { text } from "../draft";
import type { Context } from "../resource";
import { bridgeNameFor } from "./complete";
import { reqidOf, waysBetween } from "./ipsec";
import { overlayMark } from "./mark";
import { wireguardDevice } from "./tunnel";

type OverlayLink = FactOf<"link">;

/** The network's bridges: those with its mark, or else those of its name without a mark. Sorted by host. */
function bridgesOf(actual: Facts, mark: string, name: string): readonly OverlayLink[] {
  const all = [...bridgesIn(actual)].sort((a, b) => (a.host < b.host ? -1 : 1));
  const marked = all.filter((bridge) => bridge.mark === mark);
  return marked.length > 0 ? marked : all.filter((bridge) => bridge.name === name && bridge.mark === undefined);
}

/** The VXLAN device of the network's bridge on a host. */
function deviceOn(actual: Facts, { host, name }: OverlayLink): VxlanDevice | undefined {
  return vxlanDevicesIn(actual).find((device) => device.host === host && portAt(actual, device, device.name)?.bridge === name);
}

/** The `forwarding` that the device's port shows. */
function forwardingOf(actual: Facts, device: VxlanDevice): string {
  const port = portAt(actual, device, device.name);
  if (port?.learning !== false) return "learning";
  return port.flood === false ? "static" : "evpn";
}

/** The public part of the keys, if all of them exist. */
function allOf(keys: readonly (readonly [string, string | undefined])[]): Draft | undefined {
  return keys.length > 0 && keys.every(([, key]) => key !== undefined) ? (Object.fromEntries(keys) as Draft) : undefined;
}

/** The encryption with the public part of its keys: the network's WireGuard devices, or security associations for its port. */
function secrecyOf(actual: Facts, name: string, members: readonly string[], { port }: VxlanDevice, context: Context): Draft {
  const devices = members.map((host) => {
    const key = wireguardKeyAt(actual, host, wireguardDevice(host, name, context));
    return [host, key?.public] as const;
  });
  const tunnels = allOf(devices);
  if (tunnels !== undefined) return { encryption: "wireguard", public_keys: tunnels };
  const ways = waysBetween(members, context).map(({ name: way, from, src, dst }) => {
    const association = associationAt(actual, from, { src, dst, reqid: reqidOf(port) });
    return [way, association?.key] as const;
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
  const bridges = bridgesOf(actual, mark, name);
  const [first] = bridges;
  const device = first && deviceOn(actual, first);
  if (first === undefined || device === undefined) return undefined;
  const { stp: _stp, ...network } = networkOn(actual, first, known);
  const { vni, port, name: vxlan_name } = device;
  const forwarding = text(known, "forwarding") ?? forwardingOf(actual, device);
  const members = bridges.map(({ host }) => host);
  const secrecy = text(known, "encryption") === undefined ? secrecyOf(actual, id, members, device, context) : {};
  return { ...network, ...answers(actual, first, known), name: id, members, vni, port, vxlan_name, forwarding, ...secrecy };
}
