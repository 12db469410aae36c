import type { FactOf } from "../../../lib/kernel/fact";
import { ip, onOff, type Codec, type Line } from "./line";
import { word } from "./words";

type Port = FactOf<"port">;

function attached({ netns, dev, bridge }: Port): Line {
  return ip(netns, ["link set dev", word.dev(dev), "master", word.dev(bridge)], { blind: true });
}

/** What a port may be told, as it is told. */
function settings({ isolated, hairpin, suppress, learning, flood }: Partial<Port>): readonly string[] {
  const floods = onOff(flood !== false);
  return [
    `isolated ${onOff(isolated === true)}`,
    `hairpin ${onOff(hairpin === true)}`,
    `neigh_suppress ${onOff(suppress === true)}`,
    `learning ${onOff(learning !== false)}`,
    `flood ${floods} mcast_flood ${floods} bcast_flood ${floods}`,
  ];
}

/** What a link that joins a bridge is like. */
const FRESH = settings({});

/** Only what differs is told: each word of it is a look-up of the kernel's. */
function told(fact: Port, before: readonly string[]): readonly Line[] {
  const differing = settings(fact).filter((setting, n) => setting !== before[n]);
  return differing.length === 0 ? [] : [ip(fact.netns, ["link set dev", word.dev(fact.dev), "type bridge_slave", ...differing])];
}

export const port: Codec<"port"> = {
  add: (fact) => [attached(fact), ...told(fact, FRESH)],
  set(from, to) {
    const moved = from.bridge !== to.bridge;
    return [...(moved ? [attached(to)] : []), ...told(to, moved ? FRESH : settings(from))];
  },
  del: ({ netns, dev }) => [ip(netns, ["link set dev", word.dev(dev), "nomaster"], { forgiving: true })],
};
