/** The host of a canonical line, which is its first word. */
export function hostOfLine(line: string): string {
  return line.slice(0, line.indexOf(" "));
}
