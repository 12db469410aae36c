/** Answers that are whole, each by itself, and cannot be true together: one of them left something out. */
import { ROOT } from "../../lib/kernel/fact";
import type { IpLink, IpNetns } from "./observation/dump";
import type { QuestionWord } from "./questions";
import type { Space } from "./questions/read";

/** What of a reading is compared. */
interface Compared {
  readonly spaces: ReadonlyMap<string, Space>;
  readonly namespaces: readonly IpNetns[];
}

export interface Contradiction {
  /** The question whose answer lacks something. */
  readonly question: QuestionWord;
  readonly why: string;
}

/**
 * The first contradiction in a reading; undefined where all of it fits together. A namespace that was read has a name, and
 * where it holds the other end of a link of the host it has a number there.
 */
export function contradictionIn({ spaces, namespaces }: Compared): Contradiction | undefined {
  const ids = new Map(namespaces.map(({ name, id }) => [name, id]));
  const known = new Set(namespaces.flatMap(({ id }) => id ?? []));
  const root = new Map((spaces.get(ROOT)?.links ?? []).map((link) => [link.ifindex, link]));
  for (const [name, { links }] of spaces) {
    if (name === ROOT) continue;
    if (!ids.has(name)) return { question: "namespaces", why: `The namespace ${name} was read and is not among them.` };
    const isUnnumbered = ids.get(name) === undefined && links.some((link) => isOtherEnd(link, root.get(link.link_index ?? -1), known));
    if (isUnnumbered)
      return { question: "namespaces", why: `The namespace ${name} holds the other end of a link of the host and has no number.` };
  }
  return undefined;
}

function isOtherEnd(inside: IpLink, outside: IpLink | undefined, known: ReadonlySet<number>): boolean {
  if (outside?.link_index !== inside.ifindex || inside.link_netnsid === undefined) return false;
  return outside.link_netnsid !== undefined && !known.has(outside.link_netnsid);
}
