import { canonicalCidr } from "../../net/cidr";
import { ROOT, type FactOf } from "../fact";
import type { FactType } from "../fact-type";
import { linkKey } from "../key";
import { ownerOf } from "../mark";
import { resolverKey } from "./resolver";
import { after, ended, isDev, isWord, listOf, next, reader } from "./words";
import { degraded, exposure, judging } from "../judgement";

/**
 * The names on one network for the containers of another:
 * `view nw-back to netweft:shop:netweft_bridge_network:front domain back subnets 10.9.0.0/24`. It is a file beside the records of
 * `nw-back`. The other network is named by its mark, because the one that accepts it does not know its bridge, and may be created first.
 */
export const view: FactType<"view"> = {
  kind: "view",
  sample: "local - view nw-back to netweft:shop:netweft_bridge_network:front domain back subnets 10.9.0.0/24,fd00:9::/64",
  layer: "names",
  judge: judging<FactOf<"view">>({
    missing: degraded("Names on the network do not resolve for the other one."),
    extra: exposure("Another network can resolve names of this one."),
    changed: degraded("Names resolve for other addresses than declared."),
  }),
  within: (fact) => [resolverKey(fact, fact.bridge)],
  readSet: "names",
  rank: 8,
  markable: false,
  removable: true,
  overwritable: true,
  identity: (fact) => `${fact.bridge} to ${fact.to}`,
  normal: (fact) => ({ ...fact, subnets: fact.subnets.map((subnet) => canonicalCidr(subnet) ?? subnet) }),
  needs: (fact) => [{ key: resolverKey(fact, fact.bridge), diesWith: true }],
  bearer: (fact) => linkKey(fact, fact.bridge),
  canChange: () => true,
  text: ({ bridge, to, domain, subnets }) =>
    `${bridge} to ${to} domain ${domain}${subnets.length === 0 ? "" : ` subnets ${subnets.join(",")}`}`,
  parse(words, place) {
    const line = reader(words);
    const bridge = next(line);
    const to = after(line, "to");
    const domain = after(line, "domain");
    const subnets = listOf(after(line, "subnets"));
    if (place.netns !== ROOT || !isDev(bridge) || ownerOf(to) === undefined || !isWord(domain) || !ended(line)) return undefined;
    return subnets.every((subnet) => canonicalCidr(subnet) === subnet) ? { bridge, to: to!, domain, subnets } : undefined;
  },
};
