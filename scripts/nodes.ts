/**
 * `npm run nodes`: the core on each later version of Node, from the packages of npm that contain its program. With each it runs the
 * built command from plan to destroy, and a part of the tests: units, and with the newest one scenarios. What is installed is removed
 * afterwards.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const UNITS = ["test/unit/api", "test/unit/net", "test/unit/nft", "test/unit/store"];
const SCENARIOS = ["test/scenarios/scenarios", "-t", "main-job|drift|import|overlay-static|plan-json|saved"];
const VERSIONS: Readonly<Record<string, readonly (readonly string[])[]>> = { "22.21.0": [UNITS], "24.9.0": [UNITS, SCENARIOS] };

const root = join(__dirname, "..");
const STACK = { resource: { netweft_bridge_network: { front: { name: "front", subnets: ["10.10.0.0/24"] } } } };
const COMMANDS = [
  ["plan", "--out", "saved.plan"],
  ["apply", "saved.plan"],
  ["drift", "--detailed-exitcode"],
  ["destroy", "--auto-approve"],
];

function installed(folder: string, version: string): string {
  const path = join(folder, version);
  mkdirSync(path);
  const name = `node-${process.platform}-${process.arch}`;
  execFileSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", path, `${name}@${version}`], {
    stdio: "ignore",
  });
  return join(path, "node_modules", name, "bin", "node");
}

/** Runs a program to its end, and says what failed. */
function passes(program: string, args: readonly string[], cwd: string): boolean {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8" });
  if (status !== 0) console.error(`${[program, ...args].join(" ")}: ${status}\n${stdout}${stderr}`);
  return status === 0;
}

function works(folder: string, version: string, runs: readonly (readonly string[])[]): boolean {
  const program = installed(folder, version);
  const stack = join(folder, version, "stack");
  mkdirSync(stack);
  writeFileSync(join(stack, "main.tf.json"), JSON.stringify(STACK));
  const isRight = passes(program, ["-e", `if (process.versions.node !== "${version}") process.exit(1)`], stack);
  const commands = COMMANDS.map((args) => passes(program, [join(root, "dist/bin/netweft.js"), ...args], stack));
  const jest = [join(root, "node_modules/jest/bin/jest.js"), "--maxWorkers", "2"];
  const tests = runs.map((args) => passes(program, [...jest, ...args], root));
  const isWhole = [isRight, ...commands, ...tests].every(Boolean);
  console.log(`Node ${version}: ${isWhole ? "works" : "FAILED"}`);
  return isWhole;
}

const folder = mkdtempSync(join(tmpdir(), "netweft-nodes-"));
try {
  process.exitCode = Object.entries(VERSIONS)
    .map(([version, runs]) => works(folder, version, runs))
    .every(Boolean)
    ? 0
    : 1;
} finally {
  rmSync(folder, { recursive: true });
}
