/**
 * The environment of tests on a real kernel: a private network namespace that is the machine, and a driver for it. It is created
 * by `lab.sh`; a test file started anywhere else fails before it changes anything.
 */
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import type { Backend, Observation, Outcome, Scope } from "../../lib/ports/backend";
import { ROOT } from "../../lib/kernel/fact";
import type { Step } from "../../lib/kernel/step";
import type { HostConfig, ProviderConfig } from "../../lib/resources/provider";
import { iproute2 } from "../../providers/backends/iproute2";
import { openShell } from "../../providers/transports";
import { uncoverAll } from "./cover";
import { plainHost } from "./hosts";
import { procText } from "./proc";
import { runProgram, runText } from "./starter";

/** Throws unless this process is in a laboratory. Every kernel test file calls it first. */
export function insideLab(): void {
  if (process.env.NETWEFT_LAB === readlinkSync("/proc/self/ns/net")) return;
  throw new Error(
    "Kernel tests change the network they run in. Run them with `npm run test:kernel` or `npm run test:emulated` (as root), which give them one of their own.",
  );
}

/** A provider configuration with these hosts and default values. */
export function labConfig(hosts: ProviderConfig["hosts"] = { local: hostConfig() }): ProviderConfig {
  return {
    backend: "iproute2",
    simulated: { file: ".netweft/simulated.json", latency_ms: 0, faults: [], lacks: [], connections: null },
    hosts,
    address_pools: [{ cidr: "10.128.0.0/10", size: 24 }],
    stack: "lab",
    host_firewall: "observe",
    host_forwarding: "keep-closed",
    mark_mask: "0x0f000000",
  };
}

/** A host of the provider configuration: this machine, or the named namespace of it. */
export function hostConfig(netns: string | null = null): HostConfig {
  return { ...plainHost, connection: netns === null ? "local" : "netns", netns };
}

export async function openLab(config: ProviderConfig = labConfig()): Promise<Backend> {
  const opened = await iproute2(openShell)(config);
  if (!opened.ok) throw new Error(opened.diagnostics[0]!.detail);
  return opened.value;
}

/** The common prefix of the host's own files about the laboratory's machine. */
export function hostFiles(): string {
  return `/run/netweft/${/\d+/.exec(readlinkSync("/proc/self/ns/net"))![0]}`;
}

/** A scope over these namespaces. */
export function scopeOf(netns: readonly string[], extra: Partial<Scope> = {}): Scope {
  return { netns, adopt: {}, sysctls: [], ...extra };
}

/** The observation of one host; an unreadable host fails the test. */
export async function snapshot(driver: Backend, scope: Scope, host = "local"): Promise<Observation> {
  const observation = (await driver.observe(new Map([[host, scope]]))).get(host)!;
  if (!observation.ok) throw new Error(observation.diagnostics.map(({ detail }) => detail).join("\n"));
  return observation.value;
}

/** Observes the host, runs the steps, and returns the outcome. */
export async function perform(
  driver: Backend,
  steps: readonly Step[],
  scope: Scope,
  host = "local",
  secrets?: ReadonlyMap<string, string>,
): Promise<Outcome> {
  const { generation } = await snapshot(driver, scope, host);
  const work = { steps, scope, generation, ...(secrets && { secrets }) };
  return (await driver.run(new Map([[host, work]]), () => undefined)).get(host)!;
}

/** Runs one command, as another program on the machine, and returns its output. */
export function command(line: string): string {
  return runProgram(line.split(" "));
}

/** Runs a batch of `ip` lines at the root of the laboratory, or in one of its namespaces. */
export function ipBatch(lines: readonly string[], netns: string = ROOT): void {
  runProgram([...(netns === ROOT ? [] : ["nsenter", `--net=/run/netns/${netns}`]), "ip", "-batch", "-"], lines);
}

/** Name servers outlive the driver that started them. They are identified by their files in this laboratory's /run. */
function endNameServers(): void {
  for (const folder of foldersOfNames()) {
    for (const file of ["keeper", "pid"]) {
      const pid = textOf(`${folder}/${file}`).trim();
      if (pid !== "" && procText(pid, "cmdline").includes(`${folder}/conf`)) process.kill(Number(pid), "SIGKILL");
    }
    rmSync(folder, { recursive: true, force: true });
  }
  for (const netns of existsSync("/etc/netns") ? readdirSync("/etc/netns") : []) rmSync(`/etc/netns/${netns}`, { recursive: true });
}

