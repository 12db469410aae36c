/** The shell and awk files of the iproute2 backend as a module: bundles cannot read files at run time. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** The folder whose files are embedded. */
export const BACKEND = "providers/backends/iproute2";

/** Paths below the folder. */
function sources(): readonly string[] {
  return readdirSync(BACKEND, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:sh|awk)$/.test(entry.name))
    .map((entry) => relative(BACKEND, join(entry.parentPath, entry.name)))
    .sort();
}

/** Comments are for readers of the source: every program goes to its host as a whole. */
function withoutComments(text: string): string {
  return text.replace(/^\s*#.*\n/gm, "").replace(/^\n+/, "");
}

/** The path and text of the generated module. */
export function embedded(): readonly [string, string] {
  const entries = sources().map((path) => {
    const text = withoutComments(readFileSync(join(BACKEND, path), "utf8"));
    return `  ${JSON.stringify(path)}: ${JSON.stringify(text)},\n`;
  });
  const head = "/** Generated from the shell and awk files of this backend by `npm run generate`. */\n";
  return [join(BACKEND, "programs/texts.ts"), `${head}export const texts = {\n${entries.join("")}} as const;\n`];
}
