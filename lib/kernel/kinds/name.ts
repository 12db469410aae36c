import { canonicalIp } from "../../net/ip";
import { ROOT, type FactOf } from "../fact";
import type { FactType } from "../fact-type";
import { linkKey } from "../key";
import { calledAlike } from "./clash";
import { resolverKey } from "./resolver";
import { after, ended, isDev, isWord, listOf, next, reader } from "./words";
import { degraded, exposure, judging } from "../judgement";

/**
 * The DNS records of one endpoint: `name nw-front web addresses 10.8.0.2,fd00:8::2 aliases cache,db`. It is a file beside the
 * server's, and is deleted with it.
 */
export const name: FactType<"name"> = {
  kind: "name",
  sample: "local - name nw-front web addresses 10.8.0.2,fd00:8::2 aliases cache,db",
  layer: "names",
  judge: judging<FactOf<"name">>({
    missing: degraded("The endpoint's name does not resolve."),
    extra: exposure("A name that nothing declares leads to an address on the network."),
    changed: degraded("The endpoint's name leads to other addresses."),
  }),
  within: (fact) => [resolverKey(fact, fact.bridge)],
  readSet: "names",
  rank: 8,
  markable: false,
  removable: true,
  overwritable: true,
  identity: (fact) => `${fact.bridge} ${fact.name}`,
  normal: (fact) => ({ ...fact, addresses: fact.addresses.map((ip) => canonicalIp(ip) ?? ip), aliases: [...fact.aliases].sort() }),
  needs: (fact) => [{ key: resolverKey(fact, fact.bridge), diesWith: true }],
  clash: (fact, _first, by) => calledAlike(fact.name, "name", by),
  eachClashCounts: true,
  bearer: (fact) => linkKey(fact, fact.bridge),
  takes: (fact, there) =>
    there.kind === "name" && there.addresses.join() !== fact.addresses.join() ? { what: "name", name: fact.name } : undefined,
  canChange: () => true,
  text(fact) {
    const addresses = fact.addresses.length === 0 ? "" : ` addresses ${fact.addresses.join(",")}`;
    const aliases = fact.aliases.length === 0 ? "" : ` aliases ${fact.aliases.join(",")}`;
    return `${fact.bridge} ${fact.name}${addresses}${aliases}`;
  },
  parse(words, place) {
    const line = reader(words);
    const bridge = next(line);
    const called = next(line);
    const addresses = listOf(after(line, "addresses"));
    const aliases = listOf(after(line, "aliases"));
    if (place.netns !== ROOT || !isDev(bridge) || !isWord(called) || !ended(line)) return undefined;
    if (aliases.join() !== [...aliases].sort().join()) return undefined;
    return addresses.every((ip) => canonicalIp(ip) === ip) ? { bridge, name: called, addresses, aliases } : undefined;
  },
};
