import { fact, type Fact, type Place } from "../../kernel/fact";
import { normal } from "../../kernel/kinds";
import { parseBlock, formatCidr } from "../../net/cidr";
import { isIpv6 } from "../../net/ip";
import type { Attrs } from "../../schema/type";
import type { routeFields, ruleFields } from "./fields";

/** A route when everything is known. */
export type RouteAttrs = Attrs<typeof routeFields> & { readonly dev?: string | null };

type RuleAttrs = Attrs<typeof ruleFields>;

/** The facts of a route at a place: the route, and the rules that lead to its table. */
export function routeFacts(route: RouteAttrs, place: Place): readonly Fact[] {
  const { destination, type, via, source, metric, table, rules } = route;
  const body = {
    destination,
    ...(type === "unicast" ? {} : { type }),
    ...(via === null ? {} : { via }),
    ...(route.dev ? { dev: route.dev } : {}),
    ...(source === null ? {} : { source }),
    ...(metric === null ? {} : { metric }),
    ...(table === null ? {} : { table }),
  };
  return [normal(fact("route", place, body)), ...(rules ?? []).map((rule) => ruleFact(rule, destination, table!, place))];
}

function ruleFact({ priority, from, to, iif, fwmark, mask }: RuleAttrs, destination: string, table: number, place: Place): Fact {
  const body = {
    family: isIpv6(destination) ? ("ip6" as const) : ("ip" as const),
    priority,
    ...(from === null ? {} : { from: networkText(from) }),
    ...(to === null ? {} : { to: networkText(to) }),
    ...(fwmark === null ? {} : { fwmark }),
    ...(mask === null ? {} : { mask }),
    ...(iif === null ? {} : { iif }),
    table,
  };
  return normal(fact("rule", place, body, { shared: true }));
}

/** An address as the network of it alone. */
function networkText(block: string): string {
  return formatCidr(parseBlock(block)!);
}
