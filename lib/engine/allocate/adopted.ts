import { ROOT } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { addressesInUse } from "../../kernel/kinds";
import { addressesOn } from "../../kernel/kinds/addr";
import { linksMarked } from "../../kernel/kinds/links";
import type { LinkOrPair } from "../../kernel/objects";
import { markOf } from "../../kernel/mark";
import { bareAddress, formatCidr, networkOf, parseCidr } from "../../net/cidr";
import type { Asking } from "./asking";

/** Addresses of an object that carries the mark of an instance which is not in the state. */
export type RetainedAddresses = (asking: Pick<Asking, "resolved" | "provider" | "isBeside">) => readonly string[];

/** The networks of the addresses on a bridge. */
function networksOn(facts: Facts, { host, name }: LinkOrPair): readonly string[] {
  return addressesOn(facts, { host, netns: ROOT }, name).map(({ address }) => formatCidr(networkOf(parseCidr(address)!)));
}

/** The host of the instance's object, and the mark that it carries: its id without the host. */
function markedOn({ resolved: { attributes, instance }, provider }: Parameters<RetainedAddresses>[0]) {
  const { id } = attributes;
  const slash = typeof id === "string" ? id.indexOf("/") : -1;
  if (typeof id !== "string" || slash < 0) return undefined;
  return { host: id.slice(0, slash), mark: markOf({ stack: provider.stack, type: instance.type, id: id.slice(slash + 1) }) };
}

/**
 * An object of ours that is missing in the state is taken over unchanged: an endpoint keeps the addresses in the alias of its
 * pair, a network the subnets of its bridge's addresses.
 */
export function adoptedFrom(observed: ReadonlyMap<string, Facts>): RetainedAddresses {
  return (asking) => {
    const sought = asking.isBeside ? undefined : markedOn(asking);
    const facts = sought && observed.get(sought.host);
    if (facts === undefined) return [];
    const link = linksMarked(facts, sought!.mark).at(-1);
    if (link === undefined) return [];
    return addressesInUse(link)?.map(bareAddress) ?? networksOn(facts, link);
  };
}
