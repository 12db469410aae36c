/** The package as users install it, beside each of the construct libraries that it works with. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { devDependencies } from "../../package.json";
import { examplesIn } from "../support/compile";
import { essence, runApp } from "../support/synth";

const root = join(__dirname, "../..");
const examples = { bridge: "shop", host: "monitoring" } as const;

let folder: string;
let tarball: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "netweft-installed-"));
  const packed = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], { cwd: root, encoding: "utf8" });
  tarball = join(folder, (JSON.parse(packed) as { filename: string }[])[0]!.filename);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A user's project: the files of `netweft init`, with one example as its program. */
function install(name: string, cdktf: string, constructs: string): string {
  const project = join(folder, name);
  mkdirSync(project);
  const { tsx, typescript } = devDependencies;
  const manifest = { private: true, dependencies: { cdktf, constructs, netweft: `file:${tarball}` }, devDependencies: { tsx, typescript } };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest));
  const compilerOptions = {
    target: "ES2022",
    module: "node16",
    moduleResolution: "node16",
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*/main.ts"] }));
  execFileSync("npm", ["install", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"], { cwd: project, stdio: "ignore" });
  for (const example of Object.keys(examples)) cpSync(join(root, "examples", example), join(project, example), { recursive: true });
  return project;
}

/** The examples in the comments of the entries. */
function entryExamples(): readonly (readonly [string, string])[] {
  const folderOfEntries = join(root, "api");
  return readdirSync(folderOfEntries).flatMap((name) => {
    const examples = examplesIn(readFileSync(join(folderOfEntries, name), "utf8"));
    return examples.map((example, n) => [`${name}-${n}`, example] as const);
  });
}

describe.each([
  ["cdktf 0.21", "0.21.0", "10.4.2", "cdktf"],
  ["cdktn 0.24 under the name cdktf", "npm:cdktn@0.24.0", "10.7.2", "cdktn"],
])("with %s", (_, cdktf, constructs, installed) => {
  let project: string;
  beforeAll(() => {
    project = install(installed, cdktf, constructs);
  });

  test("its peers are satisfied, and there is one construct library", () => {
    const { status, stdout } = spawnSync("npm", ["ls", "--all", "--json"], { cwd: project, encoding: "utf8" });
    expect([status, (JSON.parse(stdout) as { problems?: unknown }).problems]).toEqual([0, undefined]);
    const manifest = readFileSync(join(project, "node_modules/cdktf/package.json"), "utf8");
    expect((JSON.parse(manifest) as { name: string }).name).toBe(installed);
  });

  test.each(Object.entries(examples))("the example %s synthesizes the same as in the repository", (example, stack) => {
    const here = runApp(join(project, example));
    expect([here.code, here.stderr]).toEqual([0, ""]);
    const there = runApp(join(root, "examples", example));
    expect(essence(here.stacks[stack]!)).toEqual(essence(there.stacks[stack]!));
  });

  test.each([
    ["CommonJS", "cjs", ts.ModuleKind.CommonJS],
    ["ECMAScript", "mjs", ts.ModuleKind.ESNext],
  ])("the examples of its entries run as %s modules", (_, extension, module) => {
    for (const [name, text] of entryExamples()) {
      const { outputText } = ts.transpileModule(text, { compilerOptions: { module, target: ts.ScriptTarget.ES2022 } });
      const file = join(project, `${name}.${extension}`);
      writeFileSync(file, module === ts.ModuleKind.CommonJS ? `(async () => {\n${outputText}\n})();` : outputText);
      const { status, stderr } = spawnSync(process.execPath, [file], { cwd: project, encoding: "utf8" });
      expect([name, status, stderr]).toEqual([name, 0, ""]);
    }
  });

  test("programs are checked against its types", () => {
    const { status, stdout } = spawnSync("npx", ["tsc", "-p", "."], { cwd: project, encoding: "utf8" });
    expect([status, stdout]).toEqual([0, ""]);
  });
});

/** Runs a command line in a folder, and returns its output. */
function shell(command: string, cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, { cwd, shell: true, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command}: ${status}\n${stdout}${stderr}`);
  return stdout;
}

/** After a plan and an apply. */
function ends(netweft: string, cwd: string): void {
  expect(shell(`${netweft} drift --detailed-exitcode`, cwd)).toContain("No drift");
  expect(shell(`${netweft} destroy --auto-approve`, cwd)).toContain("Destroy complete! Resources: 5 destroyed.");
}

test("in a fresh folder, the commands work as they are printed: from init to destroy", () => {
  const project = join(folder, "fresh");
  mkdirSync(project);
  shell(`npm install --prefer-offline --no-audit --no-fund ${tarball}`, project);
  const printed = shell("npx netweft init", project).split("Now:\n")[1]!.trimEnd().split("\n");
  const commands = printed.map((line) => line.trim());
  expect(commands).toEqual([
    "npm install cdktf constructs",
    "npm install --save-dev @types/node tsx typescript",
    "npx netweft plan",
    "npx netweft apply",
  ]);
  for (const command of commands) shell(command.replace(/apply$/, "apply --auto-approve"), project);
  ends("npx netweft", project);
});

test.each([
  ["pnpm", "npx --yes pnpm@9.15.9 install --prefer-offline", "npx --yes pnpm@9.15.9 exec netweft"],
  ["yarn", "npx --yes yarn@1.22.22 install --prefer-offline --silent", "npx --yes yarn@1.22.22 --silent netweft"],
])("the app of init works as %s installs it", (name, install, netweft) => {
  const project = join(folder, name);
  shell(`node ${join(root, "dist/bin/netweft.js")} init ${project}`, folder);
  const file = join(project, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { readonly dependencies: object };
  writeFileSync(file, JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, netweft: `file:${tarball}` } }));
  shell(install, project);
  expect(shell(`${netweft} plan`, project)).toContain("Plan: 5 to add");
  shell(`${netweft} apply --auto-approve`, project);
  ends(netweft, project);
});
