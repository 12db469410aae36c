import { canonicalIp } from "../../net/ip";
import { among, type FactSource } from "../among";
import { ROOT, type FactOf, type Key } from "../fact";
import type { FactType } from "../fact-type";
import { netnsKey } from "../key";
import type { World } from "../objects";
import { after, ended, flag, isDev, isWord, listOf, next, reader } from "./words";
import { refused } from "../refusal";
import { degraded, judging } from "../judgement";

/** The stub server of a namespace ends with the namespace, and one of the same name starts it again. */
export function stubFollows(world: World, namespace: Key, isThere: boolean): void {
  const parts = [...(world.holders.get(namespace) ?? [])].flatMap((key) => {
    const held = world.facts.get(key);
    return held?.kind === "resolv" ? [held] : [];
  });
  if (parts.filter(({ nameservers }) => nameservers.length > 0).length < 2) return;
  for (const { down: _down, ...part } of parts) {
    if (part.part !== undefined) world.put(Object.freeze({ ...part, ...(isThere ? {} : { down: true as const }) }));
  }
}

/** The part of a resolv.conf that is the namespace's own. */
export const OWN_PART = "-";

const OPTION = /^[a-z][a-z0-9-]*(:[0-9]{1,5})?$/;

/** Whether it is an option of resolv.conf: `ndots:2`, `rotate`. */
export function isResolvOption(text: string): boolean {
  return OPTION.test(text);
}

/**
 * A part of the resolver configuration of a namespace: `resolv web nameservers 10.8.0.1,fd00:8::1 search front`, and for another
 * endpoint `resolv web from eth1 nameservers 10.9.0.1 search back`. Together they are the file `/etc/netns/web/resolv.conf`, which
 * `ip netns exec` mounts over the host's. Where they name the servers of several networks, a stub server in the namespace
 * answers for all. The file is not a kernel object, so it stays when the namespace is deleted. A part's mark is a comment.
 */
export const resolv: FactType<"resolv"> = {
  kind: "resolv",
  sample: "local - resolv web nameservers 10.8.0.1,fd00:8::1 search front",
  layer: "files",
  judge: judging<FactOf<"resolv">>({
    missing: degraded("Programs in the namespace ask the host's name servers."),
    extra: degraded("Programs in the namespace ask name servers that nothing declares."),
    rows: [[["down"], degraded("The name server in the namespace does not run, so names do not resolve there.")]],
    changed: degraded("Programs in the namespace ask other name servers than declared."),
  }),
  readSet: "names",
  rank: 9,
  markable: true,
  removable: true,
  overwritable: true,
  identity: ({ name, part }) => (part === undefined ? name : `${name} ${part}`),
  normal: ({ options = [], ...fact }) => ({
    ...fact,
    nameservers: fact.nameservers.map((ip) => canonicalIp(ip) ?? ip),
    ...(options.length === 0 ? {} : { options }),
  }),
  needs: (fact) => [{ key: netnsKey(fact.host, fact.name), diesWith: false }],
  // A file that does not begin with our mark.
  neverTakenOver: true,
  canChange: () => true,
  remedyWhereForeign: ({ name }, { isOwned, isKnown }) =>
    isOwned
      ? "A namespace has one default route: set `default_route = false` on all of its endpoints but one."
      : isKnown
        ? `The file was Netweft's and has been written by something else since, without the comment lines that say so. Keep what is needed of it in \`dns\`, \`dns_search\` and \`dns_options\`, and remove it: \`rm /etc/netns/${name}/resolv.conf\`. The next apply writes it again.`
        : `Remove /etc/netns/${name}/resolv.conf manually if nothing needs it, or set \`names = false\` on the network.`,
  ask: (scope, fact) => void scope.netns.add(fact.name),
  isShown: (asked, fact) => asked.netns.has(fact.name),
  // A foreign file is never overwritten.
  admit: (_world, { mark }, before) =>
    before !== undefined && before.mark === undefined && mark !== undefined ? refused("EEXIST") : undefined,
  text({ name, part, nameservers, search, options = [], alone, down }) {
    const said = (word: string, list: readonly string[]) => (list.length === 0 ? [] : [word, list.join(",")]);
    const lists = [...said("nameservers", nameservers), ...said("search", search), ...said("options", options)];
    const from = part === undefined ? [] : ["from", part];
    return [name, ...from, ...lists, ...(alone ? ["alone"] : []), ...(down ? ["down"] : [])].join(" ");
  },
  parse(words, place) {
    const line = reader(words);
    const called = next(line);
    const part = after(line, "from");
    const nameservers = listOf(after(line, "nameservers"));
    const search = listOf(after(line, "search"));
    const options = listOf(after(line, "options"));
    const [alone, down] = [flag(line, "alone"), flag(line, "down")];
    if (place.netns !== ROOT || !isWord(called) || called.includes("/") || !ended(line)) return undefined;
    if ((part !== undefined && !isDev(part)) || !search.every(isWord) || !options.every(isResolvOption)) return undefined;
    if (!nameservers.every((ip) => canonicalIp(ip) === ip)) return undefined;
    const lists = { nameservers, search, ...(options.length === 0 ? {} : { options }) };
    return { name: called, ...(part === undefined ? {} : { part }), ...lists, ...(alone ? { alone } : {}), ...(down ? { down } : {}) };
  },
};

/** The parts with name servers of the namespaces themselves. */
export function ownServersIn(facts: FactSource): readonly FactOf<"resolv">[] {
  return among(facts, "resolv").filter(({ part, nameservers }) => part === OWN_PART && nameservers.length > 0);
}
