/** The files of a release, and Terraform with the provider out of them. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { version } from "../../package.json";
import { PROVIDER_ADDRESS } from "../../lib/schema/terraform";
import { terraform } from "../support/terraform-run";

const ROOT = join(__dirname, "../..");
const PROVIDER = `terraform-provider-netweft_${version}`;
const PLATFORM = `linux_${process.arch === "x64" ? "amd64" : process.arch}`;

let folder: string;
let release: string;

function released(name: string): string {
  const path = join(folder, name);
  execFileSync(process.execPath, ["--import", "tsx", "scripts/release.ts", path], { cwd: ROOT, stdio: ["ignore", "ignore", "pipe"] });
  return path;
}

const textOf = (name: string) => readFileSync(join(release, name), "utf8");
const sumOf = (name: string) =>
  createHash("sha256")
    .update(readFileSync(join(release, name)))
    .digest("hex");

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "netweft-release-"));
  release = released("one");
});
afterAll(() => rmSync(folder, { recursive: true }));

test("it has the package, its bill of materials, and the provider in the layout of Terraform's registry", () => {
  expect(readdirSync(release).sort()).toEqual([
    `netweft-${version}.cdx.json`,
    `netweft-${version}.tgz`,
    `netweft-${version}_SHA256SUMS`,
    `${PROVIDER}_SHA256SUMS`,
    `${PROVIDER}_linux_amd64.zip`,
    `${PROVIDER}_linux_arm64.zip`,
    `${PROVIDER}_manifest.json`,
  ]);
  expect(JSON.parse(textOf(`${PROVIDER}_manifest.json`))).toEqual({ version: 1, metadata: { protocol_versions: ["6.0"] } });
});

test("every file is in one list of checksums, with its own", () => {
  const lines = [`netweft-${version}_SHA256SUMS`, `${PROVIDER}_SHA256SUMS`].flatMap((name) => textOf(name).trimEnd().split("\n"));
  const files = readdirSync(release).filter((name) => !name.endsWith("SHA256SUMS"));
  expect(lines.sort()).toEqual(files.map((name) => `${sumOf(name)}  ${name}`).sort());
});

test("a second run gives the same bytes", () => {
  const again = released("two");
  const sums = readdirSync(release).map((name) => [name, sumOf(name)]);
  expect(
    readdirSync(again).map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(again, name)))
        .digest("hex"),
    ]),
  ).toEqual(sums);
});

test("the package has no source map, and no file that names one", () => {
  const files = execFileSync("tar", ["-tzf", join(release, `netweft-${version}.tgz`)], { encoding: "utf8" })
    .trimEnd()
    .split("\n");
  expect(files.filter((name) => name.endsWith(".map"))).toEqual([]);
  for (const needed of [
    "LICENSE",
    "NOTICE",
    "CHANGELOG.md",
    "dist/bin/netweft.js",
    "dist/api/engine.js",
    "dist/provider/terraform-provider-netweft",
  ])
    expect(files).toContain(`package/${needed}`);
  execFileSync("tar", ["-xzf", join(release, `netweft-${version}.tgz`), "-C", folder]);
  const scripts = files.filter((name) => /\.[jt]s$/.test(name) && name.startsWith("package/dist/"));
  expect(scripts.filter((name) => readFileSync(join(folder, name), "utf8").includes("//# sourceMappingURL"))).toEqual([]);
});

test("the bill of materials has what the programs contain", () => {
  const bill = JSON.parse(textOf(`netweft-${version}.cdx.json`)) as {
    readonly metadata: { readonly component: { readonly name: string; readonly version: string } };
    readonly components: readonly { readonly name: string; readonly version: string; readonly licenses: readonly object[] }[];
  };
  expect(bill.metadata.component).toMatchObject({ name: "netweft", version });
  const notice = readFileSync(join(ROOT, "NOTICE"), "utf8");
  const noticed = [...notice.matchAll(/^(\S+) (\d\S+) \(.*\)$/gm)].map(([, name, version]) => `${name} ${version}`);
  expect(bill.components.map(({ name, version }) => `${name} ${version}`).sort()).toEqual(noticed.sort());
});

test("Terraform installs the provider from a packed mirror, and plans and applies with it", async () => {
  const [mirror, project] = [join(folder, "mirror"), join(folder, "project")];
  mkdirSync(join(mirror, PROVIDER_ADDRESS), { recursive: true });
  mkdirSync(project);
  cpSync(join(release, `${PROVIDER}_${PLATFORM}.zip`), join(mirror, PROVIDER_ADDRESS, `${PROVIDER}_${PLATFORM}.zip`));
  writeFileSync(join(folder, "cli.tfrc"), `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`);
  const required_providers = { netweft: { source: "netweft/netweft", version } };
  const resource = { netweft_bridge_network: { front: { name: "front" } } };
  writeFileSync(join(project, "main.tf.json"), JSON.stringify({ terraform: { required_providers }, resource }));
  const where = { cwd: project, env: { TF_CLI_CONFIG_FILE: join(folder, "cli.tfrc") } };
  expect((await terraform(0, ["init"], where)).said).toContain(`Installed netweft/netweft v${version}`);
  const lock = readFileSync(join(project, ".terraform.lock.hcl"), "utf8");
  expect(lock).toContain(`h1:`);
  await terraform(0, ["apply", "-auto-approve"], where);
  expect((await terraform(0, ["plan", "-detailed-exitcode"], where)).said).toContain("No changes.");
});
