/**
 * Which network namespace a path shows on a simulated host. Every path shows one, always the same, as long as nobody says
 * otherwise: with `sim set`, a line without a mark such as `local - netns any from /proc/4711/ns/net inode 4026532999` says
 * what is at that path from now on, and with the inode 0 that nothing is there any more.
 */
import { createHash } from "node:crypto";
import { OWN_NAMESPACE, type Inodes } from "../../lib/kernel/adopted";
import type { Fact, FactOf } from "../../lib/kernel/fact";
import type { Facts } from "../../lib/kernel/facts";
import { ANOTHER_NAMESPACE } from "../../lib/kernel/refused";
import type { Step } from "../../lib/kernel/step";
import type { Scope } from "../../lib/io";

/** The kernel numbers namespaces from here on; the host's own is the first. */
const FIRST = 0xf0000000;
const COUNT = 0x0fffffff;
const OWN = new Set([OWN_NAMESPACE, "/proc/1/ns/net"]);

function usual(host: string, path: string): number {
  if (OWN.has(path)) return FIRST;
  return FIRST + 1 + (createHash("sha256").update(`${host} ${path}`).digest().readUInt32BE() % COUNT);
}

/** Whether a fact is what somebody said of a path, and no namespace that our name holds. */
export function saysPath(fact: Fact): boolean {
  return fact.kind === "netns" && fact.mark === undefined && fact.from !== undefined && fact.inode !== undefined;
}

/** What people said of paths, and which namespaces our names hold. */
function said(facts: Facts): ReadonlyMap<string, number> {
  const paths = new Map<string, number>();
  for (const fact of facts.values()) {
    if (fact.kind !== "netns" || fact.inode === undefined) continue;
    if (saysPath(fact)) paths.set(fact.from!, fact.inode);
    else paths.set(`/run/netns/${fact.name}`, fact.inode);
  }
  return paths;
}

/** What the paths that a scope names show. */
export function inodesOn(host: string, facts: Facts, { adopt }: Scope): Inodes {
  const asked = Object.values(adopt).flat();
  const known = said(facts);
  const shown = (path: string) => known.get(path) ?? usual(host, path);
  return new Map([OWN_NAMESPACE, ...asked.flatMap(({ path }) => path ?? [])].map((path) => [path, shown(path) || null]));
}

/** Which namespace a name of ours holds. */
export function heldBy(host: string, { name, inode }: FactOf<"netns">): number {
  return inode ?? usual(host, `/run/netns/${name}`);
}

/** What the kernel says when a namespace is to be attached that is not at its path. */
export function refuseAttach(facts: Facts, { verb, fact }: Step): string | undefined {
  if (verb !== "add" || fact.kind !== "netns" || fact.from === undefined) return undefined;
  const now = said(facts).get(fact.from) ?? usual(fact.host, fact.from);
  if (now === 0) return `${fact.from}: No such file or directory`;
  return now === fact.inode ? undefined : `${ANOTHER_NAMESPACE} ${now}.`;
}
