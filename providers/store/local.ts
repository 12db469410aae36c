import { link, open, rename, rm } from "node:fs/promises";
import { diagnose, fail, ok, type Result } from "../../lib/diagnostic";
import type { Files, StateStore } from "../../lib/io";
import { lockState } from "./lock";

/** How much is read at once, in bytes. */
const PIECE = 1 << 20;

/**
 * A state in a local file, readable by its owner only, as Terraform's local backend keeps it: the one before the first
 * write is beside it with `.backup` behind its name, a lock is the file `.<name>.lock.info`. `files` does the writing.
 *
 * @example
 * const store = openLocalStore("terraform.tfstate", machineFiles);
 */
export function openLocalStore(path: string, files: Pick<Files, "write">): StateStore {
  let kept = false;
  return {
    name: path,
    read: () => read(path),
    async write(text) {
      const written = await write(path, text, { files, keep: !kept });
      kept ||= written.ok;
      return written;
    },
    lock: (info) => lockState(path, info),
  };
}

/** An empty file is what a Terraform that was killed early leaves behind: nothing was stored yet. */
async function read(path: string): Promise<Result<AsyncIterable<Uint8Array> | undefined>> {
  try {
    const file = await open(path);
    const found = await file.stat();
    if (found.isFile() && found.size > 0) return ok(file.createReadStream({ highWaterMark: PIECE }));
    await file.close();
    if (!found.isFile()) throw new Error("it is not a file");
    return ok(undefined);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return ok(undefined);
    return fail(
      diagnose("state-unreadable", `The state ${path} cannot be read: ${message}. Make it readable for this user.`, { file: path }),
    );
  }
}

async function write(
  path: string,
  text: Iterable<string>,
  { files, keep }: { files: Pick<Files, "write">; keep: boolean },
): Promise<Result<void>> {
  try {
    if (keep) await keepPrevious(path);
  } catch (error) {
    const detail = `The state ${path} was not written, because the one before could not be kept as ${path}.backup: ${(error as Error).message}.`;
    return fail(diagnose("state-unwritable", detail, { file: path }));
  }
  const written = await files.write(path, text, { secret: true });
  return written.ok ? written : fail(...written.diagnostics.map(({ detail, at }) => diagnose("state-unwritable", detail, at)));
}

/** A second name for the old state: it costs nothing, and stays when the first name goes to the new one. */
async function keepPrevious(path: string): Promise<void> {
  const fresh = `${path}.backup.new`;
  await rm(fresh, { force: true });
  try {
    await link(path, fresh);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  await rename(fresh, `${path}.backup`);
}
