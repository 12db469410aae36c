/** Faulty programs of a host: some of their calls fail, are truncated, or print garbage. */
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
  /** Its own fault, whatever that of the others is. */
  readonly fault?: Fault;
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

/** Uses a driver whose host finds its programs in a folder, where these calls of them have the same fault. */
export async function withFaults<T>(
  folder: string,
  fault: Fault,
  calls: readonly Call[],
  work: (driver: Backend) => Promise<T>,
): Promise<T> {
  const faulty = mkdtempSync("/run/faults.");
  for (const program of new Set(calls.map((one) => one.program))) {
    const branches = calls.flatMap((one, n) => (one.program === program ? [branch(faulty, folder, DONE[one.fault ?? fault], one, n)] : []));
    const text = `#!/bin/sh\ncase "$*" in\n${branches.join("\n")}\nesac\nexec ${folder}/${program} "$@"\n`;
    writeFileSync(join(faulty, program), text, { mode: 0o755 });
  }
  try {
    return await work(await driverWith(["env", `PATH=${faulty}:${folder}`]));
  } finally {
    rmSync(faulty, { recursive: true });
  }
}

function branch(faulty: string, folder: string, done: (real: string) => string, { program, words, says }: Call, n: number): string {
  const said = join(faulty, `says.${n}`);
  if (says !== undefined) writeFileSync(said, says);
  return `${words}) ${done(says === undefined ? `${folder}/${program} "$@"` : `cat ${said}`)} ;;`;
}

/** A driver of the laboratory with a custom way to start programs. */
export async function driverWith(prefix: readonly string[]): Promise<Backend> {
  const behind = (command: readonly string[]) => [...prefix, ...command];
  const open: OpenShell = (name, host, { probe, observe, apply, follow, arm, disarm }) =>
    openShell(name, host, {
      ...{ probe: behind(probe), observe: behind(observe), apply: behind(apply), follow: behind(follow) },
      ...{ arm: behind(arm), disarm: behind(disarm) },
    });
  const opened = await iproute2(open)(labConfig());
  if (!opened.ok) throw new Error(opened.diagnostics[0]!.detail);
  return opened.value;
}
