/** Answers that are complete each by itself but contradict each other: one of them omits something. */
import { ROOT } from "../../../lib/kernel/fact";
import type { IpLink, IpNetns } from "./dump";
import type { QuestionWord } from "./questions";
import type { Space } from "./questions/read";

/** The part of a reading that is compared. */
interface ComparedReading {
  readonly spaces: ReadonlyMap<string, Space>;
  readonly namespaces: readonly IpNetns[];
}

export interface Contradiction {
  /** The question whose answer is incomplete. */
  readonly question: QuestionWord;
  readonly why: string;
}

/**
 * The first contradiction in a reading; undefined if it is consistent. A namespace that was read has a name, and if it holds
 * the peer of one of the host's links, it has a netns id there.
 */
export function contradictionIn({ spaces, namespaces }: ComparedReading): Contradiction | undefined {
  const ids = new Map(namespaces.map(({ name, id }) => [name, id]));
  const known = new Set(namespaces.flatMap(({ id }) => id ?? []));
  const root = new Map((spaces.get(ROOT)?.links ?? []).map((link) => [link.ifindex, link]));
  for (const [name, { links }] of spaces) {
    if (name === ROOT) continue;
    if (!ids.has(name)) return { question: "namespaces", why: `The namespace ${name} was read but is not listed.` };
    const isUnnumbered = ids.get(name) === undefined && links.some((link) => isOtherEnd(link, root.get(link.link_index ?? -1), known));
    if (isUnnumbered)
      return { question: "namespaces", why: `The namespace ${name} holds the peer of one of the host's links but has no netns id.` };
  }
  return undefined;
}

function isOtherEnd(inside: IpLink, outside: IpLink | undefined, known: ReadonlySet<number>): boolean {
  if (outside?.link_index !== inside.ifindex || inside.link_netnsid === undefined) return false;
  return outside.link_netnsid !== undefined && !known.has(outside.link_netnsid);
}
