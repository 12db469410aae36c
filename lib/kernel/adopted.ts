import type { FactOf } from "./fact";

/** Path and inode of another program's namespace, as far as either is known. */
export interface Adopted {
  readonly path?: string;
  readonly inode?: number;
}

/** Path → the inode of the namespace at that path; null if there is none. Only paths that were asked for. */
export type Inodes = ReadonlyMap<string, number | null>;

/** The path of a process's own namespace. */
export const OWN_NAMESPACE = "/proc/self/ns/net";

/** Whether a namespace is another program's, attached under a name of ours: it outlives that name. */
export function isAdopted({ from, inode }: FactOf<"netns">): boolean {
  return from !== undefined || inode !== undefined;
}

/**
 * Path and inode of a namespace that our name holds. The inode is the identity: the kernel does not reuse it while the
 * namespace is referenced, whereas a path leads to another namespace after its program restarts. So a path is valid only while
 * it leads to the namespace that we hold; the latest recorded path is preferred. Without a valid path only the inode is given.
 */
export function adoptionOf(
  held: number | null | undefined,
  asked: readonly Adopted[] = [],
  shown: Inodes,
): Pick<FactOf<"netns">, "from" | "inode"> {
  if (held === null || held === undefined) return {};
  const from = [...asked].reverse().find(({ path }) => path !== undefined && shown.get(path) === held)?.path;
  if (from !== undefined) return { from, inode: held };
  return asked.some(({ inode }) => inode === held) ? { inode: held } : {};
}

/** Path and inode of a namespace, in the form of an observation request. */
export function adoptedAs({ from, inode }: FactOf<"netns">): Adopted {
  return { ...(from === undefined ? {} : { path: from }), ...(inode === undefined ? {} : { inode }) };
}
