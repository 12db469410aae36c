/**
 * The main job on the simulated kernel, as a user would do it by hand: plan, apply, an empty plan, drift after a
 * disturbance, healing, destroy. Every command is shown with what it says, and its exit code must be the expected one.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const repository = join(__dirname, "..");
// Inside of the repository, so that the example finds the package that it imports.
const folder = join(repository, ".netweft", "demo");

interface Scene {
  readonly say: string;
  readonly args: readonly string[];
  readonly code: number;
  /** What must be said, beside the exit code. */
  readonly words?: string;
}

const address = "local web addr 10.10.0.10/24 dev eth0";
const scenes: readonly Scene[] = [
  { say: "What would be done? (exit code 2: something would)", args: ["plan", "--detailed-exitcode"], code: 2, words: "Plan: 8 to add" },
  { say: "Do it.", args: ["apply", "--auto-approve"], code: 0, words: "Apply complete! Resources: 8 added" },
  { say: "Is anything left to do? (exit code 0: nothing)", args: ["plan", "--detailed-exitcode"], code: 0, words: "No changes." },
  { say: "Somebody takes an address away by hand.", args: ["sim", "unset", address], code: 0 },
  { say: "What differs, and whose is it? (exit code 2: something does)", args: ["drift", "--detailed-exitcode"], code: 2, words: address },
  { say: "Put it right.", args: ["apply", "--auto-approve"], code: 0, words: "0 added, 1 changed, 0 destroyed" },
  { say: "Is all as it should be?", args: ["drift", "--detailed-exitcode"], code: 0 },
  { say: "Take everything away.", args: ["destroy", "--auto-approve"], code: 0, words: "Destroy complete! Resources: 8 destroyed." },
  { say: "What is left on the host? Nothing.", args: ["sim", "show"], code: 0 },
];

function play({ say, args, code, words }: Scene): boolean {
  const quoted = args.map((arg) => (arg.includes(" ") ? `'${arg}'` : arg));
  process.stdout.write(`\n# ${say}\n$ netweft ${quoted.join(" ")}\n`);
  const program = join(repository, "dist", "bin", "netweft.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: "utf8" });
  process.stdout.write(stdout + stderr);
  const fits = status === code && (words === undefined || stdout.includes(words));
  if (!fits) process.stdout.write(`\nThis was to exit with ${code}${words ? ` and to say "${words}"` : ""}; it exited with ${status}.\n`);
  return fits;
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const name of ["main.ts", "cdktf.json"]) cpSync(join(repository, "examples", "bridge", name), join(folder, name));
const done = scenes.every(play);
process.stdout.write(done ? "\nAll of it went as it should.\n" : "\nThe demonstration stopped.\n");
process.exitCode = done ? 0 : 1;
