/**
 * A text as one word of a POSIX shell, for commands that a user copies. Commands that Netweft runs itself are never built from it.
 *
 * @example
 * shellWord("my app"); // "'my app'"
 */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
