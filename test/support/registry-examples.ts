/** The real Terraform with configurations as users write them: the provider block has no more than they say. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { serve } from "./terraform";
import { ENV } from "./terraform-run";

/** A folder with a configuration, in which the provider runs for it. */
export interface Root {
  readonly path: string;
  /** Runs Terraform there, and returns its output; an unexpected exit code fails the test. */
  terraform(code: number, ...args: readonly string[]): Promise<string>;
  /** Runs a script there. */
  script(text: string): Promise<string>;
  close(): Promise<void>;
}

/**
 * `files`: texts by path in the folder. If none of them sets the provider's source, it is added. The process is in that folder until
 * it is closed, as the provider is that Terraform starts: paths are relative to it.
 */
export async function openRoot(files: Readonly<Record<string, string>>): Promise<Root> {
  const path = mkdtempSync(join(tmpdir(), "netweft-root-"));
  for (const [name, text] of Object.entries(withSources(files))) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  const before = process.cwd();
  process.chdir(path);
  const server = await serve("a provider for each connection");
  const env = { ...process.env, ...ENV, ...server.env };
  const run = (code: number, program: string, args: readonly string[]) => ran(code, program, args, env);
  const opened: Root = {
    path,
    terraform: (code, ...args) => run(code, "terraform", args),
    script: (text) => run(0, "sh", ["-euc", text]),
    async close() {
      await server.close();
      process.chdir(before);
      rmSync(path, { recursive: true });
    },
  };
  // Modules must be installed; nothing else must.
  if (Object.keys(files).some((name) => name.includes("/") && name.endsWith("/main.tf"))) await opened.terraform(0, "init", "-no-color");
  return opened;
}

function ran(code: number, program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const said = { out: "", err: "" };
  for (const name of ["out", "err"] as const) child[`std${name}`].setEncoding("utf8").on("data", (part: string) => (said[name] += part));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => {
      if (status === code) resolve(said.out);
      else reject(new Error(`${[program, ...args].join(" ")}: ${status} instead of ${code}\n${said.out}${said.err}`));
    });
  });
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
