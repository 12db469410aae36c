import { canonicalIp } from "../../net/ip";
import { among, type FactSource } from "../among";
import { ROOT, type FactOf, type Key, type Place } from "../fact";
import type { FactType } from "../fact-type";
import { linkKey } from "../key";
import { after, ended, isDev, isWord, listOf, next, reader } from "./words";

/**
 * The DNS server of one bridge network, on the gateway addresses:
 * `resolver nw-front listen 10.8.0.1,fd00:8::1 domain front upstream host`. `upstream none`: queries for other names are not
 * forwarded. A server that is not running, or is not supervised, is observed as `down`; `down` is never declared.
 *
 * It outlives its bridge: it loses the addresses with the bridge and listens again when the bridge is recreated.
 */
export const resolver: FactType<"resolver"> = {
  kind: "resolver",
  sample: "local - resolver nw-front listen 10.8.0.1,fd00:8::1 domain front upstream host",
  readSet: "names",
  rank: 7,
  markable: false,
  removable: true,
  overwritable: true,
  identity: (fact) => fact.bridge,
  normal: (fact) => ({ ...fact, listen: fact.listen.map((ip) => canonicalIp(ip) ?? ip) }),
  needs: (fact) => [{ key: linkKey(fact, fact.bridge), diesWith: false }],
  bearer: (fact) => linkKey(fact, fact.bridge),
  canChange: () => true,
  assumed: ({ host }, name) => [`${host} - resolver ${name} listen 127.0.0.1 domain ${name} upstream host`],
  text(fact) {
    const said = `${fact.bridge} listen ${fact.listen.join(",")} domain ${fact.domain} upstream ${fact.upstream}`;
    return fact.up ? said : `${said} down`;
  },
  parse(words, place) {
    const line = reader(words);
    const bridge = next(line);
    const listen = listOf(after(line, "listen"));
    const domain = after(line, "domain");
    const upstream = after(line, "upstream");
    const state = next(line);
    if (place.netns !== ROOT || !isDev(bridge) || listen.length === 0 || !isWord(domain)) return undefined;
    if ((upstream !== "host" && upstream !== "none") || (state !== undefined && (state !== "down" || !ended(line)))) return undefined;
    if (!listen.every((ip) => canonicalIp(ip) === ip)) return undefined;
    return { bridge, listen, domain, upstream, up: state === undefined };
  },
};

/** The key of the name server of a bridge. */
export function resolverKey({ host, netns }: Place, bridge: string): Key {
  return `${host} ${netns} resolver ${bridge}`;
}

/** The DNS servers of networks. */
export function nameServersIn(facts: FactSource): readonly FactOf<"resolver">[] {
  return among(facts, "resolver");
}
