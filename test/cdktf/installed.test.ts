/** The package as users install it, beside each of the construct libraries that it works with. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
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
  // Yarn takes a file of the same relative path from its cache, whatever is in it now.
  const place = join(folder, basename(folder));
  mkdirSync(place);
  const packed = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", place], { cwd: root, encoding: "utf8" });
  tarball = join(place, (JSON.parse(packed) as { filename: string }[])[0]!.filename);
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

/** Runs a command line in a folder, where pnpm and yarn are installed, and returns its output. */
function shell(command: string, cwd: string): string {
  const env = { ...process.env, PATH: `${join(folder, "tools/node_modules/.bin")}:${process.env["PATH"]}` };
  const { status, stdout, stderr } = spawnSync(command, { cwd, env, shell: true, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command}: ${status}\n${stdout}${stderr}`);
  return stdout;
}

/** The indented commands at the end of an output. */
function printed(output: string): readonly string[] {
  return output
    .split("\n")
    .filter((line) => line.startsWith("  "))
    .map((line) => line.trim());
}

describe("in a fresh folder, the commands work as they are printed: from init to destroy", () => {
  beforeAll(() => {
    shell("npm install --prefer-offline --no-audit --no-fund --prefix tools pnpm@9.15.9 yarn@1.22.22", folder);
  });

  /** Yarn 1 starts no program of a package that is not installed, so the copy of the test before stands for it. */
  const borrowed = "touch yarn.lock && node ../npm/node_modules/netweft/dist/bin/netweft.js init";

  test.each([
    ["npm", () => `npx --yes --prefer-offline file:${tarball} init`, "npm install", "npx netweft"],
    ["pnpm", () => `pnpm dlx ${tarball} init`, "pnpm install", "pnpm exec netweft"],
    ["yarn", () => borrowed, "yarn install", "yarn netweft"],
  ])("with %s", (name, init, install, netweft) => {
    const project = join(folder, name);
    mkdirSync(project);
    expect(printed(shell(init(), project))).toEqual([install, `${netweft} plan`, `${netweft} apply`]);
    shell(`${install} --prefer-offline`, project);
    const plan = shell(`${netweft} plan --out changes.plan`, project);
    expect(plan).toContain("Plan: 5 to add");
    const apply = printed(plan.split("To do exactly this, run:")[1]!);
    expect(apply).toEqual([`${netweft} apply changes.plan`]);
    expect(shell(apply[0]!, project)).toContain("Apply complete! Resources: 5 added");
    expect(shell(`${netweft} drift --detailed-exitcode`, project)).toContain("No drift");
    expect(shell(`${netweft} destroy --auto-approve`, project)).toContain("Destroy complete! Resources: 5 destroyed.");
  });
});
