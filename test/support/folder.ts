import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { netweftExits, type Ran } from "./netweft";

/** A folder with a configuration, in which the command line interface runs. */
export interface Folder {
  readonly path: string;
  /** Writes the configuration. */
  write(configuration: object): void;
  /** Runs the command line interface there; an unexpected exit code fails the test with the output. */
  run(code: number, ...args: readonly string[]): Promise<Ran>;
  close(): void;
}

export function openFolder(env: Readonly<Record<string, string>> = {}): Folder {
  const path = mkdtempSync(join(tmpdir(), "netweft-folder-"));
  return {
    path,
    write: (configuration) => writeFileSync(join(path, "main.tf.json"), JSON.stringify(configuration)),
    run: (code, ...args) => netweftExits(code, args, { cwd: path, env }),
    close: () => rmSync(path, { recursive: true }),
  };
}
