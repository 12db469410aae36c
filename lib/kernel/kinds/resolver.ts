import { canonicalCidr } from "../../net/cidr";
import { canonicalIp } from "../../net/ip";
import { among, type FactSource } from "../among";
import { ROOT, type FactBodies, type FactOf, type Key, type Place } from "../fact";
import type { FactType } from "../fact-type";
import { linkKey } from "../key";
import { after, ended, flag, isDev, isWord, listOf, next, reader } from "./words";
import { degraded, exposure, judging } from "../judgement";

/**
 * The DNS server of one bridge network, on the gateway addresses:
 * `resolver nw-front listen 10.8.0.1,fd00:8::1 domain front upstream host subnets 10.8.0.0/24`. `upstream none`: queries for other
 * names are not forwarded. A server that is not running, or is not supervised, is observed as `down`; `down` is never declared.
 *
 * It outlives its bridge: it loses the addresses with the bridge and listens again when the bridge is recreated.
 */
export const resolver: FactType<"resolver"> = {
  kind: "resolver",
  sample: "local - resolver nw-front listen 10.8.0.1,fd00:8::1 domain front upstream host subnets 10.8.0.0/24,fd00:8::/64",
  layer: "names",
  judge: judging<FactOf<"resolver">>({
    missing: degraded("Names on the network do not resolve."),
    extra: exposure("A name server that nothing declares answers on the network."),
    rows: [[["up"], degraded("The name server does not run: names on the network do not resolve.")]],
    changed: degraded("Some names resolve otherwise or not at all."),
  }),
  readSet: "names",
  rank: 7,
  markable: false,
  removable: true,
  overwritable: true,
  identity: (fact) => fact.bridge,
  normal: ({ subnets = [], ...fact }) => ({
    ...fact,
    listen: fact.listen.map(canonical),
    upstream: typeof fact.upstream === "string" ? fact.upstream : fact.upstream.map(canonical),
    ...(subnets.length === 0 ? {} : { subnets: subnets.map((subnet) => canonicalCidr(subnet) ?? subnet) }),
  }),
  // A server that an earlier version started has none; it gets them with its next change.
  openField: (a, b) => ((a.subnets === undefined) !== (b.subnets === undefined) ? "subnets" : undefined),
  needs: (fact) => [{ key: linkKey(fact, fact.bridge), diesWith: false }],
  bearer: (fact) => linkKey(fact, fact.bridge),
  canChange: () => true,
  assumed: ({ host }, name) => [`${host} - resolver ${name} listen 127.0.0.1 domain ${name} upstream host`],
  text(fact) {
    const { bridge, listen, domain, upstream, subnets } = fact;
    const asked = typeof upstream === "string" ? upstream : upstream.join(",");
    const own = subnets === undefined ? "" : ` subnets ${subnets.join(",")}`;
    return `${bridge} listen ${listen.join(",")} domain ${domain} upstream ${asked}${own}${fact.up ? "" : " down"}`;
  },
  parse(words, place) {
    const line = reader(words);
    const bridge = next(line);
    const listen = listOf(after(line, "listen"));
    const domain = after(line, "domain");
    const upstream = upstreamIn(after(line, "upstream"));
    const subnets = listOf(after(line, "subnets"));
    const up = !flag(line, "down");
    if (place.netns !== ROOT || !isDev(bridge) || listen.length === 0 || !isWord(domain) || upstream === undefined) return undefined;
    if (!ended(line) || !listen.every(isCanonical) || !subnets.every((subnet) => canonicalCidr(subnet) === subnet)) return undefined;
    return { bridge, listen, domain, upstream, ...(subnets.length === 0 ? {} : { subnets }), up };
  },
};

function canonical(ip: string): string {
  return canonicalIp(ip) ?? ip;
}

function isCanonical(ip: string): boolean {
  return canonicalIp(ip) === ip;
}

function upstreamIn(text: string | undefined): FactBodies["resolver"]["upstream"] | undefined {
  if (text === "host" || text === "none") return text;
  const servers = listOf(text);
  return servers.length > 0 && servers.every(isCanonical) ? servers : undefined;
}

/** The key of the name server of a bridge. */
export function resolverKey({ host, netns }: Place, bridge: string): Key {
  return `${host} ${netns} resolver ${bridge}`;
}

/** The DNS servers of networks. */
export function nameServersIn(facts: FactSource): readonly FactOf<"resolver">[] {
  return among(facts, "resolver");
}
