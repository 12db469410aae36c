/** Faulty programs of a host: one call of one of them fails, is truncated, or prints garbage. */
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Backend } from "../../lib/ports/backend";
import { iproute2, type OpenShell } from "../../providers/backends/iproute2";
import { openShell } from "../../providers/transports";
import { labConfig } from "./lab";

export type Fault = "fail" | "cut" | "garble";

/** Selects the call: a shell pattern for the arguments of the program. */
export interface Call {
  readonly program: string;
  readonly words: string;
  /** Its output, for calls that print nothing on this machine's kernel. */
  readonly says?: string;
}

const PLACES = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** Replaces all digits and some letters by non-text bytes. */
const GARBLED = "tr '0-9a-f{[' '\\200-\\221'";

const DONE: Readonly<Record<Fault, (real: string) => string>> = {
  fail: () => "echo 'it is broken' >&2; exit 1",
  cut: (real) => `${real} > "$0.out"; head -c $(($(wc -c < "$0.out") / 2 - 1)) "$0.out"; exit 0`,
  garble: (real) => `${real} | ${GARBLED}; exit 0`,
};

/** A folder with all programs of the machine except some. */
export function programsWithout(hidden: readonly string[]): string {
  const folder = mkdtempSync("/run/programs.");
  const names = new Set(hidden);
  for (const place of PLACES.filter((one) => existsSync(one))) {
    for (const name of readdirSync(place)) {
      if (names.has(name)) continue;
      names.add(name);
      symlinkSync(join(place, name), join(folder, name));
    }
  }
  return folder;
}

/** Uses a driver whose host finds its programs in a folder, where one call of one of them is faulty. */
export async function withFault<T>(
  folder: string,
  fault: Fault | undefined,
  { program, words, says }: Call,
  work: (driver: Backend) => Promise<T>,
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

/** A driver of the laboratory with a custom way to start programs. */
export async function driverWith(prefix: readonly string[]): Promise<Backend> {
  const behind = (command: readonly string[]) => [...prefix, ...command];
  const open: OpenShell = (name, host, { probe, observe, apply }) =>
    openShell(name, host, { probe: behind(probe), observe: behind(observe), apply: behind(apply) });
  const opened = await iproute2(open)(labConfig());
  if (!opened.ok) throw new Error(opened.diagnostics[0]!.detail);
  return opened.value;
}
