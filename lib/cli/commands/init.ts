import { join } from "node:path";
import { diagnose } from "../../diagnostic";
import { DEPENDENCIES, DEV_DEPENDENCIES, scaffold } from "../scaffold";
import { shellWord } from "../../kernel/shell-word";
import { failed, print, type CliSession } from "../session";

/** Files that a project may have already; they are kept. */
const KEPT: readonly string[] = ["package.json", "tsconfig.json", ".gitignore"];
const names = (packages: object) => Object.keys(packages).join(" ");
const ADD = `  npm install netweft ${names(DEPENDENCIES)}\n  npm install --save-dev ${names(DEV_DEPENDENCIES)}\n`;

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
  const install = isThere("package.json") ? ADD : "  npm install\n";
  const enter = folder === "." ? "" : `  cd ${shellWord(folder)}\n`;
  print(session, [`Wrote ${paths.join(", ")}.\n\nNow:\n${enter}${install}  npx netweft plan\n  npx netweft apply\n`]);
  return 0;
}
