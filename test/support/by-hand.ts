/** Creates facts on the laboratory's machine as another program would, without Netweft and without its marks. */
import { spawn, type ChildProcess } from "node:child_process";
import { readlinkSync } from "node:fs";
import type { Fact, FactOf } from "../../lib/kernel/fact";
import { command, ipBatch } from "./lab";
import { factOf } from "./test-driver";
import { until } from "./until";

/** Creates the facts of these canonical lines at the root. Two consecutive links of type veth are one pair. */
export function makeByHand(lines: readonly string[]): void {
  const facts = lines.map(factOf);
  const veths = facts.filter((fact): fact is FactOf<"link"> => fact.kind === "link" && fact.type === "veth");
  ipBatch(facts.flatMap((fact) => (isSecond(veths, fact) ? [] : linesFor(fact, veths))));
}

function isSecond(veths: readonly Fact[], fact: Fact): boolean {
  return veths.indexOf(fact) % 2 === 1;
}

function linesFor(fact: Fact, veths: readonly FactOf<"link">[]): readonly string[] {
  switch (fact.kind) {
    case "link":
      return fact.type === "veth"
        ? pair(fact, veths[veths.indexOf(fact) + 1]!)
        : [`link add name ${fact.name} address ${fact.mac} type ${fact.type}`, ...state(fact)];
    case "port":
      return [`link set ${fact.dev} master ${fact.bridge}`];
    case "addr":
      return [`addr add ${fact.address} dev ${fact.dev}`];
    case "route":
      return [`route add ${fact.destination} via ${fact.via} dev ${fact.dev} proto ${fact.learned ? "ra" : fact.proto}`];
    case "rule":
      return [
        `rule add priority ${fact.priority} ${fact.also?.join(" ") ?? ""} from ${fact.from} lookup ${fact.table} protocol ${fact.proto}`,
      ];
    case "proxy":
      return [`neigh add proxy ${fact.address} dev ${fact.dev} protocol ${fact.proto}`];
    case "xfrm":
      return [`xfrm policy add ${selector(fact)} priority 5 action ${fact.reqid === 0 ? "block" : "allow"} ${template(fact)}`];
    case "sa":
      return [`xfrm state add src ${fact.src} dst ${fact.dst} proto esp spi 0x1157 reqid ${fact.reqid} mode transport ${SUITE}`];
    default:
      throw new Error(`cannot be created by hand: ${fact.kind}`);
  }
}

/** Other algorithms than ours. */
const SUITE = `auth hmac(sha256) 0x${"5".repeat(64)} enc cbc(aes) 0x${"6".repeat(64)}`;

function selector({ direction, src, dst, port }: FactOf<"xfrm">): string {
  return `src ${src} dst ${dst} proto udp dport ${port} dir ${direction}`;
}

function template({ src, dst, reqid }: FactOf<"xfrm">): string {
  return reqid === 0 ? "" : `tmpl src ${src} dst ${dst} proto esp reqid ${reqid} mode transport level use`;
}

function pair(first: FactOf<"link">, second: FactOf<"link">): readonly string[] {
  return [
    `link add name ${first.name} address ${first.mac} type veth peer name ${second.name} address ${second.mac}`,
    ...state(first),
    ...state(second),
  ];
}

function state({ name, mtu, up }: FactOf<"link">): readonly string[] {
  return [`link set ${name} mtu ${mtu}`, `link set ${name} ${up ? "up" : "down"}`];
}

/** A process in a network namespace of its own, like a container. */
export interface Container {
  /** The path of its namespace. */
  readonly path: string;
  /** Kills it, and waits until it is gone. */
  end(): Promise<void>;
}

export async function container(): Promise<Container> {
  const own = readlinkSync("/proc/self/ns/net");
  const child: ChildProcess = spawn("unshare", ["--net", "sleep", "600"], { stdio: "ignore" });
  const path = `/proc/${child.pid}/ns/net`;
  await until(() => readlinkSync(path) !== own, "The container does not start.");
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const end = () => {
    child.kill("SIGKILL");
    return gone;
  };
  return { path, end };
}

/** The maximum number of checks for duplicate address detection, which takes a second or two. */
const MOST_LOOKS = 300;

/**
 * ip's complete output for the laboratory's root, without counters, for comparisons. Waits for the end of
 * duplicate address detection, during which the kernel changes addresses and routes itself.
 */
export function dump(): string {
  for (let n = 0; n < MOST_LOOKS && command("ip -6 addr show tentative -dadfailed") !== ""; n++) command("sleep 0.1");
  return ["ip -d link show", "ip addr show", "ip route show table all", "ip -6 route show table all", "ip rule show"]
    .map(command)
    .join("\n");
}

/** The output of `ip -br` without what the kernel changes by itself a moment after links are up. */
export const settled = (text: string) => text.replace(/ (?:DOWN|UP|UNKNOWN) +/g, " ").replace(/NO-CARRIER,|,LOWER_UP| fe80::\S+/g, "");
