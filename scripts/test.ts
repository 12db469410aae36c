/**
 * Runs all test lanes that this machine supports side by side, prints which are skipped and why, and the slowest files of each
 * lane. It ends with a table of the time of each lane, with all failures once more, and with one line of counts. The output of a lane
 * is printed in one piece when it has ended.
 * With `CI` set, a skipped lane is a failure. `npm test -- core` runs only the named lanes.
 */
import { spawn, spawnSync } from "node:child_process";
import { accessSync, closeSync, constants, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, relative, resolve } from "node:path";
import { FILE_SERVER, newestKernel } from "../test/support/emulated/kernel";
import { postgresFolder } from "../test/support/postgres";

interface Lane {
  /** The npm script is `test:<name>`; its arguments are passed to jest. */
  readonly name: string;
  /** Without this folder the lane is not in the checkout. */
  readonly folder: string;
  /** The missing requirement of the machine, or undefined. */
  readonly missing: () => string | undefined;
}

/** In the order in which they start: the longest first. */
const lanes: readonly Lane[] = [
  {
    name: "kernel",
    folder: "test/kernel",
    missing: () =>
      notRoot() ??
      notOnPath(
        ...["unshare", "setpriv", "ip", "bridge", "nsenter", "sysctl", "ping", "ss", "nft", "iptables-nft", "iptables-legacy", "conntrack"],
        ...["dnsmasq", "podman", "busybox", "socat", "vtysh", "/usr/lib/frr/zebra", "/usr/lib/frr/bgpd", "ssh", "sshd"],
        ...["wg", "wireguard-go", "tcpdump", "terraform"],
      ),
  },
  { name: "core", folder: "test", missing: () => undefined },
  {
    name: "emulated",
    folder: "test/emulated",
    missing: () =>
      notRoot() ??
      notOnPath(
        ...["qemu-system-x86_64", FILE_SERVER, "cpio", "modprobe", "busybox", "bash", "unshare", "setpriv", "ssh", "ssh-keygen", "socat"],
        ...["/usr/sbin/sshd", "ip", "bridge", "nsenter", "sysctl", "ping", "ss", "nft", "dnsmasq", "wg", "tcpdump"],
      ) ??
      noKernel(),
  },
  { name: "terraform", folder: "test/terraform", missing: () => notOnPath("terraform") ?? noPostgres() },
  { name: "cdktf", folder: "test/cdktf", missing: () => notInReach("cdktn") },
  { name: "page", folder: "test/page", missing: () => notOnPath("chromium") },
];

function noPostgres(): string | undefined {
  return postgresFolder() === undefined ? "postgresql is not installed" : undefined;
}

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** The part of jest's report (`--json`) that is used. Times are milliseconds since the epoch. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly TestFile[];
}

interface TestFile {
  readonly name: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly status: string;
  /** The messages of all its failures. */
  readonly message: string;
}

/** How many lanes run at the same time. Three keep two processors busy where one of them waits. */
const SIDE_BY_SIDE = 3;

/** How many of a lane's slowest files are listed. */
const SLOWEST = 10;

/** How many lines of a file's failures are repeated at the end: of their beginning, and as many of their end, where a command's error is. */
const REPEATED = 30;

/** What a lane printed, with its slowest files, its failures once more, its counts, and its times in seconds. */
interface Ran {
  readonly lane: string;
  readonly text: string;
  readonly failures: readonly string[];
  readonly counts: Counts;
  readonly wall: number;
  /** Of all its processes. */
  readonly processor: number;
}

async function main(names: readonly string[]): Promise<number> {
  const begin = Date.now();
  const wanted = lanes.filter(({ name, folder }) => existsSync(folder) && (names.length === 0 || names.includes(name)));
  const [waiting, finished] = [[...wanted], new Map<Lane, Ran>()];
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => inTurn(waiting, finished)));
  const rans = wanted.map((lane) => finished.get(lane)!);
  const total = totalOf(rans.map(({ counts }) => counts));
  const all = { lane: "all", wall: secondsSince(begin), processor: sum(rans.map(({ processor }) => processor)), counts: total };
  console.log(["", ...table([...rans, all])].join("\n"));
  for (const failure of rans.flatMap(({ failures }) => failures)) console.log(`\nFAILED ${failure}`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  const incomplete = total.skipped > 0 && Boolean(process.env.CI);
  return total.failed > 0 || total.passed === 0 || incomplete ? 1 : 0;
}

/** The table of CONTRIBUTING. */
function table(rows: readonly Omit<Ran, "text" | "failures">[]): readonly string[] {
  const minutes = (seconds: number) => (seconds / 60).toFixed(1);
  return [
    "| Lane | Minutes | Processor minutes | Passed | Failed |",
    "|---|---|---|---|---|",
    ...rows.map(
      ({ lane, wall, processor, counts: { passed, failed } }) =>
        `| ${[lane, minutes(wall), minutes(processor), passed, failed].join(" | ")} |`,
    ),
  ];
}

