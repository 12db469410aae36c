import { join } from "node:path";
import { diagnose } from "../../diagnostic";
import { scaffold } from "../scaffold";
import { failed, print, type CliSession } from "../session";

/** `netweft init [DIR]`: writes the files of a new app. If one of them exists, none is written. */
export async function init(session: CliSession): Promise<number> {
  const { files, cwd } = session.doors;
  const folder = session.given.args[0] ?? ".";
  const app = scaffold(join(cwd(), folder), session.version);
  const paths = Object.keys(app).map((name) => join(folder, name));
  const kinds = await Promise.all(paths.map((path) => files.kind(path)));
  const there = paths.filter((_, n) => kinds[n] !== undefined);
  if (there.length > 0) {
    const detail = `${there.join(", ")} already ${there.length === 1 ? "exists" : "exist"}, so nothing was written. Start the app in an empty folder: netweft init DIR.`;
    return failed(session, [diagnose("file-exists", detail, { file: there[0]! })]);
  }
  for (const [name, text] of Object.entries(app)) {
    const written = await files.write(join(folder, name), text);
    if (!written.ok) return failed(session, written.diagnostics);
  }
  const enter = folder === "." ? "" : `  cd ${folder}\n`;
  print(session, [`Wrote ${paths.join(", ")}.\n\nNow:\n${enter}  npm install\n  netweft plan\n  netweft apply\n`]);
  return 0;
}
