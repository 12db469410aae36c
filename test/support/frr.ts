/** FRR for tests: zebra and bgpd of the laboratory's machine, or of a host that is a namespace. All of their files are in its tmpfs. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Fact } from "../../lib/kernel/fact";
import { command } from "./lab";
import { procText } from "./proc";
import { until } from "./until";

const DAEMONS = "/usr/lib/frr";
/** Zebra first: bgpd connects to it. */
const NAMES = ["zebra", "bgpd"] as const;

export interface Frr {
  /** Runs commands in FRR's shell; throws if one of them fails. */
  vtysh(...commands: readonly string[]): string;
  /** Runs configuration lines. */
  configure(...lines: readonly string[]): void;
  start(): Promise<void>;
  /** Stops both daemons, like a restart of the service: the running configuration is lost. */
  stop(): Promise<void>;
}

/** Starts FRR for the machine, or for the host that is this namespace. */
export async function startFrr(netns?: string): Promise<Frr> {
  const files = foldersFor(netns);
  const pathspace = netns === undefined ? [] : ["-N", netns];
  const vtysh = (...commands: readonly string[]) =>
    execFileSync("vtysh", [...pathspace, ...commands.flatMap((one) => ["-c", one])], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  const frr: Frr = {
    vtysh,
    configure: (...lines) => void vtysh("configure terminal", ...lines),
    async start() {
      for (const name of NAMES) execFileSync(...launched(name, pathspace, netns), { stdio: "ignore" });
      await until(() => /zebra.*bgpd/.test(vtysh("show daemons")), "FRR did not start.");
    },
    async stop() {
      for (const name of NAMES) await end(`${files}/${name}.pid`);
    },
  };
  await frr.start();
  return frr;
}

function launched(name: string, pathspace: readonly string[], netns: string | undefined): [string, string[]] {
  const args = [`${DAEMONS}/${name}`, ...pathspace, "-d", "-P", "0"];
  return netns === undefined ? [args[0]!, args.slice(1)] : ["nsenter", [`--net=/run/netns/${netns}`, ...args]];
}

/** FRR runs as a user of its own, and writes below /run, and crash logs below /var/tmp. */
function foldersFor(netns: string | undefined): string {
  const mounted = readFileSync("/proc/mounts", "utf8");
  for (const path of ["/etc/frr", "/var/tmp"]) {
    mkdirSync(path, { recursive: true });
    if (!mounted.includes(` ${path} tmpfs `)) command(`mount -t tmpfs -o mode=1777 lab ${path}`);
  }
  const tail = netns === undefined ? "" : `/${netns}`;
  mkdirSync(`/etc/frr${tail}`, { recursive: true });
  mkdirSync(`/run/frr${tail}`, { recursive: true });
  writeFileSync(`/etc/frr${tail}/vtysh.conf`, "");
  command(`chown -R frr:frr /etc/frr /run/frr`);
  return `/run/frr${tail}`;
}

/** Kills the process of a pid file, if it is still the one that wrote it. */
async function end(file: string): Promise<void> {
  if (!existsSync(file)) return;
  const pid = readFileSync(file, "utf8").trim();
  const isAlive = () => procText(pid, "cmdline").startsWith(DAEMONS);
  if (isAlive()) process.kill(Number(pid), "SIGTERM");
  await until(() => !isAlive(), `${file}: the daemon did not exit.`);
}

/** Configuration lines for a foreign process or neighbor. */
export function foreignBgp(facts: readonly Fact[]): readonly string[] {
  return facts.flatMap((fact) => {
    if (fact.kind === "bgp") return [`router bgp ${fact.asn}`, `bgp router-id ${fact.routerId}`];
    return fact.kind === "neighbor" ? [`neighbor ${fact.address} remote-as ${fact.asn}`] : [];
  });
}