function totalOf(counts: readonly Counts[]): Counts {
  const of = (name: keyof Counts) => sum(counts.map((one) => one[name]));
  return { passed: of("passed"), failed: of("failed"), skipped: of("skipped") };
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

/** Runs one lane after the other until none waits, and prints each when it has ended. */
async function inTurn(waiting: Lane[], rans: Map<Lane, Ran>): Promise<void> {
  for (let lane = waiting.shift(); lane !== undefined; lane = waiting.shift()) {
    const ran = await runLane(lane);
    console.log(ran.text);
    rans.set(lane, ran);
  }
}

async function runLane(lane: Lane): Promise<Ran> {
  const reason = lane.missing();
  if (reason === undefined) return jest(lane);
  const text = `Not run: ${lane.name} tests (${reason}).`;
  return { lane: lane.name, text, failures: [], counts: { passed: 0, failed: 0, skipped: 1 }, wall: 0, processor: 0 };
}

async function jest(lane: Lane): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), "netweft-test-"));
  const [file, log] = ["report.json", "log"].map((name) => join(folder, name)) as [string, string];
  const begin = Date.now();
  try {
    const status = await ended(["npm", "run", "--silent", `test:${lane.name}`, "--", "--json", `--outputFile=${file}`], log);
    const report = reportIn(file);
    const wall = secondsSince(begin);
    const counts = report === undefined ? { passed: 0, failed: 1, skipped: 0 } : countsOf(report, status);
    const printed = readFileSync(log, "utf8").trimEnd();
    const failures = report === undefined ? [`${lane.name}: no report\n${lastLines(printed)}`] : failuresIn(report.testResults);
    const text = [printed, `${padded(wall)} ${lane.name}`, ...slowest(report?.testResults ?? [])].join("\n");
    return { lane: lane.name, text, failures, counts, wall, processor: processorTime(printed) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Undefined if there is none, or if the runner ended while it wrote it. */
function reportIn(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Report;
  } catch {
    return undefined;
  }
}

/** Adds the processor time of the command and of all its children to its messages. */
const TIMED = "TIMEFORMAT='Processor time: %U s, and %S s in the kernel'; time \"$@\"";

function processorTime(printed: string): number {
  const [, user = "0", system = "0"] = /Processor time: ([\d.]+) s, and ([\d.]+) s in the kernel$/.exec(printed) ?? [];
  return Number(user) + Number(system);
}

/** Runs a command with its messages in this file, and returns its exit status; null if it was killed or cannot be started. */
function ended(command: readonly string[], log: string): Promise<number | null> {
  const messages = openSync(log, "w");
  const child = spawn("bash", ["-c", TIMED, "bash", ...command], { stdio: ["ignore", "ignore", messages] });
  closeSync(messages);
  return new Promise((resolve) => child.once("error", () => resolve(null)).once("exit", resolve));
}

/** The end of a long log is what is read first; the failures are repeated there. */
function failuresIn(files: Report["testResults"]): readonly string[] {
  const failed = files.filter(({ status }) => status === "failed");
  return failed.map(({ name, message }) => `${relative("", name)}\n${bothEnds(message.trimEnd().split("\n")).join("\n")}`);
}

function bothEnds(lines: readonly string[]): readonly string[] {
  const between = lines.length - 2 * REPEATED;
  if (between <= 1) return lines;
  return [...lines.slice(0, REPEATED), `… ${between} lines …`, ...lines.slice(-REPEATED)];
}

const lastLines = (text: string) =>
  text
    .split("\n")
    .slice(-2 * REPEATED)
    .join("\n");

function slowest(files: Report["testResults"]): readonly string[] {
  const times = files.map(({ name, startTime, endTime }) => ({ name: relative("", name), time: (endTime - startTime) / 1000 }));
  times.sort((a, b) => b.time - a.time);
  return times.slice(0, SLOWEST).map(({ name, time }) => `${padded(time)}   ${name}`);
}

const padded = (seconds: number) => `${String(Math.round(seconds)).padStart(6)} s`;

const secondsSince = (begin: number) => (Date.now() - begin) / 1000;

/** A test file that could not run counts as one failure, and so does a runner that failed without a report. */
function countsOf(report: Report, status: number | null): Counts {
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && status !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function notRoot(): string | undefined {
  return process.getuid?.() === 0 ? undefined : "needs root";
}

/** The installed package is not enough: its files may be missing. */
function noKernel(): string | undefined {
  return newestKernel() === undefined ? "no /boot/vmlinuz-*-cloud-amd64 with its modules in /lib/modules" : undefined;
}

/** Programs are searched in PATH; an absolute path is checked itself. */
function notOnPath(...programs: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const absent = programs.filter((program) => !folders.some((folder) => executable(resolve(folder, program))));
  return absent.length > 0 ? `not installed: ${absent.join(", ")}` : undefined;
}

/** Whether the package registry is reachable: some tests install packages like users. */
function notInReach(name: string): string | undefined {
  const { status } = spawnSync("npm", ["view", name, "name"], { stdio: "ignore", timeout: 20_000 });
  return status === 0 ? undefined : "the package registry is out of reach";
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

void main(process.argv.slice(2)).then((status) => (process.exitCode = status));
