/** The packets between the members of an overlay network, as the input chains of a host receive them. */
import type { Fact } from "../../../kernel/fact";
import { typeOf } from "../../../kernel/kinds";
import { addressesIn } from "../../../kernel/kinds/addr";
import { wireguardKeysIn } from "../../../kernel/kinds/key";
import { vxlanDevicesIn, type VxlanDevice } from "../../../kernel/kinds/link";
import { peersIn } from "../../../kernel/kinds/peer";
import { bareAddress } from "../../../net/cidr";
import { isIpv6 } from "../../../net/ip";
import { addressOfSocket } from "../../../net/socket";
import { NEIGHBOURS, single, type HostOf, type PacketNeed } from "./packet-need";

type Device = VxlanDevice & { readonly local: string };

function devicesIn(facts: readonly Fact[]): readonly Device[] {
  return vxlanDevicesIn(facts).filter((device): device is Device => device.local !== undefined);
}

/** Packets and their source. */
type Sent = Pick<PacketNeed, "what" | "payload" | "link" | "at"> & { readonly source: string };

/** With WireGuard, VXLAN packets arrive by its device, from addresses inside of the tunnels. */
function vxlan({ host, local, port }: Device, own: readonly Fact[], devices: readonly Device[], hostOf: HostOf): readonly Sent[] {
  const tunnel = addressesIn(own).find(({ address }) => bareAddress(address) === local);
  const way = tunnel === undefined ? { at: local } : { link: tunnel.dev };
  const others = devices.filter((other) => other.host !== host);
  // What comes through no tunnel has the address at which the sender is reached.
  const source = (other: Device) => (tunnel === undefined ? (hostOf(other.host)?.advertise ?? other.local) : other.local);
  return others.map((other) => ({ what: "vxlan", payload: single("udp", port), ...way, source: source(other) }));
}

/** Underlay addresses by the addresses inside of the WireGuard tunnels. */
function underlaysOf(facts: readonly Fact[]): ReadonlyMap<string, string> {
  return new Map(peersIn(facts).map(({ address, endpoint }) => [address, addressOfSocket(endpoint)]));
}

function wireguard({ host, local }: Device, own: readonly Fact[], underlays: ReadonlyMap<string, string>, hostOf: HostOf): readonly Sent[] {
  const [key] = wireguardKeysIn(own);
  const { underlay, advertise } = hostOf(host) ?? {};
  const at = advertise ? underlay : underlays.get(local);
  if (key === undefined || at === undefined || at === null) return [];
  return peersIn(own).map(({ endpoint }) => ({
    what: "wireguard",
    payload: single("udp", key.port),
    at,
    source: addressOfSocket(endpoint),
  }));
}

/** What passes between the members besides the tunnels: ESP, and the sessions of BGP. */
function underlaid(fact: Fact): readonly Sent[] {
  return [typeOf(fact).accepts?.(fact) ?? []].flat();
}

/** Over an IPv6 underlay members solicit each other, from any of their addresses. */
function neighbours(needs: readonly PacketNeed[]): readonly PacketNeed[] {
  const six = needs.find(({ at, version }) => at !== undefined && version === 6);
  if (six === undefined) return [];
  const { source: _, ...from } = six;
  return NEIGHBOURS.map((payload) => ({ ...from, payload, what: "neighbours" }));
}

/** What a member must accept from the others, by the facts of the network and those of one host. */
export function memberNeeds(facts: readonly Fact[], hostOf: HostOf): (host: string, own: readonly Fact[]) => readonly PacketNeed[] {
  const devices = devicesIn(facts);
  const underlays = underlaysOf(facts);
  return (host, own) => {
    const [device] = devicesIn(own);
    if (device === undefined) return [];
    const sent = [...vxlan(device, own, devices, hostOf), ...wireguard(device, own, underlays, hostOf), ...own.flatMap(underlaid)];
    const needs = sent.map(({ source, ...one }): PacketNeed => {
      const version = isIpv6(source) ? 6 : 4;
      return { host, from: "members", ...one, version, source: `${source}/${version === 6 ? 128 : 32}`, mark: device.mark };
    });
    return [...needs, ...neighbours(needs)];
  };
}
