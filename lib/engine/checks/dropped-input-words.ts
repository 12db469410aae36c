/** The needs of a network as words of a message. */
import { bareAddress } from "../../net/cidr";
import type { PacketNeed } from "../resolve/supplement/packet-need";
import { byHost as grouped } from "../../reconcile/by-host";

const FOLLOWS: Readonly<Record<PacketNeed["from"], Partial<Record<PacketNeed["what"], string>>>> = {
  endpoints: { names: "Name resolution fails.", neighbours: "IPv6 cannot resolve the gateway." },
  members: {
    vxlan: "Traffic from endpoints on other hosts does not arrive.",
    esp: "Traffic from endpoints on other hosts does not arrive.",
    wireguard: "Tunnels that other members open do not come up.",
    bgp: "Sessions that other members open do not come up.",
    neighbours: "The other members cannot resolve the host.",
  },
};

/** The consequences where such packets are dropped, each with a leading blank. */
export function whatFollows(needs: readonly PacketNeed[]): string {
  return [...new Set(needs.map(({ from, what }) => FOLLOWS[from][what] ?? ""))].map((words) => ` ${words}`).join("");
}

function portsOf(needs: readonly PacketNeed[]): string {
  const protocols = [...new Set(needs.map(({ payload }) => payload.protocol))];
  return `(${protocols.join(" and ")} port ${needs[0]!.payload.from})`;
}

const WORDS: Readonly<Record<PacketNeed["what"], (needs: readonly PacketNeed[]) => string>> = {
  names: (needs) => `DNS queries ${portsOf(needs)}`,
  neighbours: () => "neighbour discovery",
  vxlan: (needs) => `VXLAN ${portsOf(needs)}`,
  wireguard: (needs) => `WireGuard ${portsOf(needs)}`,
  esp: () => "ESP (protocol 50)",
  bgp: (needs) => `BGP ${portsOf(needs)}`,
};

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)!}`;
}

/** How many members the text names; the commands name all. */
const NAMED = 3;

function membersAt(needs: readonly PacketNeed[]): string {
  const addresses = [...new Set(needs.flatMap(({ source }) => (source === undefined ? [] : [bareAddress(source)])))];
  if (addresses.length === 0) return "the other members";
  const more = addresses.length > NAMED ? [`${addresses.length - NAMED} more`] : [];
  const named = list([...addresses.slice(0, NAMED), ...more]);
  return `the member${addresses.length === 1 ? "" : "s"} at ${named}`;
}

function placeOf(needs: readonly PacketNeed[]): string {
  const { from, link } = needs[0]!;
  if (from === "endpoints") return ` of the network behind "${link}"`;
  return link === undefined ? ` from ${membersAt(needs)}` : ` from ${membersAt(needs)} by "${link}"`;
}

/** The packets and their source: `DNS queries (udp and tcp port 53) of the network behind "nw-front"`. */
export function wordsFor(needs: readonly PacketNeed[]): string {
  const kinds = [...grouped(needs, ({ what, link }) => `${what} ${link}`).values()].map((some) => ({
    words: WORDS[some[0]!.what](some),
    place: placeOf(some),
  }));
  const places = [...grouped(kinds, ({ place }) => place)];
  return list(places.map(([place, some]) => list(some.map(({ words }) => words)) + place));
}
