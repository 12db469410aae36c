/** FRR's BGP configuration and sessions, and the routes it learned by EVPN. */
import { fact, ROOT, type Fact, type FactBodies, type FactOf, type Key } from "../../../../lib/kernel/fact";
import { keyOf, normal } from "../../../../lib/kernel/kinds";
import type { Unsettled } from "../../../../lib/ports/backend";
import { canonicalIp } from "../../../../lib/net/ip";
import { canonicalMac } from "../../../../lib/net/mac";
import type { HostReading } from "../reading";

interface FrrPeer {
  readonly state?: string;
}

interface BgpSessions {
  readonly vrfs?: { readonly default?: { readonly routerId?: string } };
  readonly peers?: Readonly<Record<string, FrrPeer>>;
}

interface FrrNetwork {
  readonly vni?: number;
  /** The remote VTEPs; FRR calls their list a number. */
  readonly numRemoteVteps?: readonly string[] | number;
}

type Learned = Readonly<
  Record<string, { readonly macs?: Readonly<Record<string, { readonly type?: string; readonly remoteVtep?: string }>> }>
>;

/** The process, its neighbors, and which of these have no session. */
export function bgpFacts(
  host: string,
  { bgp, sessions }: HostReading["frr"],
): { readonly facts: readonly Fact[]; readonly unsettled: ReadonlyMap<Key, Unsettled> } {
  const said = sessions as readonly BgpSessions[];
  const routerId = said.find(({ vrfs }) => vrfs !== undefined)?.vrfs?.default?.routerId;
  const peers = said.find((one) => one.peers !== undefined)?.peers ?? {};
  const words = bgp.map((line) => line.split(" "));
  const place = { host, netns: ROOT };
  const process = words.find(([what]) => what === "process") ?? [];
  const neighbors = words.filter(([what]) => what === "neighbor").flatMap((line) => neighborBody(line, process[1], peers));
  const made = neighbors.map((body) => normal(fact("neighbor", place, body) as FactOf<"neighbor">));
  const waiting = made.filter(({ up, state }) => !up && state !== "foreign");
  return {
    facts: [...processBodies(process, routerId).map((body) => fact("bgp", place, body) as Fact), ...made],
    unsettled: new Map(waiting.map((one) => [keyOf(one), "connecting"])),
  };
}

/** One process may yield two facts: its part that is ours, and its foreign part. */
function processBodies([, asn, id, ours, others]: readonly string[], running: string | undefined): readonly FactBodies["bgp"][] {
  const routerId = [id, running].find((one) => one !== undefined && canonicalIp(one) === one);
  if (asn === undefined || routerId === undefined) return [];
  const body = { asn: Number(asn), routerId };
  return [
    ...(ours === "ours" ? [body] : ours === "altered" ? [{ ...body, state: "altered" as const }] : []),
    ...(others === "-" ? [] : [{ ...body, state: "foreign" as const }]),
  ];
}

/** A neighbor that is not an address is a link or a foreign peer group: Netweft never configures such a neighbor. */
function neighborBody(
  [, address, asn, source, client, whose]: readonly string[],
  own: string | undefined,
  peers: Readonly<Record<string, FrrPeer>>,
): readonly FactBodies["neighbor"][] {
  if (address === undefined || canonicalIp(address) === undefined) return [];
  const number = asn === "internal" ? Number(own) : Number(asn);
  const base = { address, asn: Number.isSafeInteger(number) ? number : 0 };
  if (whose === "foreign") return [{ ...base, client: false, up: true, state: "foreign" }];
  const from = source !== undefined && canonicalIp(source) !== undefined ? { source } : {};
  const state = whose === "altered" || (source !== "-" && !("source" in from)) ? { state: "altered" as const } : {};
  return [{ ...base, ...from, client: client === "client", up: peers[address]?.state === "Established", ...state }];
}

/** Routes learned from BGP peers. */
export function evpnFacts(host: string, { learned }: HostReading["frr"]): readonly Fact[] {
  const make = (vni: number, via: string | undefined, mac?: string): readonly Fact[] => {
    if (via === undefined || canonicalIp(via) === undefined || (mac !== undefined && canonicalMac(mac) === undefined)) return [];
    return [normal(fact("evpn", { host, netns: ROOT }, { vni, via, ...(mac === undefined ? {} : { mac }) }) as Fact)];
  };
  return learned.flatMap((document) => {
    if (Array.isArray(document)) return (document as readonly FrrNetwork[]).flatMap((network) => floods(network, make));
    return Object.entries(document as Learned).flatMap(([vni, { macs }]) =>
      Object.entries(macs ?? {}).flatMap(([mac, { type, remoteVtep }]) => (type === "remote" ? make(Number(vni), remoteVtep, mac) : [])),
    );
  });
}

function floods({ vni, numRemoteVteps }: FrrNetwork, make: (vni: number, via: string) => readonly Fact[]): readonly Fact[] {
  return vni === undefined || !Array.isArray(numRemoteVteps) ? [] : numRemoteVteps.flatMap((via: string) => make(vni, via));
}
