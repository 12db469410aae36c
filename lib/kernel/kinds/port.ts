import type { FactOf, FactType } from "../fact";
import { onLink } from "./needs";
import { after, ended, flag, isDev, next, reader } from "./words";

type BridgePort = FactOf<"port">;

/** The flags that follow the bridge, in order. */
const FLAGS = [
  ["isolated", ({ isolated }: BridgePort) => isolated],
  ["hairpin", ({ hairpin }: BridgePort) => hairpin],
  ["suppress", ({ suppress }: BridgePort) => suppress === true],
  ["nolearning", ({ learning }: BridgePort) => learning === false],
  ["noflood", ({ flood }: BridgePort) => flood === false],
] as const;

/** A bridge port with its flags that differ from the default: `port nwe3f9a1 bridge nw-blue isolated hairpin`, `port nwx42 bridge nw-mesh suppress nolearning noflood`. */
export const port: FactType<"port"> = {
  kind: "port",
  rank: 4,
  markable: false,
  removable: true,
  identity: (fact) => fact.dev,
  normal: (fact) => fact,
  needs: (fact) => [...onLink(fact, fact.dev), ...onLink(fact, fact.bridge)],
  canChange: () => true,
  text: (fact) => [fact.dev, "bridge", fact.bridge, ...FLAGS.flatMap(([word, holds]) => (holds(fact) ? [word] : []))].join(" "),
  parse(words) {
    const line = reader(words);
    const dev = next(line);
    const bridge = after(line, "bridge");
    const isolated = flag(line, "isolated");
    const hairpin = flag(line, "hairpin");
    const more = {
      ...(flag(line, "suppress") ? { suppress: true as const } : {}),
      ...(flag(line, "nolearning") ? { learning: false as const } : {}),
      ...(flag(line, "noflood") ? { flood: false as const } : {}),
    };
    return isDev(dev) && isDev(bridge) && dev !== bridge && ended(line) ? { dev, bridge, isolated, hairpin, ...more } : undefined;
  },
};
