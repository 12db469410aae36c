import { join } from "node:path";
import { diagnose } from "../../diagnostic";
import { DEPENDENCIES, DEV_DEPENDENCIES, scaffold } from "../scaffold";
import { shellWord } from "../../kernel/shell-word";
import { failed, print, type CliSession } from "../session";

/** Files that a project may have already; they are kept. */
const KEPT: readonly string[] = ["package.json", "tsconfig.json", ".gitignore"];

/** The commands that add to a project what its package.json does not have. */
function additions(manifest: string): string {
  const wanted = [
    { command: "npm install", packages: ["netweft", ...Object.keys(DEPENDENCIES)] },
    { command: "npm install --save-dev", packages: Object.keys(DEV_DEPENDENCIES) },
  ];
  const there = declaredIn(manifest);
  const missing = wanted.map(({ command, packages }) => ({ command, packages: packages.filter((name) => !there.includes(name)) }));
  const lines = missing
    .filter(({ packages }) => packages.length > 0)
    .map(({ command, packages }) => `  ${[command, ...packages].join(" ")}\n`);
  return lines.length > 0 ? lines.join("") : "  npm install\n";
}

/** Of a file that cannot be read nothing is known: npm says what is wrong with it. */
function declaredIn(manifest: string): readonly string[] {
  try {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(manifest) as Readonly<Record<string, object | undefined>>;
    return Object.keys({ ...dependencies, ...devDependencies });
  } catch {
    return [];
  }
}

/**
 * `netweft init [DIR]`: writes the files of a new app. If an app exists, nothing is written; other files of a project are kept, and
 * npm adds to an existing package.json what is missing.
 */
export async function init(session: CliSession): Promise<number> {
  const { files, cwd } = session.doors;
  const folder = session.given.args[0] ?? ".";
  const wanted = Object.entries(scaffold(join(cwd(), folder), session.version));
  const kinds = await Promise.all(wanted.map(([name]) => files.kind(join(folder, name))));
  const isThere = (name: string) => kinds[wanted.findIndex(([other]) => other === name)] !== undefined;
  const app = wanted.filter(([name]) => !(KEPT.includes(name) && isThere(name)));
  const there = app.filter(([name]) => isThere(name)).map(([name]) => join(folder, name));
  if (there.length > 0) {
    const detail = `${there.join(", ")} already ${there.length === 1 ? "exists" : "exist"}, so nothing was written. Start the app in a folder without one: netweft init DIR.`;
    return failed(session, [diagnose("file-exists", detail, { file: there[0]! })]);
  }
  for (const [name, text] of app) {
    const written = await files.write(join(folder, name), text);
    if (!written.ok) return failed(session, written.diagnostics);
  }
  const paths = app.map(([name]) => join(folder, name));
  const manifest = isThere("package.json") ? await files.read(join(folder, "package.json")) : undefined;
  const install = manifest === undefined ? "  npm install\n" : additions(manifest.ok ? manifest.value : "");
  const enter = folder === "." ? "" : `  cd ${shellWord(folder)}\n`;
  print(session, [`Wrote ${paths.join(", ")}.\n\nNow:\n${enter}${install}  npx netweft plan\n  npx netweft apply\n`]);
  return 0;
}
