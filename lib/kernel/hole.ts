const HOLE = /^\?[^\s\p{C}]+$/u;

/**
 * Whether a word of a fact stands for a value that is not made yet: `?` and a name.
 *
 * @example
 * isHole("?edge1/edge2"); // true
 */
export function isHole(text: string): boolean {
  return HOLE.test(text);
}
