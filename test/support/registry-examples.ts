/** The real Terraform with the provider as users install it, from a folder instead of a registry. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { mirrorFolder } from "./terraform-mirror";

/** A folder with a configuration, initialized. */
export interface Root {
  readonly path: string;
  /** Runs Terraform there, and returns its output; an unexpected exit code fails the test. */
  terraform(code: number, ...args: readonly string[]): string;
  /** Runs a script there. */
  script(text: string): void;
  close(): void;
}

/** `files`: texts by path in the folder. If none of them sets the provider's source, it is added. */
export function openRoot(files: Readonly<Record<string, string>>): Root {
  const path = mkdtempSync(join(tmpdir(), "netweft-root-"));
  for (const [name, text] of Object.entries(withSources(files))) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: "/dev/null", TF_IN_AUTOMATION: "1" };
  const run = (code: number, program: string, args: readonly string[]): string => {
    const ran = spawnSync(program, args, { cwd: path, env, encoding: "utf8" });
    if (ran.status === code) return ran.stdout;
    throw new Error(`${[program, ...args].join(" ")}: ${ran.status} instead of ${code}\n${ran.stdout}${ran.stderr}`);
  };
  const opened: Root = {
    path,
    terraform: (code, ...args) => run(code, "terraform", args),
    script: (text) => void run(0, "sh", ["-euc", text]),
    close: () => rmSync(path, { recursive: true }),
  };
  opened.terraform(0, "init", "-no-color", `-plugin-dir=${mirrorFolder()}`);
  return opened;
}

const SOURCES = `terraform {
  required_providers {
    netweft = {
      source = "netweft/netweft"
    }
  }
}
`;

/** Each folder is a module of its own. */
function withSources(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const names = Object.keys(files);
  const silent = [...new Set([".", ...names.map(dirname)])].filter(
    (folder) => !names.some((name) => dirname(name) === folder && files[name]!.includes("required_providers")),
  );
  return { ...files, ...Object.fromEntries(silent.map((folder) => [join(folder, "versions.tf"), SOURCES])) };
}
