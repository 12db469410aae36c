/** Runs apps like `cdktf synth`: the command of their cdktf.json, with the output folder in the environment. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Block {
  readonly [name: string]: unknown;
  readonly "//"?: { readonly metadata?: { readonly path?: string; readonly stackTrace?: readonly string[] } };
}
export interface Synthesized {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly terraform?: { readonly required_providers?: unknown };
  readonly [section: string]: unknown;
}
export interface AppRun {
  readonly code: number | null;
  readonly stderr: string;
  /** By stack name. */
  readonly stacks: Readonly<Record<string, Synthesized>>;
}

/** `command`: instead of that of the folder's cdktf.json. */
export function runApp(folder: string, command?: string): AppRun {
  const out = mkdtempSync(join(tmpdir(), "netweft-synth-"));
  try {
    const app = command ?? (JSON.parse(readFileSync(join(folder, "cdktf.json"), "utf8")) as { app: string }).app;
    const { status, stderr } = spawnSync(app, { cwd: folder, shell: true, encoding: "utf8", env: { ...process.env, CDKTF_OUTDIR: out } });
    return { code: status, stderr, stacks: stacksIn(join(out, "stacks")) };
  } finally {
    rmSync(out, { recursive: true });
  }
}

function stacksIn(folder: string): Record<string, Synthesized> {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return Object.fromEntries(
    names.map((name) => [name, JSON.parse(readFileSync(join(folder, name, "cdk.tf.json"), "utf8")) as Synthesized]),
  );
}

/** Without parts that differ between library versions and folders: metadata, and the path of the state. */
export function essence(synthesized: Synthesized): Synthesized {
  const { terraform, ...rest } = JSON.parse(
    JSON.stringify(synthesized, (name, value: unknown) => (name === "//" ? undefined : value)),
  ) as Synthesized;
  return { ...rest, terraform: { required_providers: terraform?.required_providers } };
}

/** `netweft_endpoint.web-eth0`, sorted. */
export function addressesOf({ resource }: Synthesized): string[] {
  return Object.entries(resource ?? {})
    .flatMap(([type, blocks]) => Object.keys(blocks).map((name) => `${type}.${name}`))
    .sort();
}
