/**
 * Splits a script's line into words. Words in single quotes are literal; elsewhere `$NAME` is a
 * variable and a backslash quotes the next character.
 */
export function wordsOf(line: string, variables: Readonly<Record<string, string | undefined>>): string[] {
  const words: string[] = [];
  const token = /\s+|'([^']*)'|\$([A-Z_]+)|\\(.)|([^\s'$\\]+)/gy;
  let word: string | undefined;
  for (let match = token.exec(line); match; match = token.exec(line)) {
    const [text, quoted, name, escaped, plain] = match;
    const part = quoted ?? (name === undefined ? undefined : (variables[name] ?? "")) ?? escaped ?? plain;
    if (part !== undefined) word = (word ?? "") + part;
    else if (word !== undefined && text.trim() === "") {
      words.push(word);
      word = undefined;
    }
  }
  return word === undefined ? words : [...words, word];
}
