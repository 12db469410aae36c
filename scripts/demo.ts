/**
 * The main workflow on the simulated kernel, as a user runs it: plan, apply, an empty plan, drift after a
 * manual change, repair, destroy. Every command is shown with its output, and its exit code must be the expected one.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const repository = join(__dirname, "..");
// Inside the repository, so that the example resolves the package that it imports.
const folder = join(repository, ".netweft", "demo");

interface Scene {
  readonly say: string;
  readonly args: readonly string[];
  readonly code: number;
  /** Expected output, beside the exit code. */
  readonly words?: string;
}

const address = "local web addr 10.10.0.10/24 dev eth0";
const scenes: readonly Scene[] = [
  { say: "Preview the changes. (exit code 2: there are some)", args: ["plan", "--detailed-exitcode"], code: 2, words: "Plan: 8 to add" },
  { say: "Apply them.", args: ["apply", "--auto-approve"], code: 0, words: "Apply complete! Resources: 8 added" },
  { say: "Plan again. (exit code 0: no changes)", args: ["plan", "--detailed-exitcode"], code: 0, words: "No changes." },
  { say: "Delete an address by hand.", args: ["sim", "unset", address], code: 0 },
  {
    say: "Detect the drift, with its owner. (exit code 2: there is drift)",
    args: ["drift", "--detailed-exitcode"],
    code: 2,
    words: address,
  },
  { say: "Repair it.", args: ["apply", "--auto-approve"], code: 0, words: "0 added, 1 changed, 0 destroyed" },
  { say: "Check again. (exit code 0: no drift)", args: ["drift", "--detailed-exitcode"], code: 0 },
  { say: "Destroy everything.", args: ["destroy", "--auto-approve"], code: 0, words: "Destroy complete! Resources: 8 destroyed." },
  { say: "No object is left. Forwarding stays on, because other programs may rely on it by now.", args: ["sim", "show"], code: 0 },
];

function play({ say, args, code, words }: Scene): boolean {
  const quoted = args.map((arg) => (arg.includes(" ") ? `'${arg}'` : arg));
  process.stdout.write(`\n# ${say}\n$ netweft ${quoted.join(" ")}\n`);
  const program = join(repository, "dist", "bin", "netweft.js");
  // Both outputs in their order, as on a terminal: a plan says what stands above it.
  const merged = ["-c", 'exec "$@" 2>&1', "sh", process.execPath, program, ...args];
  const { status, stdout } = spawnSync("sh", merged, { cwd: folder, encoding: "utf8" });
  process.stdout.write(stdout);
  const fits = status === code && (words === undefined || stdout.includes(words));
  if (!fits) process.stdout.write(`\nExpected exit code ${code}${words ? ` and the output "${words}"` : ""}; got exit code ${status}.\n`);
  return fits;
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const name of ["main.ts", "cdktf.json"]) cpSync(join(repository, "examples", "bridge", name), join(folder, name));
const done = scenes.every(play);
process.stdout.write(done ? "\nEvery command had the expected result.\n" : "\nThe demonstration stopped.\n");
process.exitCode = done ? 0 : 1;
