/** Netweft as a Terraform provider, beside its own engine and an echo provider, in one run. */
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { handshake } from "./handshake";
import { netweft } from "./measure";
import { ratio, seconds } from "./table";
import { mirrorOfEcho, mirrorOfOurs, terraform } from "./terraform-run";
import { countedTopology, topology } from "./topology";

export const providerHead = ["provider", "time", "beside terraform_data"];
export const terraformHead = ["endpoints", "work", "engine", "terraform", "with echo", "terraform : engine", "provider : echo"];

type Row = (row: readonly string[]) => void;

const TIMES = 5;

function middle(run: () => number): number {
  const all = Array.from({ length: TIMES }, run).sort((a, b) => a - b);
  return all[Math.floor(TIMES / 2)]!;
}

function folderIn(root: string, name: string, text: string, mirror?: string): string {
  const folder = join(root, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "main.tf.json"), text);
  if (mirror !== undefined) terraform(folder, ["init", `-plugin-dir=${mirror}`]);
  return folder;
}

/** Calls `work` while a reattached provider is served. */
async function reattached(folder: string, work: (env: Readonly<Record<string, string>>) => number): Promise<number> {
  const served = spawn(process.execPath, [join(__dirname, "../dist/bin/netweft.js"), "provider", "serve", "--json"], { cwd: folder });
  try {
    const line = await new Promise<Buffer>((resolve) => served.stdout.once("data", resolve));
    const { TF_REATTACH_PROVIDERS: value } = JSON.parse(line.toString()) as Readonly<Record<string, unknown>>;
    return work({ TF_REATTACH_PROVIDERS: JSON.stringify(value) });
  } finally {
    served.kill("SIGTERM");
  }
}

/** The start of the provider, and the plan of one endpoint, with a provider process per run and with a reattached one. */
export async function provider(onRow: Row): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "netweft-bench-"));
  try {
    onRow(["start to handshake (median of 20)", seconds(await handshake(20)), ""]);
    const plain = folderIn(root, "plain", JSON.stringify({ resource: { terraform_data: { one: { input: "one" } } } }));
    terraform(plain, ["init"]);
    const alone = middle(() => terraform(plain, ["plan"]));
    onRow(["plan of one terraform_data", seconds(alone), ratio(1)]);
    const ours = folderIn(root, "ours", topology(1), mirrorOfOurs(join(root, "mirror")));
    const child = middle(() => terraform(ours, ["plan"]));
    onRow(["plan of one endpoint", seconds(child), ratio(child / alone)]);
    const stays = await reattached(ours, (env) => middle(() => terraform(ours, ["plan"], env)));
    onRow(["plan of one endpoint, reattached", seconds(stays), ratio(stays / alone)]);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** The measured commands of each size, in order; Terraform and the engine take the same arguments. */
const WORKS = [
  ["plan (create)", ["plan"]],
  ["apply (create)", ["apply", "-auto-approve"]],
  ["plan (no-op)", ["plan"]],
  ["destroy", ["destroy", "-auto-approve"]],
] as const;

/** A stack as a generator writes it, a block per resource, and as a person does, with `count`. */
function written(size: number): readonly (readonly [number, string, string])[] {
  return [
    [size, "blocks", topology(size)],
    [size, "count", countedTopology(size)],
  ];
}

/** Plans of a stack that the engine has applied, by all three: Terraform alone takes a quarter of an hour to create thousands of endpoints. */
export function madePlans(sizes: readonly number[], onRow: Row): void {
  const root = mkdtempSync(join(tmpdir(), "netweft-bench-"));
  try {
    const mirrors = { ours: mirrorOfOurs(join(root, "ours")), echo: mirrorOfEcho(join(root, "echo")) };
    for (const [size, how, text] of sizes.flatMap(written)) {
      const engine = folderIn(root, `engine${size}${how}`, text);
      netweft(engine, ["apply", "--auto-approve"]);
      const alone = netweft(engine, ["plan", "--detailed-exitcode"]).seconds;
      const [ours, echo] = (["ours", "echo"] as const).map((name) => {
        const folder = folderIn(root, `${name}${size}${how}`, text, mirrors[name]);
        for (const made of ["terraform.tfstate", ".netweft"]) cpSync(join(engine, made), join(folder, made), { recursive: true });
        return terraform(folder, ["plan", "-detailed-exitcode"]);
      }) as [number, number];
      onRow([String(size), `no-op, ${how}`, seconds(alone), seconds(ours), seconds(echo), ratio(ours / alone), ratio(ours / echo)]);
    }
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** The same stack with the engine, with Terraform and Netweft, and with Terraform and the echo provider. */
export function terraformSizes(sizes: readonly number[], onRow: Row): void {
  const root = mkdtempSync(join(tmpdir(), "netweft-bench-"));
  try {
    const mirrors = { ours: mirrorOfOurs(join(root, "ours")), echo: mirrorOfEcho(join(root, "echo")) };
    for (const size of sizes) {
      const text = topology(size);
      const [engine, ours, echo] = [
        folderIn(root, `engine${size}`, text),
        folderIn(root, `ours${size}`, text, mirrors.ours),
        folderIn(root, `echo${size}`, text, mirrors.echo),
      ];
      for (const [what, args] of WORKS) {
        const alone = netweft(engine, args).seconds;
        const [with_, without] = [terraform(ours, args), terraform(echo, args)];
        onRow([String(size), what, seconds(alone), seconds(with_), seconds(without), ratio(with_ / alone), ratio(with_ / without)]);
      }
    }
  } finally {
    rmSync(root, { recursive: true });
  }
}
