/** Drift reports and a watch on a real kernel, inside a laboratory (see `drift.ts`): prints their times in seconds as JSON. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { machineBackends } from "../api/machine";
import type { Backends } from "../lib/ports/backend";
import type { ProviderConfig } from "../lib/resources/provider";
import { command, insideLab } from "../test/support/lab";
import { netweft as inProcess } from "../test/support/netweft";
import { procText } from "../test/support/proc";
import { middle } from "./laboratory";
import { netweft, NETWEFT } from "./measure";
import { topology } from "./topology";

export interface DriftFigures {
  /** The command, and the observation of the host in it. */
  readonly report: number;
  readonly observation: number;
  /** The same as a process of its own. */
  readonly process: number;
  /** Between an address that is deleted and its finding, of a watch. */
  readonly found: number;
  /** Processor time of the watch with all its programs while nothing happens: in a second, and in the minute with a whole reading. */
  readonly idle: number;
  readonly minute: number;
}

const ROUNDS = 3;

/** Of a host, after a reading, in milliseconds. */
const LONGEST_REST = 30_000;

const ARGS = ["--backend", "iproute2"];

/** The machine's backend, which notes how long observations take. */
function timed(note: (seconds: number) => void): Backends<ProviderConfig> {
  return {
    iproute2: async (config) => {
      const opened = await machineBackends["iproute2"]!(config);
      if (!opened.ok) return opened;
      const observe: typeof opened.value.observe = async (...scopes) => {
        const begin = performance.now();
        const answers = await opened.value.observe(...scopes);
        note((performance.now() - begin) / 1000);
        return answers;
      };
      return { ...opened, value: { ...opened.value, observe } };
    },
  };
}

async function reports(cwd: string): Promise<Pick<DriftFigures, "report" | "observation">> {
  const rounds: { report: number; observation: number }[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    let observation = 0;
    const begin = performance.now();
    const { code, stdout } = await inProcess(["drift", "--detailed-exitcode", ...ARGS], {
      cwd,
      others: { drivers: timed((seconds) => (observation += seconds)) },
    });
    if (code !== 0) throw new Error(`drift ended with ${code}: ${stdout.slice(-1000)}`);
    rounds.push({ report: (performance.now() - begin) / 1000, observation });
  }
  // The first loads the modules.
  const warm = rounds.slice(1).sort((a, b) => a.report / a.observation - b.report / b.observation);
  return warm[Math.floor(warm.length / 2)]!;
}

/** Its events, each awaited by its type. */
function eventsOf(child: ChildProcess): (type: string) => Promise<void> {
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  return async (type) => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`the watch ended before an event "${type}"`);
      if ((JSON.parse(value) as { type: string }).type === type) return;
    }
  };
}

/** Ticks of a hundredth of a second of a process, of its programs that have ended, and of those that run. */
function ticksOf(pid: string): number {
  const fields = (one: string) =>
    procText(one, "stat")
      .replace(/^.*\) /s, "")
      .split(" ");
  const all = new Map(readdirSync("/proc").flatMap((one) => (/^\d+$/.test(one) ? [[one, fields(one)] as const] : [])));
  const below = (of: string): readonly string[] => [...all].flatMap(([one, [, parent]]) => (parent === of ? [one, ...below(one)] : []));
  const used = (one: string) => (all.get(one) ?? []).slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
  return [pid, ...below(pid)].reduce((sum, one) => sum + used(one), 0);
}

/** Processor seconds in each second. */
async function load(pid: string, seconds: number): Promise<number> {
  const before = ticksOf(pid);
  await sleep(seconds * 1000);
  return (ticksOf(pid) - before) / 100 / seconds;
}

/** A watch for some work, which begins when a host rests no longer after its first reading. */
async function watching<T>(cwd: string, args: readonly string[], work: (pid: string, next: (type: string) => Promise<void>) => Promise<T>) {
  const child = spawn(process.execPath, [NETWEFT, "watch", "--json", ...args, ...ARGS], { cwd, stdio: ["ignore", "pipe", "inherit"] });
  const next = eventsOf(child);
  try {
    await next("watching");
    await sleep(LONGEST_REST);
    return await work(String(child.pid), next);
  } finally {
    child.kill("SIGINT");
  }
}

/** Seconds until the address of a container that is deleted is found; it is made again. */
async function timeToFind(name: string, next: (type: string) => Promise<void>): Promise<number> {
  const address = /inet (\S+)/.exec(command(`ip -n ${name} -o -4 addr show dev eth0`))![1]!;
  const begin = performance.now();
  command(`ip -n ${name} addr del ${address} dev eth0`);
  await next("found");
  const found = (performance.now() - begin) / 1000;
  command(`ip -n ${name} addr add ${address} dev eth0`);
  command(`ip -n ${name} route add default via ${address.replace(/\.\d+\/\d+$/, ".1")} proto 157`);
  await next("resolved");
  await sleep(10_000);
  return found;
}

async function watched(cwd: string): Promise<Pick<DriftFigures, "found" | "idle" | "minute">> {
  const byEvents = await watching(cwd, ["--interval", "3600s"], async (pid, next) => {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) times.push(await timeToFind(`c${round}`, next));
    return { found: middle(times), idle: await load(pid, 20) };
  });
  return { ...byEvents, minute: await watching(cwd, [], (pid) => load(pid, 60)) };
}

async function figures(endpoints: number): Promise<DriftFigures> {
  const folder = mkdtempSync(join(tmpdir(), "netweft-bench-"));
  try {
    writeFileSync(join(folder, "main.tf.json"), topology(endpoints));
    netweft(folder, ["apply", "--auto-approve", ...ARGS]);
    const report = await reports(folder);
    const process = netweft(folder, ["drift", "--detailed-exitcode", ...ARGS]).seconds;
    return { ...report, process, ...(await watched(folder)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

insideLab();
void figures(Number(process.argv[2])).then((all) => process.stdout.write(JSON.stringify(all)));
