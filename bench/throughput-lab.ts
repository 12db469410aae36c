/**
 * TCP streams in sequence inside a laboratory (see `throughput.ts`), `throughput-lab.ts SECONDS`: prints the bits per
 * second of each, or the error, as JSON.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { insideLab } from "../test/support/lab";
import { makeUnderlay, type Underlay } from "../test/support/underlay";
import { netweft } from "./measure";
import { providerHosts, throughputTopology, WAYS, type Way } from "./mesh-topology";

/** Bits per second, or the error. */
export type Streams = Readonly<Record<Way | "host", number | string>>;

const SERVER = ["iperf3", "--server", "--one-off", "--forceflush"];

function inside(netns: string, command: readonly string[]): readonly [string, readonly string[]] {
  return ["nsenter", [`--net=/run/netns/${netns}`, ...command]];
}

/** One stream from a namespace to an address of another. */
async function stream(from: string, to: string, address: string, duration: number): Promise<number> {
  const server = spawn(...inside(to, SERVER), { stdio: ["ignore", "pipe", "inherit"] });
  try {
    await once(server.stdout, "data");
    const client = ["iperf3", "--client", address, "--time", String(duration), "--json", "--connect-timeout", "5000"];
    const { stdout } = spawnSync(...inside(from, client), { encoding: "utf8", timeout: duration * 1000 + 20_000 });
    const { end, error } = JSON.parse(stdout) as {
      readonly error?: string;
      readonly end?: { readonly sum_received?: { readonly bits_per_second: number } };
    };
    if (end?.sum_received === undefined) throw new Error(error ?? "nothing arrived");
    return end.sum_received.bits_per_second;
  } finally {
    server.kill("SIGKILL");
  }
}

/** The addresses of all endpoints, by name. */
function addressesIn(folder: string): Readonly<Record<string, string>> {
  const outputs = JSON.parse(netweft(folder, ["output", "-json"]).output) as Record<string, { readonly value: readonly string[] }>;
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value[0]!]));
}

/** Creates one path between two containers, measures it, and deletes it. */
async function over(way: Way, folder: string, underlay: Underlay, duration: number): Promise<number> {
  const { text, from, to } = throughputTopology(way, providerHosts(underlay));
  writeFileSync(join(folder, "main.tf.json"), text);
  try {
    netweft(folder, ["apply", "--auto-approve", "--backend", "iproute2"]);
    return await stream(from.netns, to.netns, addressesIn(folder)[to.name]!, duration);
  } finally {
    netweft(folder, ["destroy", "--auto-approve", "--backend", "iproute2"]);
  }
}

async function attempted(work: Promise<number>): Promise<number | string> {
  try {
    return await work;
  } catch (error) {
    return (error as Error).message;
  }
}

async function all(duration: number): Promise<Streams> {
  const underlay = makeUnderlay(["edge1", "edge2"]);
  const folder = mkdtempSync("/run/bench.");
  const streams: Record<string, number | string> = { host: await attempted(stream("edge1", "edge2", underlay.host("edge2").v4, duration)) };
  try {
    for (const way of WAYS) streams[way] = await attempted(over(way, folder, underlay, duration));
    return streams as Streams;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

insideLab();
void all(Number(process.argv[2])).then((streams) => process.stdout.write(JSON.stringify(streams)));
