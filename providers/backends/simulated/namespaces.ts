/**
 * The network namespace at a path of a simulated host. Every path has one, always the same, unless it was set by
 * hand: with `sim set`, a line without a mark such as `local - netns any from /proc/4711/ns/net inode 4026532999` sets the
 * namespace at that path, and the inode 0 removes it.
 */
import { sha256 } from "../../../lib/net/sha256";
import { OWN_NAMESPACE, type Inodes } from "../../../lib/kernel/adopted";
import type { FactOf } from "../../../lib/kernel/fact";
import type { Facts } from "../../../lib/kernel/facts";
import { ANOTHER_NAMESPACE, refused, type Refusal } from "../../../lib/kernel/refusal";
import type { Step } from "../../../lib/kernel/step";
import type { Scope } from "../../../lib/ports/backend";

/** The kernel's first namespace inode; the host's own. */
const FIRST = 0xf0000000;
const COUNT = 0x0fffffff;
const OWN = new Set([OWN_NAMESPACE, "/proc/1/ns/net"]);

function defaultInode(host: string, path: string): number {
  if (OWN.has(path)) return FIRST;
  return FIRST + 1 + (parseInt(sha256(`${host} ${path}`).slice(0, 8), 16) % COUNT);
}

/** Whether a fact sets the namespace at a path by hand, and is not a namespace with a name of ours. */
export function setsPath(fact: FactOf<"netns">): boolean {
  return fact.mark === undefined && fact.from !== undefined && fact.inode !== undefined;
}

/** Path → inode, as set by hand or held by our names. */
function knownPaths(facts: Facts): ReadonlyMap<string, number> {
  const paths = new Map<string, number>();
  for (const fact of facts.values()) {
    if (fact.kind !== "netns" || fact.inode === undefined) continue;
    if (setsPath(fact)) paths.set(fact.from!, fact.inode);
    else paths.set(`/run/netns/${fact.name}`, fact.inode);
  }
  return paths;
}

/** The inodes at the paths of a scope. */
export function inodesOn(host: string, facts: Facts, { adopt }: Scope): Inodes {
  const asked = Object.values(adopt).flat();
  const known = knownPaths(facts);
  const shown = (path: string) => known.get(path) ?? defaultInode(host, path);
  return new Map([OWN_NAMESPACE, ...asked.flatMap(({ path }) => path ?? [])].map((path) => [path, shown(path) || null]));
}

/** The inode that a name of ours holds. */
export function heldBy(host: string, { name, inode }: FactOf<"netns">): number {
  return inode ?? defaultInode(host, `/run/netns/${name}`);
}

/** The kernel's error when the namespace to attach is not at its path. */
export function refuseAttach(facts: Facts, { verb, fact }: Step): Refusal | undefined {
  if (verb !== "add" || fact.kind !== "netns" || fact.from === undefined) return undefined;
  const now = knownPaths(facts).get(fact.from) ?? defaultInode(fact.host, fact.from);
  if (now === 0) return refused("ENOENT", `${fact.from}: No such file or directory`);
  return now === fact.inode ? undefined : { reason: "another-namespace", text: `${ANOTHER_NAMESPACE} ${now}.` };
}
