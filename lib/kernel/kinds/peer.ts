import { bitsOf, formatCidr, parseBlock } from "../../net/cidr";
import { canonicalIp, formatIp } from "../../net/ip";
import { canonicalSocket } from "../../net/socket";
import { among, type FactSource } from "../among";
import { ROOT, type FactOf } from "../fact";
import type { FactType } from "../fact-type";
import { isPlaceholder } from "../placeholder";
import { isPublicKey } from "./key";
import { linkKey } from "../key";
import { onDev } from "../objects";
import { onLink } from "./needs";
import { refuseUnfit, WG } from "./wireguard";
import { after, ended, flag, isDev, next, numberOf, reader } from "./words";
import { exposure, judging, outage } from "../judgement";

/** Placeholder for a peer without allowed addresses, and for an unknown endpoint. */
export const NONE = "none";

/**
 * A peer of a WireGuard device: `peer nwgabc123 fd6e:7765::2 public XuTv…0M= endpoint 192.0.2.2:51842`. Its single allowed
 * address is its identity, because its key changes by rotation. The identity of foreign peers, which may have no address, a
 * network or several, is their key: `peer nwgabc123 10.0.0.0/8,fd00::1 public …`, `peer nwgabc123 none public …`.
 *
 * WireGuard reports as endpoint the source of the last authenticated packet. A different one is drift: our hosts have one
 * address on the underlay, so the packet was translated on its way or came from another host, and an apply sets the endpoint
 * again. `preshared` and `keepalive` are never ours.
 */
export const peer: FactType<"peer"> = {
  kind: "peer",
  sample: "edge1 - peer nwgabc123 fd6e:7765::2 public XuTvyDzVb5QKGlkXFbDhKzxh0f8cJ7b0f4Cq3sT3P0M= endpoint 192.0.2.2:51842",
  layer: "keys",
  judge: judging<FactOf<"peer">>({
    missing: outage("No packets pass between the two hosts."),
    extra: exposure("A host that nothing declares can send to this one and decrypt its packets."),
    rows: [[["endpoint"], outage("Packets to this host are sent to another address.")]],
    changed: outage("The two hosts do not accept each other's packets."),
  }),
  readSet: "tunnels",
  rank: 5,
  markable: false,
  removable: true,
  overwritable: true,
  identity: (fact) => `${fact.dev} ${isAlone(fact) ? fact.address : fact.public}`,
  normal: (fact) => ({
    ...fact,
    address: addressesOf(fact.address) ?? fact.address,
    endpoint: canonicalSocket(fact.endpoint) ?? fact.endpoint,
  }),
  needs: (fact) => onLink(fact, fact.dev),
  effectFromBelow: "secret",
  container: (fact) => linkKey(fact, fact.dev),
  canChange: () => true,
  admit: refuseUnfit,
  // A key belongs to one peer of a device: adding it with another address removes the earlier peer.
  put(world, fact) {
    world.put(fact);
    for (const other of onDev(world, fact, fact.dev, "peer"))
      if (other !== fact && other.public === fact.public && !isPlaceholder(fact.public)) world.drop(other);
  },
  requires: () => WG,
  placeholder: (fact) => (isPlaceholder(fact.public) ? fact.public : undefined),
  text(fact) {
    const keepalive = fact.keepalive === undefined ? "" : ` keepalive ${fact.keepalive}`;
    return `${fact.dev} ${fact.address} public ${fact.public} endpoint ${fact.endpoint}${fact.preshared ? " preshared" : ""}${keepalive}`;
  },
  parse(words, place) {
    const line = reader(words);
    const dev = next(line);
    const address = next(line);
    const known = after(line, "public");
    const endpoint = after(line, "endpoint");
    const preshared = flag(line, "preshared");
    const seconds = after(line, "keepalive");
    if (place.netns !== ROOT || !isDev(dev) || address === undefined || addressesOf(address) !== address || !ended(line)) return undefined;
    if (known === undefined || !(isPublicKey(known) || isPlaceholder(known)) || !isEndpoint(endpoint)) return undefined;
    const keepalive = numberOf(seconds);
    if (seconds !== undefined && keepalive === undefined) return undefined;
    return {
      dev,
      address,
      public: known,
      endpoint,
      ...(preshared ? { preshared } : {}),
      ...(keepalive === undefined ? {} : { keepalive }),
    };
  },
};

/** Whether a peer has the one address that peers of ours have. */
function isAlone({ address }: FactOf<"peer">): boolean {
  return canonicalIp(address) !== undefined;
}

function isEndpoint(text: string | undefined): text is string {
  return text === NONE || (text !== undefined && canonicalSocket(text) === text);
}

/** The normal form of a list of addresses and networks: sorted, addresses without prefix length. */
function addressesOf(list: string): string | undefined {
  if (list === NONE) return list;
  const all = list.split(",").map(addressOf);
  return all.includes(undefined) ? undefined : [...new Set(all)].sort().join(",");
}

function addressOf(text: string): string | undefined {
  const network = parseBlock(text);
  if (network === undefined) return undefined;
  return network.prefix === bitsOf(network.ip) ? formatIp(network.ip) : formatCidr(network);
}

/** The peers of WireGuard devices. */
export function peersIn(facts: FactSource): readonly FactOf<"peer">[] {
  return among(facts, "peer");
}
