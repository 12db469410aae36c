import type { FactType } from "../fact";
import { onLink } from "./needs";
import { after, ended, flag, isDev, next, reader } from "./words";

/** The attachment of a link to a bridge, with those of its flags that are on: `port nwe3f9a1 bridge nw-blue isolated hairpin`. */
export const port: FactType<"port"> = {
  kind: "port",
  rank: 4,
  markable: false,
  removable: true,
  identity: (fact) => fact.dev,
  normal: (fact) => fact,
  needs: (fact) => [...onLink(fact, fact.dev), ...onLink(fact, fact.bridge)],
  canChange: () => true,
  text: (fact) => `${fact.dev} bridge ${fact.bridge}${fact.isolated ? " isolated" : ""}${fact.hairpin ? " hairpin" : ""}`,
  parse(words) {
    const line = reader(words);
    const dev = next(line);
    const bridge = after(line, "bridge");
    const isolated = flag(line, "isolated");
    const hairpin = flag(line, "hairpin");
    return isDev(dev) && isDev(bridge) && dev !== bridge && ended(line) ? { dev, bridge, isolated, hairpin } : undefined;
  },
};
