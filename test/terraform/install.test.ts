/** How Terraform gets the provider: from its implied mirror, from another one, or as a running process. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { netweft } from "../support/netweft";
import { terraform } from "../support/terraform-run";
import { version } from "../../package.json";

const ROOT = join(__dirname, "../..");
const CONFIGURATION = {
  terraform: { required_providers: { netweft: { source: "netweft/netweft" } } },
  resource: { netweft_bridge_network: { front: { name: "front" } } },
};

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "netweft-home-"));
  folder = mkdtempSync(join(tmpdir(), "netweft-installed-"));
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(CONFIGURATION));
});
afterEach(() => {
  rmSync(home, { recursive: true });
  rmSync(folder, { recursive: true });
});

interface Installed {
  readonly hash: string;
  readonly paths: readonly string[];
}

async function install(...args: readonly string[]): Promise<Installed> {
  const { code, stdout, stderr } = await netweft(["provider", "install", "--json", ...args], { cwd: folder, env: { HOME: home } });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Installed;
}

/** Called without any configuration. */
const plainly = (...args: readonly string[]) => terraform(0, args, { cwd: folder, env: { HOME: home } });

test("into the user's own mirror: `terraform init` finds it without configuration, and locks the reported hash", async () => {
  const { hash, paths } = await install();
  expect(paths.map((path) => path.replace(home, ""))).toEqual([
    `/.terraform.d/plugins/registry.terraform.io/netweft/netweft/${version}/linux_amd64/terraform-provider-netweft_v${version}`,
    `/.terraform.d/plugins/registry.opentofu.org/netweft/netweft/${version}/linux_amd64/terraform-provider-netweft_v${version}`,
  ]);
  expect(statSync(paths[0]!).mode & 0o111).toBe(0o111);
  await plainly("init");
  expect(readFileSync(join(folder, ".terraform.lock.hcl"), "utf8")).toContain(`"${hash}"`);
  await plainly("apply", "-auto-approve");
  await plainly("plan", "-detailed-exitcode");
});

test("installing twice is idempotent, and the lock stays valid", async () => {
  const first = await install();
  await plainly("init");
  expect(await install()).toEqual(first);
  await plainly("init");
});

test("other content of the same version is reported, with the new hash for the lock", async () => {
  const { paths } = await install();
  writeFileSync(paths[0]!, "#!/bin/sh\n");
  const { stdout } = await netweft(["provider", "install"], { cwd: folder, env: { HOME: home } });
  expect(stdout).toMatch(/version was installed before[^]*h1:/);
});

test("into another mirror", async () => {
  const mirror = join(folder, "mirror");
  const { paths } = await install("--mirror", mirror);
  expect(paths.every((path) => path.startsWith("$WORK/mirror/"))).toBe(true);
  await plainly("init", `-plugin-dir=${mirror}`);
  await plainly("validate");
});

test("a running process serves many runs, without init, and exits on request", async () => {
  const server = spawn(process.execPath, [join(ROOT, "dist/bin/netweft.js"), "provider", "serve"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve) => server.once("exit", resolve));
  try {
    const printed = new Promise<string>((resolve) => server.stdout.once("data", (part: Buffer) => resolve(part.toString())));
    // Not for ever: a program that ends at its start prints nothing.
    const line = await Promise.race([printed, ended.then((code) => `The program has ended with ${code}.`)]);
    expect(line).toMatch(/^export /);
    const [, value] = /^export TF_REATTACH_PROVIDERS='(.*)'\n$/.exec(line)!;
    const served = { cwd: folder, env: { TF_REATTACH_PROVIDERS: value! } };
    await terraform(0, ["apply", "-auto-approve"], served);
    await terraform(0, ["plan", "-detailed-exitcode"], served);
    await terraform(0, ["destroy", "-auto-approve"], served);
  } finally {
    server.kill("SIGTERM");
  }
  expect(await ended).toBe(0);
});

test("its schema is what `netweft provider schema` prints", async () => {
  await install();
  await plainly("init");
  const { stdout } = await plainly("providers", "schema", "-json");
  const { provider_schemas: theirs } = JSON.parse(stdout) as { provider_schemas: Record<string, unknown> };
  const ours = JSON.parse((await netweft(["provider", "schema"], { cwd: folder })).stdout) as { provider_schemas: Record<string, object> };
  for (const [address, schema] of Object.entries(ours.provider_schemas)) expect(theirs[address]).toMatchObject(schema);
});
