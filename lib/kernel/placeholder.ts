/**
 * Placeholder for a value known only after apply, such as the public key of a key pair that a host will generate. It begins
 * with a question mark, which nothing else in a fact does. It is resolved as soon as the value exists; facts with a placeholder
 * wait until then.
 */
import type { FactOf } from "./fact";

const KEY = "?key/";
const SECRET = "?secret/";

const PLACEHOLDER = /^\?[^\s\p{C}]+$/u;

/** Every placeholder in a text; names consist of these characters only. */
const PLACEHOLDERS = /\?(?:key|secret)\/[a-z0-9_./-]+/g;

/**
 * Whether a word is a placeholder.
 *
 * @example
 * isPlaceholder("?key/edge1/nwgabc123"); // true
 */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text);
}

/** Whether a text contains a placeholder. */
export function hasPlaceholder(text: string): boolean {
  return text.includes("?") && text.search(PLACEHOLDERS) >= 0;
}

/** Placeholder for the public key of a host's WireGuard device. */
export function keyPlaceholder(host: string, dev: string): string {
  return `${KEY}${host}/${dev}`;
}

/** The host that will generate the value of a placeholder. */
export function hostOfPlaceholder(placeholder: string | undefined): string | undefined {
  return placeholder?.startsWith(KEY) ? placeholder.slice(KEY.length).split("/")[0] : undefined;
}

/** Placeholder for the fingerprint of a secret that two hosts will share, for packets from one to the other with this reqid. */
export function secretPlaceholder(reqid: number, from: string, to: string): string {
  return `${SECRET}${reqid}/${from}/${to}`;
}

/** Whether the placeholder is a secret that the apply generates before it runs any step. */
export function isSecretPlaceholder(text: string): boolean {
  return text.startsWith(SECRET);
}

/** The text with its placeholders replaced where their values are known. */
export function fillText(text: string, values: ReadonlyMap<string, string>): string {
  return text.includes("?") ? text.replace(PLACEHOLDERS, (placeholder) => values.get(placeholder) ?? placeholder) : text;
}

/** The text with readable words in place of its placeholders. */
export function sayPlaceholders(text: string, words: string): string {
  return text.includes("?") ? text.replace(PLACEHOLDERS, words) : text;
}

/**
 * Whether a step generates a new key or keeps the existing one; `from` is the fact that a `set` changes. A step never asks for
 * a given public key: its private key would have to come from another host.
 */
export function makesKey(to: FactOf<"key">, from?: FactOf<"key">): boolean {
  if (isPlaceholder(to.public)) return true;
  if (from?.public !== to.public) throw new Error(`a key is made by its host, not asked for: ${to.host} ${to.dev}`);
  return false;
}
