/**
 * Runs all test lanes that this machine supports, prints which are skipped and why, the time of each lane and its
 * slowest files, and ends with one line of counts.
 * With `CI` set, a skipped lane is a failure. `npm test -- core` runs only the named lanes.
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, relative, resolve } from "node:path";
import { FILE_SERVER, newestKernel } from "../test/support/emulated/kernel";

interface Lane {
  /** The npm script is `test:<name>`; its arguments are passed to jest. */
  readonly name: string;
  /** Without this folder the lane is not in the checkout. */
  readonly folder: string;
  /** The missing requirement of the machine, or undefined. */
  readonly missing: () => string | undefined;
}

const lanes: readonly Lane[] = [
  { name: "core", folder: "test", missing: () => undefined },
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
  {
    name: "emulated",
    folder: "test/emulated",
    missing: () =>
      notRoot() ??
      notOnPath(
        ...["qemu-system-x86_64", FILE_SERVER, "cpio", "modprobe", "busybox", "bash", "unshare", "setpriv"],
        ...["ip", "bridge", "nsenter", "sysctl", "ping", "ss", "nft", "dnsmasq", "wg"],
      ) ??
      noKernel(),
  },
  { name: "terraform", folder: "test/terraform", missing: () => notOnPath("terraform") },
  { name: "cdktf", folder: "test/cdktf", missing: () => notInReach("cdktn") },
];

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
  readonly testResults: readonly { readonly name: string; readonly startTime: number; readonly endTime: number }[];
}

/** How many of a lane's slowest files are listed. */
const SLOWEST = 10;

function main(names: readonly string[]): number {
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const lane of lanes) {
    if (!existsSync(lane.folder) || (names.length > 0 && !names.includes(lane.name))) continue;
    const counts = runLane(lane);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  const incomplete = total.skipped > 0 && Boolean(process.env.CI);
  return total.failed > 0 || total.passed === 0 || incomplete ? 1 : 0;
}

function runLane(lane: Lane): Counts {
  const reason = lane.missing();
  if (reason === undefined) return jest(lane);
  console.log(`Not run: ${lane.name} tests (${reason}).`);
  return { passed: 0, failed: 0, skipped: 1 };
}

function jest(lane: Lane): Counts {
  const folder = mkdtempSync(join(tmpdir(), "netweft-test-"));
  const file = join(folder, "report.json");
  const begin = Date.now();
  try {
    const { status } = spawnSync("npm", ["run", "--silent", `test:${lane.name}`, "--", "--json", `--outputFile=${file}`], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    const report = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Report) : undefined;
    console.log([`${seconds(Date.now() - begin)} ${lane.name}`, ...slowest(report?.testResults ?? [])].join("\n"));
    return report === undefined ? { passed: 0, failed: 1, skipped: 0 } : countsOf(report, status);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function slowest(files: Report["testResults"]): readonly string[] {
  const times = files.map(({ name, startTime, endTime }) => ({ name: relative("", name), time: endTime - startTime }));
  times.sort((a, b) => b.time - a.time);
  return times.slice(0, SLOWEST).map(({ name, time }) => `${seconds(time)}   ${name}`);
}

const seconds = (milliseconds: number) => `${String(Math.round(milliseconds / 1000)).padStart(6)} s`;

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

process.exitCode = main(process.argv.slice(2));
