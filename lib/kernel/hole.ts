/**
 * A hole stands in a fact for a value that only a host can make, the public half of a key whose private half never leaves
 * it, until the step that makes it has run. It is one word, so that facts with holes have lines like all others.
 */
import type { FactOf } from "./fact";

const HOLE = /^\?[^\s\p{C}]+$/u;

/**
 * Whether the text stands for a value that is not made yet.
 *
 * @example
 * isHole("?edge1/nwgabc123"); // true
 */
export function isHole(text: string): boolean {
  return HOLE.test(text);
}

/**
 * Whether a step makes a new key, or else keeps the one that is there; `from` is what a `set` changes. That a host should have
 * a certain key is never asked for: the private half would have to come from somewhere else.
 */
export function makesKey(to: FactOf<"key">, from?: FactOf<"key">): boolean {
  if (isHole(to.public)) return true;
  if (from?.public !== to.public) throw new Error(`a key is made by its host, not asked for: ${to.host} ${to.dev}`);
  return false;
}
