import { dirname } from "node:path";
import { diagnose, type Diagnostic } from "../diagnostic";
import type { CliSession } from "./session";

/** Why the file of `--out` cannot be written, known before the work for it is done. `what`: the content, in a sentence. */
export async function unwritableOut(session: CliSession, what: string): Promise<Diagnostic | undefined> {
  const out = session.given.value("out");
  return out === undefined ? undefined : unwritable(session, out, what);
}

/** Why a file cannot be written. */
export async function unwritable({ doors }: CliSession, out: string, what: string): Promise<Diagnostic | undefined> {
  const reason = await obstacle(out, doors.files.kind);
  if (reason === undefined) return undefined;
  return diagnose("file-unwritable", `${what} cannot be saved in ${JSON.stringify(out)}: ${reason}`, { file: out });
}

async function obstacle(out: string, kindOf: (path: string) => Promise<"file" | "folder" | undefined>): Promise<string | undefined> {
  if ((await kindOf(out)) === "folder") return "it is a folder. Name a file in it.";
  const folder = dirname(out);
  const kind = await kindOf(folder);
  if (kind === "folder") return undefined;
  return kind === "file" ? `${folder} is a file, not a folder.` : `the folder ${folder} does not exist. Make it first.`;
}
