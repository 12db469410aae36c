import { adoptedAs, isAdopted } from "../adopted";
import { among, at, type FactLookup, type FactSource } from "../among";
import { ROOT, type FactOf } from "../fact";
import type { FactType } from "../fact-type";
import { netnsKey } from "../key";
import { carriedAt, dependentsOf, type World } from "../objects";
import { remedyForAdoption } from "./remedies";
import { stubFollows } from "./resolv";
import { after, ended, isWord, next, numberOf, reader } from "./words";
import { cosmetic, judging, outage } from "../judgement";

/**
 * A named network namespace: `netns web`, or `netns db from /proc/4711/ns/net inode 4026532205` for another program's that is
 * attached under a name of ours. The inode identifies it; without it (lines of earlier versions) the path does, and without the
 * path it is the namespace that our name holds. Its mark is in a record on the host, because its inhabitants can change
 * anything inside it.
 *
 * The loopback link belongs to the namespace: it is set up with it and is no fact, and neither are 127.0.0.1/8 and ::1/128.
 */
export const netns: FactType<"netns"> = {
  kind: "netns",
  sample: "local - netns web",
  layer: "link",
  judge: judging<FactOf<"netns">>({
    missing: outage("The namespace is gone, and all of its links with it."),
    extra: cosmetic("Nothing passes through a namespace by itself."),
    changed: outage("The name leads to another namespace than the declared one."),
  }),
  isOpen: isAdopted,
  removal: ({ name }) => ["ip", "netns", "del", name],
  counted: () => "namespace",
  rank: 0,
  markable: true,
  removable: true,
  identity: (fact) => fact.name,
  normal: (fact) => fact,
  needs: () => [],
  importable: true,
  ownEffect: "carrier",
  effectFromBelow: "inhabited",
  sparesDependents: isAdopted,
  endsForGood: (fact) => (isAdopted(fact) ? undefined : "It was deleted: what other programs had in it is gone."),
  mayBeAnother: true,
  adopts: (fact) => (isAdopted(fact) ? adoptedAs(fact) : undefined),
  leadsInto: ({ name }) => name,
  remedy: remedyForAdoption,
  canChange: (from, to) => from.inode === to.inode && isAdopted(from) === isAdopted(to),
  assumed: ({ host }, name) => [`${host} - netns ${name}`],
  ask(scope, fact) {
    scope.netns.add(fact.name);
    if (isAdopted(fact)) scope.adopt.set(fact.name, [...(scope.adopt.get(fact.name) ?? []), adoptedAs(fact)]);
  },
  put(world, actual) {
    world.put(actual);
    stubFollows(world, netnsKey(actual.host, actual.name), true);
  },
  remove(world, actual) {
    if (isAdopted(actual)) leave(world, actual);
    else world.remove(actual);
    return undefined;
  },
  afterRemove: (world, { host, name }) => stubFollows(world, netnsKey(host, name), false),
  text({ name, from, inode }) {
    return `${name}${from === undefined ? "" : ` from ${from}`}${inode === undefined ? "" : ` inode ${inode}`}`;
  },
  parse(words, place) {
    const line = reader(words);
    const name = next(line);
    const from = after(line, "from");
    const number = after(line, "inode");
    const inode = numberOf(number);
    if (place.netns !== ROOT || !isWord(name) || name === ROOT || name.includes("/") || !ended(line)) return undefined;
    if ((from !== undefined && !(isWord(from) && from.startsWith("/"))) || (number !== undefined && inode === undefined)) return undefined;
    return { name, ...(from === undefined ? {} : { from }), ...(inode === undefined ? {} : { inode }) };
  },
};

/** Facts in another program's namespace continue to exist, but no longer under our name. A veth pair is known by its near end. */
function leave(world: World, actual: FactOf<"netns">): void {
  const key = netnsKey(actual.host, actual.name);
  for (const carried of carriedAt(world, { host: actual.host, netns: actual.name })) world.drop(carried);
  for (const inside of dependentsOf(world, key)) if (inside.netns === actual.name) world.remove(inside);
  world.take(key);
  stubFollows(world, key, false);
}

/** The named namespace. */
export function namespaceAt(facts: FactLookup | undefined, host: string, name: string): FactOf<"netns"> | undefined {
  return at(facts, netnsKey(host, name), "netns");
}

/** The namespaces of other programs to which a path leads. */
export function namespacesWithPath(facts: FactSource): readonly (FactOf<"netns"> & { readonly from: string })[] {
  return among(facts, "netns").filter((fact): fact is FactOf<"netns"> & { readonly from: string } => fact.from !== undefined);
}