/** The folders of all name servers in the laboratory. */
export function foldersOfNames(): readonly string[] {
  const all = existsSync("/run/netweft") ? readdirSync("/run/netweft").filter((name) => name.endsWith(".names")) : [];
  return all.flatMap((name) => readdirSync(`/run/netweft/${name}`).map((bridge) => `/run/netweft/${name}/${bridge}`));
}

/** The wireguard-go devices in the laboratory, each with its process; identified by their sockets in its /run. */
export function keptDevices(): ReadonlyMap<string, number> {
  const folder = "/run/wireguard";
  const names = new Set(existsSync(folder) ? readdirSync(folder).map((file) => file.replace(/\.sock$/, "")) : []);
  if (names.size === 0) return new Map();
  const ours = linkAt("/proc/self/ns/mnt");
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && linkAt(`/proc/${name}/ns/mnt`) === ours);
  return new Map(
    pids.flatMap((pid) => {
      const [program = "", name = ""] = procText(pid, "cmdline").split("\0");
      return program.endsWith("wireguard-go") && names.has(name) ? [[name, Number(pid)] as const] : [];
    }),
  );
}

/** A namespace exists as long as a process is in it, and its ports stay in use. */
function endTunnels(): void {
  for (const pid of keptDevices().values()) process.kill(pid, "SIGKILL");
  for (let tries = 0; tries < 100 && keptDevices().size > 0; tries++) command("sleep 0.05");
  rmSync("/run/wireguard", { recursive: true, force: true });
}

function linkAt(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/**
 * What other programs and Netweft left in the kernel's tables. The kernel can be an emulated one, so a program asks it, and each
 * program does as much as it can. `ip` takes the family of rules and routes from its own options.
 */
const EMPTY_TABLES = String.raw`
nft flush ruleset
xfrm=
[ ! -e /proc/net/xfrm_stat ] || xfrm='xfrm state flush
xfrm policy flush'
for family in -4 -6; do
  ip $family -batch - >"$TMPDIR/rules" <<END
rule show
addr flush dev lo scope global
route flush table all type blackhole
route flush table all type unreachable
$xfrm
END
  xfrm=
  while IFS=: read -r priority what; do
    case $priority:$what in
      0:*lookup\ local* | 32766:*lookup\ main* | 32767:*lookup\ default*) ;;
      *) ip $family rule del priority "$priority" ;;
    esac
  done <"$TMPDIR/rules"
done`;

/**
 * Deletes all namespaces, and then the links that are left. Batches of ip have a syntax of their own for quotes; a link may have been
 * the peer of the one before.
 */
const EMPTY_NAMESPACES = String.raw`
for path in /run/netns/* /run/netns/.[!.]*; do
  [ -e "$path" ] || [ -L "$path" ] || continue
  name=${"$"}{path##*/}
  case $name in *[!a-zA-Z0-9_.-]*) ip netns del "$name" ;; *) echo "netns del $name" ;; esac
done >"$TMPDIR/deletions"
[ ! -s "$TMPDIR/deletions" ] || ip -batch "$TMPDIR/deletions"
while IFS=: read -r name counters; do
  name=${"$"}{name##* }
  case $counters:$name in :* | *:lo | *:ifb[0-9]* | *:tunl[0-9]* | *:sit[0-9]* | *:ip6tnl[0-9]*) ;; *) echo "link del $name" ;; esac
done </proc/net/dev >"$TMPDIR/deletions"
[ ! -s "$TMPDIR/deletions" ] || ip -force -batch "$TMPDIR/deletions" 2>"$TMPDIR/rules" || :`;

/** Removes everything that tests have created in the laboratory. */
export function emptyLab(): void {
  uncoverAll();
  endNameServers();
  endTunnels();
  runText(`(\nset -eu\n${EMPTY_TABLES}\n${EMPTY_NAMESPACES}\n)`, "emptyLab");
}
