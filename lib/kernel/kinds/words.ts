/** Reading the words of a canonical line. What comes from a line may reach a kernel, so every word is looked at. */

/** Nearly all words are plain ASCII, which is seen much faster than the general form. */
const PLAIN = /^[!-~]+$/;
const WORD = /^[^\s\p{C}]+$/u;
const PLAIN_DEV = /^[!-.0-9;-~]{1,15}$/;
const DIGITS = /^(0|[1-9][0-9]{0,9})$/;

/** Whether the text can stand as one word in a line: not empty, no white space, nothing that does not print. */
export function isWord(text: string | undefined): text is string {
  return text !== undefined && (PLAIN.test(text) || WORD.test(text));
}

/**
 * Whether the kernel can have a link of this name. That is wider than the names that we give (`isIfname`), because
 * foreign links are read, too.
 */
export function isDev(text: string | undefined): text is string {
  if (text === undefined || text === "." || text === "..") return false;
  return PLAIN_DEV.test(text) || (isWord(text) && Buffer.byteLength(text) <= 15 && !/[/:]/.test(text));
}

/** The words of one line and how many of them are taken, from the front. */
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

/** Takes `name` when it comes next, and says whether it did. */
export function flag(line: Words, name: string): boolean {
  if (line.words[line.at] !== name) return false;
  line.at++;
  return true;
}

/** Whether nothing is left, and nothing was taken that was not there. */
export function ended(line: Words): boolean {
  return line.at === line.words.length;
}

/** The members of a list that is written as one word: `a,b`. None of them is empty. */
export function listOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split(",");
}

/** A whole number without sign or leading zeros that fits into 32 bits. */
export function numberOf(text: string | undefined): number | undefined {
  const value = text !== undefined && DIGITS.test(text) ? Number(text) : undefined;
  return value !== undefined && value <= 0xffffffff ? value : undefined;
}

/** `up` or `down`. */
export function stateOf(text: string | undefined): boolean | undefined {
  return text === "up" ? true : text === "down" ? false : undefined;
}
