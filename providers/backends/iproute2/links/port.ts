import type { FactOf } from "../../../../lib/kernel/fact";
import { ip, onOff, type Codec, type ScriptLine } from "../line";
import { word } from "../words";

type PortFact = FactOf<"port">;

function attached({ netns, dev, bridge }: PortFact): ScriptLine {
  return ip(netns, ["link set dev", word.dev(dev), "master", word.dev(bridge)], { lineNumberUnknown: true });
}

/** The settings of a bridge port, as ip arguments. */
function settings({ isolated, hairpin, suppress, learning, flood }: Partial<PortFact>): readonly string[] {
  const floods = onOff(flood !== false);
  return [
    `isolated ${onOff(isolated === true)}`,
    `hairpin ${onOff(hairpin === true)}`,
    `neigh_suppress ${onOff(suppress === true)}`,
    `learning ${onOff(learning !== false)}`,
    `flood ${floods} mcast_flood ${floods} bcast_flood ${floods}`,
  ];
}

/** The defaults of a link that joins a bridge. */
const FRESH = settings({});

/** Only settings that differ are sent: each word costs the kernel a lookup. */
function changed(fact: PortFact, before: readonly string[]): readonly ScriptLine[] {
  const differing = settings(fact).filter((setting, n) => setting !== before[n]);
  return differing.length === 0 ? [] : [ip(fact.netns, ["link set dev", word.dev(fact.dev), "type bridge_slave", ...differing])];
}

export const port: Codec<"port"> = {
  add: (fact) => [attached(fact), ...changed(fact, FRESH)],
  set(from, to) {
    const moved = from.bridge !== to.bridge;
    return [...(moved ? [attached(to)] : []), ...changed(to, moved ? FRESH : settings(from))];
  },
  del: ({ netns, dev }) => [ip(netns, ["link set dev", word.dev(dev), "nomaster"], { ignoreMissing: true })],
  goesWithCarrier: true,
};
