import { ROOT, type Fact, type FactOf } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { portKey } from "../../kernel/key";
import { TUNNEL } from "../../kernel/tunnel";
import type { Draft } from "../../schema/value";
import { answers, networkOn } from "../bridge-network/read";
import { text } from "../draft";
import type { Context } from "../resource";
import { bridgeNameFor } from "./complete";
import { overlayMark } from "./mark";

type Link = FactOf<"link">;

function linksOf(actual: Facts, type: string, isMeant: (link: Link) => boolean): readonly Link[] {
  const isLink = (fact: Fact): fact is Link => fact.kind === "link" && fact.netns === ROOT && fact.type === type && isMeant(fact);
  return [...actual.values()].filter(isLink).sort((a, b) => (a.host < b.host ? -1 : 1));
}

/** The device through which the network's bridge on a host leads to the others. */
function deviceOn(actual: Facts, { host, name }: Link): Link | undefined {
  return linksOf(actual, "vxlan", (link) => {
    const port = link.host === host ? actual.get(portKey(host, link.name)) : undefined;
    return port?.kind === "port" && port.bridge === name;
  })[0];
}

/** How the hosts know what is where, as the port of the device shows it. */
function forwardingOf(actual: Facts, { host, name }: Link): string {
  const port = actual.get(portKey(host, name));
  if (port?.kind !== "port" || port.learning !== false) return "learning";
  return port.flood === false ? "static" : "evpn";
}

/** What keeps the traffic secret: a WireGuard device with the network's mark, or policies for its port. */
function encryptionOf(actual: Facts, { host, port, mark }: Link): string {
  for (const fact of actual.values()) {
    if (fact.host !== host) continue;
    if (fact.kind === "link" && fact.type === TUNNEL && fact.mark === mark && mark !== undefined) return "wireguard";
    if (fact.kind === "xfrm" && fact.port === port) return "ipsec";
  }
  return "none";
}

/**
 * Its bridges are found by their marks, or else by the name that all of them have; that of the first host stands for the
 * network. How the hosts know what is where, and what keeps it secret, is as it is known, or else as it is there.
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
  const encryption = text(known, "encryption") ?? encryptionOf(actual, device);
  const members = bridges.map(({ host }) => host);
  return { ...network, ...answers(actual, first, known), name: id, members, vni, port, vxlan_name, forwarding, encryption };
}
