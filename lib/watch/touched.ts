/** What a host has reported since it was read last, and the part of its scope to read again. */
import { ROOT } from "../kernel/fact";
import { typeOf } from "../kernel/kinds";
import { linkKey } from "../kernel/key";
import type { HostEvent, Observation, Scope } from "../ports/backend";

type What = HostEvent["what"];

/** Events of one host. `namespaces` and `links` are names; links are those of the host's own namespace. */
export interface Touched {
  readonly whole: boolean;
  readonly namespaces: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
  readonly sorts: ReadonlySet<What>;
}

export const UNTOUCHED: Touched = { whole: false, namespaces: new Set(), links: new Set(), sorts: new Set() };

/** Adds an event. One in a namespace without a name is of another program's, and may be of an adopted one. */
export function touchedBy(before: Touched, { netns, what, dev }: HostEvent): Touched {
  const inRoot = netns === ROOT;
  return {
    whole: before.whole || what === "any",
    namespaces: inRoot || netns === undefined ? before.namespaces : new Set([...before.namespaces, netns]),
    links: inRoot && dev !== undefined ? new Set([...before.links, dev]) : before.links,
    sorts: new Set([...before.sorts, what]),
  };
}

/** The events of both. */
export function joined(one: Touched, other: Touched): Touched {
  const both = <T>(of: (touched: Touched) => ReadonlySet<T>) => new Set([...of(one), ...of(other)]);
  const whole = one.whole || other.whole;
  return { whole, namespaces: both((each) => each.namespaces), links: both((each) => each.links), sorts: both((each) => each.sorts) };
}

/** The events that concern a part of the host, without those after which all of it is read; undefined without any. */
export function partial(touched: Touched | undefined): Touched | undefined {
  if (touched === undefined || [...touched.sorts].every((what) => what === "any")) return undefined;
  return { ...touched, whole: false };
}

/** The events after which a part of the host is read again; all parts without an entry have no events. */
const READ_AFTER: Partial<Record<keyof Scope, readonly What[]>> = {
  firewall: ["nft"],
  policies: ["nft", "link"],
  marks: ["nft"],
  neighbours: ["neigh", "fdb", "link"],
  proxies: ["neigh", "link"],
  tunnels: ["link"],
  ipsec: ["xfrm"],
  // Routes of other tables are compared together with the rules that lead to them.
  rules: ["rule", "route", "link"],
  interfaces: ["link", "netns"],
  routers: ["netconf", "link"],
};

/**
 * The part of an observation's scope that the events concern, besides what every observation reads of a host's own namespace.
 */
export function partOf(host: string, { whole, namespaces, links, sorts }: Touched, known: Observation): Scope {
  const { scope } = known;
  if (whole) return scope;
  const beyond = [...links].flatMap((name) => namespaceBehind(host, name, known) ?? []);
  const spaces = new Set([ROOT, ...namespaces, ...beyond]);
  const asked = Object.entries(READ_AFTER).filter(
    ([part, after]) => scope[part as keyof Scope] === true && after.some((what) => sorts.has(what)),
  );
  return {
    netns: scope.netns.filter((name) => spaces.has(name)),
    adopt: scope.adopt,
    sysctls: scope.sysctls.filter(({ netns }) => spaces.has(netns)),
    ...(scope.qdiscs && { qdiscs: scope.qdiscs.filter((netns) => spaces.has(netns)) }),
    ...Object.fromEntries(asked.map(([part]) => [part, true])),
  };
}

/** The namespace with the far end of a link, if it is in the scope. */
function namespaceBehind(host: string, link: string, { facts, scope }: Observation): string | undefined {
  const fact = facts.get(linkKey({ host, netns: ROOT }, link));
  const name = fact && typeOf(fact).leadsInto?.(fact);
  return name !== undefined && scope.netns.includes(name) ? name : undefined;
}
