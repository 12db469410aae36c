/** The packets between the members of an overlay network, as the input chains of a host receive them. */
import { ROOT, type Fact, type FactOf } from "../../../kernel/fact";
import { EVERY_PORT } from "../../../nft/packet";
import { bareAddress } from "../../../net/cidr";
import { isIpv6 } from "../../../net/ip";
import { addressOfSocket } from "../../../net/socket";
import { NEIGHBOURS, single, type PacketNeed } from "./need";

type Device = FactOf<"link"> & { readonly local: string; readonly port: number };

function isDevice(fact: Fact): fact is Device {
  return fact.kind === "link" && fact.type === "vxlan" && fact.netns === ROOT && fact.local !== undefined && fact.port !== undefined;
}

/** Packets and their source. */
type Sent = Pick<PacketNeed, "what" | "payload" | "link" | "at"> & { readonly source: string };

/** With WireGuard, VXLAN packets arrive by its device, from addresses inside of the tunnels. */
function vxlan({ host, local, port }: Device, own: readonly Fact[], devices: readonly Device[]): readonly Sent[] {
  const tunnel = own.find((fact): fact is FactOf<"addr"> => fact.kind === "addr" && bareAddress(fact.address) === local);
  const way = tunnel === undefined ? { at: local } : { link: tunnel.dev };
  const others = devices.filter((other) => other.host !== host);
  return others.map((other) => ({ what: "vxlan", payload: single("udp", port), ...way, source: other.local }));
}

/** Underlay addresses by the addresses inside of the WireGuard tunnels. */
function underlaysOf(facts: readonly Fact[]): ReadonlyMap<string, string> {
  return new Map(facts.flatMap((fact) => (fact.kind === "peer" ? [[fact.address, addressOfSocket(fact.endpoint)] as const] : [])));
}

function wireguard({ local }: Device, own: readonly Fact[], underlays: ReadonlyMap<string, string>): readonly Sent[] {
  const key = own.find((fact) => fact.kind === "key");
  const at = underlays.get(local);
  if (key === undefined || at === undefined) return [];
  const peers = own.filter((fact) => fact.kind === "peer");
  return peers.map(({ endpoint }) => ({ what: "wireguard", payload: single("udp", key.port), at, source: addressOfSocket(endpoint) }));
}

/** With IPsec a packet passes the input chains twice: as ESP, and after decryption. */
function underlaid(fact: Fact): readonly Sent[] {
  if (fact.kind === "xfrm" && fact.direction === "in")
    return [{ what: "esp", payload: { protocol: "esp", ...EVERY_PORT }, at: fact.dst, source: fact.src }];
  if (fact.kind !== "neighbor" || fact.source === undefined) return [];
  return [{ what: "bgp", payload: single("tcp", 179), at: fact.source, source: fact.address }];
}

/** Over an IPv6 underlay members solicit each other, from any of their addresses. */
function neighbours(needs: readonly PacketNeed[]): readonly PacketNeed[] {
  const six = needs.find(({ at, version }) => at !== undefined && version === 6);
  if (six === undefined) return [];
  const { source: _, ...from } = six;
  return NEIGHBOURS.map((payload) => ({ ...from, payload, what: "neighbours" }));
}

/** What a member must accept from the others, by the facts of the network and those of one host. */
export function memberNeeds(facts: readonly Fact[]): (host: string, own: readonly Fact[]) => readonly PacketNeed[] {
  const devices = facts.filter(isDevice);
  const underlays = underlaysOf(facts);
  return (host, own) => {
    const device = own.find(isDevice);
    if (device === undefined) return [];
    const sent = [...vxlan(device, own, devices), ...wireguard(device, own, underlays), ...own.flatMap(underlaid)];
    const needs = sent.map(({ source, ...one }): PacketNeed => {
      const version = isIpv6(source) ? 6 : 4;
      return { host, from: "members", ...one, version, source: `${source}/${version === 6 ? 128 : 32}`, mark: device.mark };
    });
    return [...needs, ...neighbours(needs)];
  };
}
