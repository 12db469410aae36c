import { sha256 } from "../net/sha256";

/**
 * Ownership is written on the kernel object itself. A mark is `netweft:<stack>:<type>:<id>`; links carry it as their alias,
 * with `group 157`; that of a namespace is in a record on its host. It never contains the resource's address in the code:
 * moving a resource in the code must not be drift.
 */
export interface Owner {
  readonly stack: string;
  /** The resource type, e.g. `netweft_endpoint`. */
  readonly type: string;
  /** The resource's id without its host, e.g. `web/eth0`. */
  readonly id: string;
}

/** Netweft's link group. */
export const OUR_GROUP = 157;

/** Netweft's protocol of routes and policy rules. */
export const OUR_PROTOCOL = 157;

/** In place of the stack in the marks of what all stacks of a host have in common. No stack has this name. */
export const COMMON_STACK = "-";

/** The mark of an object of ours without alias: the process died between creating and marking it. */
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

/** The stack and the id of a mark as one word: `shop/mesh`. */
export function subjectOf(mark: string | undefined): string | undefined {
  const owner = ownerOf(mark);
  return owner && `${owner.stack}/${owner.id}`;
}

/** The longest comment that nft stores, in bytes. */
const COMMENT_LENGTH = 128;

/**
 * The mark in the form of an nft comment, which is shorter than a link's alias: a long id is cut and ends in `~` and a hash of
 * the whole.
 */
export function commentMarkOf(owner: Owner): string {
  const mark = markOf(owner);
  if (mark.length <= COMMENT_LENGTH) return mark;
  const hash = `~${sha256(mark).slice(0, 12)}`;
  return mark.slice(0, COMMENT_LENGTH - hash.length) + hash;
}
