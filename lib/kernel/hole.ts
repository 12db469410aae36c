/**
 * A hole: a word in a plan that stands for what only the apply brings about, such as the public half of a key that a host
 * will make for itself. It begins with a question mark, which nothing else in a fact does; it is filled as soon as the value
 * is there, and until then whatever holds it waits.
 */
import type { FactOf } from "./fact";

const KEY = "?key/";
const SECRET = "?secret/";

const HOLE = /^\?[^\s\p{C}]+$/u;

/** Every hole that a text may hold; names have no other characters than these. */
const HOLES = /\?(?:key|secret)\/[a-z0-9_./-]+/g;

/**
 * Whether a word stands for what is not known before the apply.
 *
 * @example
 * isHole("?key/edge1/nwgabc123"); // true
 */
export function isHole(text: string): boolean {
  return HOLE.test(text);
}

/** Whether a text has a hole anywhere in it. */
export function hasHole(text: string): boolean {
  return text.includes("?") && text.search(HOLES) >= 0;
}

/** The public half of the key that a WireGuard device of a host is given. */
export function keyHole(host: string, dev: string): string {
  return `${KEY}${host}/${dev}`;
}

/** The host that is to make what stands behind a hole. */
export function hostOfHole(hole: string | undefined): string | undefined {
  return hole?.startsWith(KEY) ? hole.slice(KEY.length).split("/")[0] : undefined;
}

/** The fingerprint of a secret that two hosts will share, for what the one sends to the other under associations of a number. */
export function secretHole(reqid: number, from: string, to: string): string {
  return `${SECRET}${reqid}/${from}/${to}`;
}

/** Whether the hole stands for a secret that the apply makes up, before anything else. */
export function isSecretHole(text: string): boolean {
  return text.startsWith(SECRET);
}

/** The text with those of its holes filled whose values are known. */
export function fillText(text: string, values: ReadonlyMap<string, string>): string {
  return text.includes("?") ? text.replace(HOLES, (hole) => values.get(hole) ?? hole) : text;
}

/** The text with other words in place of all of its holes, for people. */
export function sayHoles(text: string, words: string): string {
  return text.includes("?") ? text.replace(HOLES, words) : text;
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
