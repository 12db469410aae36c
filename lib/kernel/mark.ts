import { createHash } from "node:crypto";

/**
 * Ownership is written on the kernel object itself. A mark is `netweft:<stack>:<type>:<id>`; links carry it as their
 * alias beside `group 157`; that of a namespace is on record on its host. It never holds the resource's address in the code: moving a
 * resource in the code must not be drift.
 */
export interface Owner {
  readonly stack: string;
  /** The resource type, e.g. `netweft_endpoint`. */
  readonly type: string;
  /** The resource's id without its host, e.g. `web/eth0`. */
  readonly id: string;
}

/** The link group and the route protocol of all that is Netweft's. */
export const OUR_GROUP = 157;

/** The mark of an object of ours whose alias is missing: a process died between its creation and its marking. */
export const REMNANT = "netweft:::";

export function markOf(owner: Owner): string {
  return `netweft:${owner.stack}:${owner.type}:${owner.id}`;
}

/** The owner that a mark names; undefined when the text is no mark of Netweft's. */
export function ownerOf(mark: string | undefined): Owner | undefined {
  const parts = mark?.split(":") ?? [];
  const [word, stack, type, ...id] = parts;
  if (word !== "netweft" || !stack || !type || id.length === 0) return undefined;
  return { stack, type, id: id.join(":") };
}

/** The longest comment that nft keeps, in bytes. */
const COMMENT_LENGTH = 128;

/**
 * The mark of an object that carries it as an nft comment, which is shorter than a link's alias: a long id ends in `~` and a
 * hash of the whole.
 */
export function commentMarkOf(owner: Owner): string {
  const mark = markOf(owner);
  if (mark.length <= COMMENT_LENGTH) return mark;
  const hash = `~${createHash("sha256").update(mark).digest("hex").slice(0, 12)}`;
  return mark.slice(0, COMMENT_LENGTH - hash.length) + hash;
}
