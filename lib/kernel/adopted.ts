import type { FactOf } from "./fact";

/** Where another program's namespace is to be found, and which one it was when somebody looked, as far as either is known. */
export interface Adopted {
  readonly path?: string;
  readonly inode?: number;
}

/** Path → the inode of the namespace that it shows; null where it shows none. What nobody asked for is not in it. */
export type Inodes = ReadonlyMap<string, number | null>;

/** The path at which every program finds the namespace that it is in itself. */
export const OWN_NAMESPACE = "/proc/self/ns/net";

/** Whether a namespace is another program's, attached under a name of ours: without that name it lives on. */
export function isAdopted({ from, inode }: FactOf<"netns">): boolean {
  return from !== undefined || inode !== undefined;
}

/**
 * What is to be said of a namespace that our name holds. The inode tells which one it is, because the kernel gives none
 * twice as long as somebody holds it; a path shows another namespace when the program is started again. So a path counts
 * as long as it shows what we hold, the last one before the others, and what is known by its inode alone has none.
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
