import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { netweft, type Ran } from "./netweft";

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
    async run(code, ...args) {
      const ran = await netweft(args, { cwd: path, env });
      if (ran.code !== code) throw new Error(`netweft ${args.join(" ")}: ${ran.code} instead of ${code}\n${ran.stdout}${ran.stderr}`);
      return ran;
    },
    close: () => rmSync(path, { recursive: true }),
  };
}
