import { fact, ROOT, type Fact, type FactOf } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { linkAt } from "../../kernel/kinds/links";
import { portsIn } from "../../kernel/kinds/port";
import type { Draft } from "../../schema/value";
import { isUnset } from "../draft";

/** What the attributes say of it. */
interface Uplinked {
  readonly host: string;
  readonly bridge_name: string;
  readonly uplink: string | null;
}

/** The link of the host as a port of the bridge. It stays the host's in all else. */
export function uplinkPort({ host, bridge_name: bridge, uplink: dev }: Uplinked): readonly Fact[] {
  return dev === null ? [] : [fact("port", { host, netns: ROOT }, { dev, bridge, isolated: false, hairpin: false })];
}

/** The types of links by which a host is on a network outside: a device without a link kind is hardware. */
const OUTER: ReadonlySet<string> = new Set(["device", "vlan", "bond", "team"]);

/** The attribute of a network as it is on a host: the one port of its bridge that leads outside. */
export function uplinkOf(actual: Facts, { host, name }: FactOf<"link">, known: Draft): Draft {
  if (!isUnset(known["uplink"])) return {};
  const place = { host, netns: ROOT };
  const outside = portsIn(actual).filter(({ dev, bridge, ...port }) => {
    const link = bridge === name && port.host === host && port.netns === ROOT ? linkAt(actual, place, dev) : undefined;
    return link !== undefined && "type" in link && OUTER.has(link.type);
  });
  return outside.length === 1 ? { uplink: outside[0]!.dev } : {};
}
