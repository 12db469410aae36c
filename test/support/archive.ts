/** Several files in one text: a comment, then each file after a line `-- name --`. */
export interface Archive {
  /** The lines before the first file. */
  readonly comment: string;
  /** Name → text, in the order of the archive. Texts end with a newline. */
  readonly files: ReadonlyMap<string, string>;
}

const HEADER = /^-- (\S.*) --$/;

export function parseArchive(text: string): Archive {
  const comment: string[] = [];
  const files = new Map<string, string[]>();
  let current = comment;
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const name = HEADER.exec(line)?.[1];
    if (name === undefined) current.push(line);
    else files.set(name, (current = []));
  }
  return { comment: joined(comment), files: new Map([...files].map(([name, lines]) => [name, joined(lines)])) };
}

/** The inverse of `parseArchive`. */
export function formatArchive({ comment, files }: Archive): string {
  return comment + [...files].map(([name, text]) => `-- ${name} --\n${text}`).join("");
}

function joined(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
