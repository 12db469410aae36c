/** Parser for the words of a canonical line. Values from a line may reach a kernel, so every word is validated. */

/** Fast path: nearly all words are plain ASCII. */
const PLAIN = /^[!-~]+$/;
const WORD = /^[^\s\p{C}]+$/u;
const PLAIN_DEV = /^[!-.0-9;-~]{1,15}$/;
const DIGITS = /^(0|[1-9][0-9]{0,9})$/;

/** Whether the text is valid as one word of a line: not empty, no white space, only printable characters. */
export function isWord(text: string | undefined): text is string {
  return text !== undefined && (PLAIN.test(text) || WORD.test(text));
}

/**
 * Whether the kernel accepts this as a link name. Wider than the names that we assign (`isIfname`), because foreign links are
 * parsed too.
 */
export function isDev(text: string | undefined): text is string {
  if (text === undefined || text === "." || text === "..") return false;
  return PLAIN_DEV.test(text) || (isWord(text) && Buffer.byteLength(text) <= 15 && !/[/:]/.test(text));
}

/** The words of one line and the number consumed, from the front. */
export interface Words {
  readonly words: readonly string[];
  at: number;
}

export function reader(words: readonly string[]): Words {
  return { words, at: 0 };
}

/** Takes the next word. */
export function next(line: Words): string | undefined {
  return line.words[line.at++];
}

/** Takes the word after `name`, when `name` comes next. */
export function after(line: Words, name: string): string | undefined {
  if (line.words[line.at] !== name) return undefined;
  line.at += 2;
  return line.words[line.at - 1];
}

/** Consumes `name` if it is next; returns whether it was. */
export function flag(line: Words, name: string): boolean {
  if (line.words[line.at] !== name) return false;
  line.at++;
  return true;
}

/** Whether every word was consumed, and none was taken past the end. */
export function ended(line: Words): boolean {
  return line.at === line.words.length;
}

/** The members of a comma-separated list in one word: `a,b`. None of them is empty. */
export function listOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split(",");
}

/** A 32-bit unsigned decimal number without sign or leading zeros. */
export function numberOf(text: string | undefined): number | undefined {
  const value = text !== undefined && DIGITS.test(text) ? Number(text) : undefined;
  return value !== undefined && value <= 0xffffffff ? value : undefined;
}

/** `up` or `down`. */
export function stateOf(text: string | undefined): boolean | undefined {
  return text === "up" ? true : text === "down" ? false : undefined;
}
