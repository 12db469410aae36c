/** Terraform with one provider in a mirror of its own, as a measured program. */
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { version } from "../package.json";

const PROVIDER = join(__dirname, "../dist/provider/terraform-provider-netweft");
const ADDRESS = "registry.terraform.io/netweft/netweft";

function placeIn(mirror: string): string {
  const path = join(
    mirror,
    ADDRESS,
    version,
    `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`,
    `terraform-provider-netweft_v${version}`,
  );
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

/** A mirror with the built provider. */
export function mirrorOfOurs(folder: string): string {
  copyFileSync(PROVIDER, placeIn(folder));
  return folder;
}

/** A mirror with an echo provider of the same name. */
export function mirrorOfEcho(folder: string): string {
  const outfile = placeIn(folder);
  buildSync({
    entryPoints: [join(__dirname, "echo-provider.ts")],
    ...{ outfile, bundle: true, platform: "node", target: "node20", format: "cjs", minify: true, keepNames: true },
    banner: { js: "#!/usr/bin/env -S -u NODE_EXTRA_CA_CERTS -u NODE_OPTIONS node" },
  });
  chmodSync(outfile, 0o755);
  return folder;
}

/** Runs Terraform in a folder, expects the exit code, and returns the seconds. */
export function terraform(folder: string, args: readonly string[], more: Readonly<Record<string, string>> = {}, code = 0): number {
  const config = join(folder, "terraform.rc");
  writeFileSync(config, "disable_checkpoint = true\n");
  const env = { ...process.env, TF_CLI_CONFIG_FILE: config, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", ...more };
  const start = process.hrtime.bigint();
  const { status, stderr, stdout } = spawnSync("terraform", [...args, "-no-color"], {
    cwd: folder,
    env,
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== code) throw new Error(`terraform ${args.join(" ")} ended with ${status} instead of ${code}\n${stderr || stdout}`);
  return seconds;
}

export const PROGRAM = PROVIDER;
