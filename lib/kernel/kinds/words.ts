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

/** The words of one line, taken from the front. */
export interface Words {
  /** The next word. */
  next(): string | undefined;
  /** The word after `name`, when `name` comes next. */
  after(name: string): string | undefined;
  /** The number after `name`, when `name` comes next and a whole number follows. */
  number(name: string): number | undefined;
  /** Whether `name` comes next; then it is taken. */
  flag(name: string): boolean;
  /** Whether nothing is left. */
  end(): boolean;
}

export function reader(words: readonly string[]): Words {
  let at = 0;
  const after = (name: string) => {
    if (words[at] !== name) return undefined;
    at += 2;
    return words[at - 1];
  };
  return {
    next: () => words[at++],
    after,
    number: (name) => numberOf(after(name)),
    flag: (name) => words[at] === name && at++ >= 0,
    end: () => at === words.length,
  };
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
