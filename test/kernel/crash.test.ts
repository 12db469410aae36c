import { spawn } from "node:child_process";
import { once } from "node:events";
import { lineOf } from "../../lib/kernel/line";
import type { Backend } from "../../lib/ports/backend";
import { iproute2, type OpenShell } from "../../providers/backends/iproute2";
import { commands } from "../../providers/backends/iproute2/programs";
import { openShell } from "../../providers/transports";
import { dump } from "../support/by-hand";
import { emptyLab, insideLab, labConfig, snapshot, openLab, perform } from "../support/lab";
import { TIMES } from "../support/runs";
import { adding, deleting, healing, scopeOfNetwork, smallNetwork } from "../support/wanted";

insideLab();

const SIZE = 6;
const network = smallNetwork("local", SIZE);
const scope = scopeOfNetwork(SIZE);
const lines = network.map(lineOf).sort();
const seen = async (driver: Backend) => [...(await snapshot(driver, scope)).facts.values()].map(lineOf).sort();

/** A driver whose `apply` is killed, with all its child processes, after some milliseconds. */
async function mortal(milliseconds: number): Promise<Backend> {
  const shortLived: OpenShell = (name, host, programs) => {
    const apply = ["timeout", "-s", "KILL", `${milliseconds / 1000}`, ...programs.apply.slice(programs.apply.indexOf("sh"))];
    return openShell(name, host, { ...programs, apply });
  };
  const opened = await iproute2(shortLived)(labConfig());
  if (!opened.ok) throw new Error(opened.diagnostics[0]!.detail);
  return opened.value;
}

let driver: Backend;
let before: string;
beforeEach(async () => {
  emptyLab();
  driver = await openLab();
  before = dump();
});
afterEach(() => emptyLab());

/** Continues from the state that a killed script has left, to the end, and then deletes everything. */
async function recovers(): Promise<void> {
  const healed = await perform(driver, healing(network, await snapshot(driver, scope)), scope);
  expect(healed.failed?.diagnostic.detail).toBeUndefined();
  expect(await seen(driver)).toEqual(lines);
  const gone = await perform(driver, deleting(network), scope);
  expect(gone.failed?.diagnostic.detail).toBeUndefined();
  expect(dump()).toBe(before);
}

/** The current duration of the work on this machine, to be killed in the middle. */
async function duration(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

const SHARES = TIMES === 1 ? [0.3, 0.45, 0.6, 0.8] : [0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9];

test.each(SHARES)("the next run can complete and remove everything after a creating script is killed at %d of its time", async (share) => {
  const { generation } = await snapshot(driver, scope);
  const time = await duration(() => driver.run(new Map([["local", { steps: adding(network), scope, generation }]]), () => undefined));
  emptyLab();
  const killed = await perform(await mortal(time * share), adding(network), scope);
  if (killed.failed) expect(killed.failed.diagnostic.code).toBe("host-unreachable");
  await recovers();
});

test.each(SHARES.slice(1))(
  "the next run can complete and remove everything after a deleting script is killed at %d of its time",
  async (share) => {
    const { after } = await perform(driver, adding(network), scope);
    const { generation } = after!;
    const time = await duration(() => driver.run(new Map([["local", { steps: deleting(network), scope, generation }]]), () => undefined));
    await perform(driver, adding(network), scope);
    await perform(await mortal(time * share), deleting(network), scope);
    await recovers();
  },
);

/** The driver's input for the script, captured. */
async function inputOf(steps: ReturnType<typeof adding>): Promise<string> {
  let input = "";
  const catching: OpenShell = (name, host, programs) => {
    const shell = openShell(name, host, programs);
    if (!shell.ok) return shell;
    const run = shell.value.run;
    return {
      ...shell,
      value: {
        ...shell.value,
        run(call, onLine) {
          if (call.program !== "apply") return run(call, onLine);
          input = [...(call.stdin as Iterable<string>)].join("");
          return Promise.resolve({ code: 1, stderr: "caught" });
        },
      },
    };
  };
  const opened = await iproute2(catching)(labConfig());
  if (opened.ok) await perform(opened.value, steps, scope);
  return input;
}

test("a script continues to its end when its controller is gone and no process reads its output", async () => {
  const input = await inputOf(adding(network));
  const [file, ...args] = commands.apply;
  const script = spawn(file!, args, { detached: true, stdio: ["pipe", "pipe", "ignore"] });
  script.stdout.destroy();
  script.stdin.end(input);
  await once(script, "exit");
  expect(await seen(driver)).toEqual(lines);
});

test("a script with truncated input does nothing", async () => {
  const input = await inputOf(adding(network));
  const [file, ...args] = commands.apply;
  for (const part of [0, 0.5, 0.99]) {
    const script = spawn(file!, args, { detached: true, stdio: ["pipe", "ignore", "ignore"] });
    script.stdin.end(input.slice(0, Math.floor(input.length * part)));
    await once(script, "exit");
  }
  expect(dump()).toBe(before);
});

test("of two runs that observed the host at the same time, one works and the other one fails with host-changed", async () => {
  const { generation } = await snapshot(driver, scope);
  const work = new Map([["local", { steps: adding(network), scope, generation }]]);
  const other = await openLab();
  const outcomes = await Promise.all([driver.run(work, () => undefined), other.run(work, () => undefined)]);
  const codes = outcomes.map((outcome) => outcome.get("local")!.failed?.diagnostic.code);
  expect(codes.sort()).toEqual(["host-changed", undefined]);
  expect(await seen(driver)).toEqual(lines);
});
