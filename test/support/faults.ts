/** Programs of a host that go wrong: one call of one of them fails, is cut off, or prints what is not an answer. */
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Driver } from "../../lib/io";
import { iproute2, type OpenShell } from "../../providers/iproute2";
import { openShell } from "../../providers/shell";
import { labConfig } from "./lab";

export type Fault = "fail" | "cut" | "garble";

/** Which call it is: a pattern of the shell's for the words that the program is called with. */
export interface Call {
  readonly program: string;
  readonly words: string;
  /** What it would print, where this machine's kernel has nothing to say. */
  readonly says?: string;
}

const PLACES = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** Bytes that are no text in the place of all digits and some letters. */
const GARBLED = "tr '0-9a-f{[' '\\200-\\221'";

const DONE: Readonly<Record<Fault, (real: string) => string>> = {
  fail: () => "echo 'it is broken' >&2; exit 1",
  cut: (real) => `${real} > "$0.said"; head -c $(($(wc -c < "$0.said") / 2 - 1)) "$0.said"; exit 0`,
  garble: (real) => `${real} | ${GARBLED}; exit 0`,
};

/** A folder with all programs of the machine but some. */
export function programsWithout(hidden: readonly string[]): string {
  const folder = mkdtempSync("/run/programs.");
  const seen = new Set(hidden);
  for (const place of PLACES.filter((one) => existsSync(one))) {
    for (const name of readdirSync(place)) {
      if (seen.has(name)) continue;
      seen.add(name);
      symlinkSync(join(place, name), join(folder, name));
    }
  }
  return folder;
}

/** Does something with a driver whose host finds its programs in a folder, and one call of one of them goes wrong. */
export async function withFault<T>(
  folder: string,
  fault: Fault | undefined,
  { program, words, says }: Call,
  work: (driver: Driver) => Promise<T>,
): Promise<T> {
  const faulty = mkdtempSync("/run/faults.");
  if (fault) {
    if (says !== undefined) writeFileSync(join(faulty, "says"), says);
    const real = says === undefined ? `${folder}/${program} "$@"` : `cat ${faulty}/says`;
    const text = `#!/bin/sh\ncase "$*" in\n${words}) ${DONE[fault](real)} ;;\nesac\nexec ${folder}/${program} "$@"\n`;
    writeFileSync(join(faulty, program), text, { mode: 0o755 });
  }
  try {
    return await work(await driverWith(["env", `PATH=${faulty}:${folder}`]));
  } finally {
    rmSync(faulty, { recursive: true });
  }
}

/** A driver of the laboratory whose programs are started by others. */
export async function driverWith(prefix: readonly string[]): Promise<Driver> {
  const behind = (command: readonly string[]) => [...prefix, ...command];
  const open: OpenShell = (name, host, { probe, observe, apply }) =>
    openShell(name, host, { probe: behind(probe), observe: behind(observe), apply: behind(apply) });
  const opened = await iproute2(open)(labConfig());
  if (!opened.ok) throw new Error(opened.diagnostics[0]!.detail);
  return opened.value;
}
