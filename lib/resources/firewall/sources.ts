/**
 * Published ports that only some sources may use. They are filtered after the translation, by the endpoint's address and the port
 * that the client asked for: ports of the host, and those that lead to other endpoints, are not affected.
 */
import { fact, type Fact, type Place } from "../../kernel/fact";
import { covers, parseBlock } from "../../net/cidr";
import { isIpv6 } from "../../net/ip";
import { drop, is, isIn, jump, leave, rule } from "../../nft/build";
import type { Match, Rule } from "../../nft/expression";
import type { Exposed, Published } from "./exposed";
import { inSet } from "./in-set";
import { FAMILIES, limited, limits } from "./limits";

/** What all endpoints with such ports share. */
function shared(place: Place): readonly Fact[] {
  return [...limited.map((map) => fact("set", place, map, { shared: true })), fact("chain", place, limits, { shared: true })];
}

/** A published port by the addresses of one family that its sources are in. */
interface SourceSet {
  readonly name: string;
  readonly ip: "ip" | "ip6";
  readonly n: "4" | "6";
  readonly sources: readonly string[];
}

function portText({ host_port, port_count }: Published): string {
  return port_count === 1 ? `${host_port}` : `${host_port}-${host_port + port_count - 1}`;
}

/** The sets of a port: one for each family, also where no source is in it. */
function setsOf(published: Published, { hostInterface, addresses }: Exposed): readonly SourceSet[] {
  const { protocol, host_port, host_ip, sources } = published;
  const at = host_ip === null ? "" : `-${host_ip.replaceAll(":", ".")}`;
  return FAMILIES.flatMap(({ ip, n }) => {
    const isOf = (address: string) => isIpv6(address) === (n === "6");
    if (!addresses.some(isOf) || (host_ip !== null && !isOf(host_ip))) return [];
    const name = `sources${n}-${hostInterface}-${protocol}-${host_port}${at}`;
    return [{ name, ip, n, sources: uncovered((sources ?? []).filter(isOf)) }];
  });
}

/** Without those that are part of another one: nft refuses elements that overlap. */
function uncovered(sources: readonly string[]): readonly string[] {
  const blocks = [...new Set(sources)].map((text) => [text, parseBlock(text)!] as const);
  return blocks.filter(([, one]) => !blocks.some(([, other]) => other !== one && covers(other, one))).map(([text]) => text);
}

/** The rules of one published port: other packets to the endpoint pass on to the next. */
function rulesOf(published: Published, exposed: Exposed): readonly Rule[] {
  const { protocol, host_ip } = published;
  const to: readonly Match[] = isEvery(host_ip) ? [] : [is(isIpv6(host_ip!) ? "ct original ip6 daddr" : "ct original ip daddr", host_ip!)];
  const asked = [is("meta l4proto", protocol), is("ct original proto-dst", portText(published)), ...to];
  const family = host_ip !== null && isEvery(host_ip) ? [is("meta nfproto", isIpv6(host_ip) ? "ipv6" : "ipv4")] : [];
  const admitted = setsOf(published, exposed).map(({ ip, name }) => rule(...asked, isIn(`${ip} saddr`, name), leave));
  return [...admitted, rule(...family, ...asked, drop)];
}

function isEvery(hostIp: string | null): boolean {
  return hostIp === null || hostIp === "0.0.0.0" || hostIp === "::";
}

/** The facts of an endpoint whose published ports name their sources. Its own network reaches it directly, and so may this way. */
export function sourceRules(exposed: Exposed, place: Place, mark: string): readonly Fact[] {
  const { publish, addresses, bridge, hostInterface, networkIsolates } = exposed;
  const narrow = publish.filter(({ sources = null }) => sources !== null);
  if (narrow.length === 0) return [];
  const name = `sources-${hostInterface}`;
  const own = networkIsolates ? [] : [rule(is("iifname", bridge), leave)];
  const sets = narrow.flatMap((one) => setsOf(one, exposed));
  return [
    ...shared(place),
    ...sets.map(({ name: set, n }) => fact("set", place, { name: set, type: [`ipv${n}_addr`], interval: true })),
    ...sets.flatMap(({ name: set, sources }) =>
      sources.map((source) => fact("element", place, { set, element: Object.freeze([inSet(source)]) }, { mark })),
    ),
    fact("chain", place, { name, rules: [...own, ...narrow.flatMap((one) => rulesOf(one, exposed))] }),
    ...addresses.map((address) => {
      const set = `limited${isIpv6(address) ? "6" : "4"}`;
      return fact("element", place, { set, element: Object.freeze([address]), data: jump(name) }, { mark });
    }),
  ];
}
