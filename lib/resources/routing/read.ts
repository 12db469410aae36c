import type { FactOf } from "../../kernel/fact";
import { canonicalCidr } from "../../net/cidr";
import { canonicalIp } from "../../net/ip";
import type { Draft } from "../../schema/value";
import { asKnown, text } from "../draft";

/**
 * The attributes of a route, as observed. An interface that is not declared is the kernel's choice. Its protocol is not shown:
 * the next apply replaces a foreign one. Its rules are those that are known.
 */
export function routeAttributes(route: FactOf<"route">, known: Draft): Draft {
  const { destination, type = "unicast", via, dev = null, source, metric = null, table = null } = route;
  const spelled = (value: string | undefined, name: string) =>
    value === undefined ? null : asKnown(value, spellings(known, name), canonicalIp);
  return {
    destination: asKnown(destination, spellings(known, "destination"), canonicalCidr),
    type,
    via: spelled(via, "via"),
    dev: via !== undefined && known["dev"] === null ? null : dev,
    source: spelled(source, "source"),
    metric: metric ?? known["metric"] ?? null,
    table: table ?? known["table"] ?? null,
  };
}

function spellings(known: Draft, name: string): readonly string[] {
  const value = text(known, name);
  return value === undefined ? [] : [value];
}
