import { ROOT, type Fact } from "../../kernel/fact";
import { markOf } from "../../kernel/mark";
import { bareAddress, formatCidr, networkOf, parseCidr } from "../../net/cidr";
import type { Asking } from "./asking";

/** Addresses of an object that carries the mark of an instance which is not in the state. */
export type RetainedAddresses = (asking: Pick<Asking, "resolved" | "provider">) => readonly string[];

/** The networks of the addresses on a bridge, by host and name. */
function networksOf(facts: readonly Iterable<Fact>[]): ReadonlyMap<string, readonly string[]> {
  const networks = new Map<string, string[]>();
  for (const some of facts) {
    for (const fact of some) {
      if (fact.kind !== "addr" || fact.netns !== ROOT) continue;
      const key = `${fact.host} ${fact.dev}`;
      const network = formatCidr(networkOf(parseCidr(fact.address)!));
      const list = networks.get(key);
      if (list) list.push(network);
      else networks.set(key, [network]);
    }
  }
  return networks;
}

/** The mark that the instance's object carries: its id without the host. */
function markKey({ resolved: { attributes, instance }, provider }: Parameters<RetainedAddresses>[0]): string | undefined {
  const { id } = attributes;
  if (typeof id !== "string") return undefined;
  const slash = id.indexOf("/");
  if (slash < 0) return undefined;
  return `${id.slice(0, slash)} ${markOf({ stack: provider.stack, type: instance.type, id: id.slice(slash + 1) })}`;
}

/**
 * An object of ours that is missing in the state is taken over unchanged: an endpoint keeps the addresses in the alias of its
 * pair, a network the subnets of its bridge's addresses.
 */
export function adoptedFrom(observed: readonly Iterable<Fact>[]): RetainedAddresses {
  const found = new Map<string, readonly string[]>();
  const networks = networksOf(observed);
  for (const facts of observed) {
    for (const fact of facts) {
      if (fact.mark === undefined) continue;
      if (fact.kind === "veth") found.set(`${fact.host} ${fact.mark}`, fact.addresses.map(bareAddress));
      if (fact.kind === "link") found.set(`${fact.host} ${fact.mark}`, networks.get(`${fact.host} ${fact.name}`) ?? []);
    }
  }
  return (asking) => found.get(markKey(asking) ?? "") ?? [];
}
