/**
 * Starts programs from a small shell that lives as long as the test file: a process costs what its parent's memory costs, and a
 * worker of jest has much of it. In the emulated lane the shell is one of the guest, and a program takes no connection of its own.
 */
import { execFileSync, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The line that ends an order. */
const END = "#end of the order";
/** Stands around the status in an answer. */
const MARK = "\0#answer#";

/**
 * Orders are texts of the shell. The answer is the output, the status and the errors; what a program leaves in the background
 * holds no part of the conversation except its output.
 */
const LOOP = `
errors=$(mktemp)
order=
while IFS= read -r line; do
  if [ "$line" != "${END}" ]; then
    order="$order$line
"
    continue
  fi
  eval "$order" 2>"$errors" </dev/null
  printf '\\0#answer#%s\\n' "$?"
  [ ! -s "$errors" ] || while IFS= read -r line || [ -n "$line" ]; do printf '%s\\n' "$line"; done <"$errors"
  printf '\\0#answer#'
  order=
done`;

interface Starter {
  readonly orders: number;
  readonly answers: number;
}

let open: Starter | undefined;

function starter(): Starter {
  if (open) return open;
  const folder = mkdtempSync(join(tmpdir(), "starter-"));
  const [orders, answers] = [join(folder, "orders"), join(folder, "answers")];
  execFileSync("/usr/bin/mkfifo", [orders, answers]);
  // Opened for both directions first, because each alone waits for the other side.
  const both = [openSync(orders, "r+"), openSync(answers, "r+")];
  const theirs = [openSync(orders, "r"), openSync(answers, "w")] as const;
  open = { orders: openSync(orders, "w"), answers: openSync(answers, "r") };
  // Of the loop, in the guest as well: what it reads is the end of this process.
  spawn("sh", ["-c", LOOP], { detached: true, stdio: [...theirs, "inherit"] }).unref();
  for (const fd of [...both, ...theirs]) closeSync(fd);
  rmSync(folder, { recursive: true });
  return open;
}

/** Runs a text of the shell, and returns its output. Throws like `execFileSync` if its status is not 0. */
export function runText(text: string, what: string = text): string {
  const { orders, answers } = starter();
  writeAll(orders, `${text}\n${END}\n`);
  const [stdout = "", rest = ""] = answerFrom(answers).split(MARK);
  const [status = "", ...errors] = rest.split("\n");
  if (status === "0") return stdout;
  const stderr = errors.join("\n");
  throw Object.assign(new Error(`Command failed: ${what}\n${stderr}`), { status: Number(status), stdout, stderr });
}

/** Runs a program with these words, and lines on its standard input, and returns its output. */
export function runProgram(words: readonly string[], input?: readonly string[]): string {
  const line = words.map(quoted).join(" ");
  if (input === undefined) return runText(line, words.join(" "));
  const lines = input.map(quoted).join(" ");
  return runText(`printf '%s\\n' ${lines} >"$errors.in" && ${line} <"$errors.in"`, words.join(" "));
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}

/** Everything up to the second mark. */
function answerFrom(fd: number): string {
  const piece = Buffer.allocUnsafe(64 * 1024);
  const end = Buffer.from(MARK);
  const pieces: Buffer[] = [];
  for (;;) {
    const length = readSync(fd, piece);
    if (length === 0) throw new Error("The shell that starts programs has ended.");
    pieces.push(Buffer.from(piece.subarray(0, length)));
    const all = Buffer.concat(pieces.splice(0));
    pieces.push(all);
    const last = all.subarray(-end.length).equals(end);
    if (last && all.indexOf(end) < all.length - end.length) return all.toString("utf8");
  }
}
