/**
 * Publishes ports inside a laboratory (see `published.ts`), `published-lab.ts NETWEFT|PEER COUNT`: prints the times in
 * seconds as JSON. A connection, which is not measured, verifies that a port is published.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { insideLab } from "../test/support/lab";
import { netweft } from "./measure";
import { peers } from "./peers";
import { plugIn, unplug } from "./peers/peer";
import { PUBLISHED_PORT, publishedContainers, publishedNetwork, publishedTopology, type Published } from "./topology";

export interface Figures {
  readonly apply: number;
  readonly destroy: number;
}

/** The measured program; both functions return the seconds that they took. */
interface Worker {
  apply(): number;
  destroy(): number;
}

function ours(folder: string, count: number): Worker {
  writeFileSync(join(folder, "main.tf.json"), publishedTopology(count));
  const timed = (command: string) => netweft(folder, [command, "--auto-approve", "--backend", "iproute2"]).seconds;
  return { apply: () => timed("apply"), destroy: () => timed("destroy") };
}

function another(name: string, folder: string, containers: readonly Published[]): Worker {
  const peer = peers.find((one) => one.name === name);
  if (peer === undefined) throw new Error(`there is no peer ${name}`);
  peer.prepare(folder, containers);
  const timed = (work: typeof plugIn) => {
    const begin = performance.now();
    work(peer, folder, containers);
    return (performance.now() - begin) / 1000;
  };
  return { apply: () => timed(plugIn), destroy: () => timed(unplug) };
}

/** Expects this number of veth ends at the root: the number of attached containers. */
function expectPairs(count: number): void {
  const { stdout } = spawnSync("ip", ["-o", "link", "show", "type", "veth"], { encoding: "utf8", maxBuffer: 2 ** 26 });
  const found = stdout.split("\n").length - 1;
  if (found !== count) throw new Error(`${found} pairs instead of ${count}`);
}

const LISTENER = `require("node:net").createServer((one) => one.end("here")).listen(${PUBLISHED_PORT}, () => console.log("ready"))`;

/** Connects to the published port from the host, while a server listens in the container. */
async function expectPublished({ name, hostPort }: Published): Promise<void> {
  const inside = ["nsenter", `--net=/run/netns/${name}`, process.execPath, "-e", LISTENER];
  const listener = spawn(inside[0]!, inside.slice(1), { stdio: ["ignore", "pipe", "inherit"] });
  try {
    await once(listener.stdout, "data");
    const socket = connect(hostPort, publishedNetwork.gateway);
    const [answer] = (await once(socket, "data", { signal: AbortSignal.timeout(5000) })) as [Buffer];
    if (answer.toString() !== "here") throw new Error(`port ${hostPort} leads to another server`);
  } finally {
    listener.kill("SIGKILL");
  }
}

async function round(name: string, count: number): Promise<Figures> {
  const containers = publishedContainers(count);
  const folder = mkdtempSync("/run/bench.");
  try {
    const worker = name === "Netweft" ? ours(folder, count) : another(name, folder, containers);
    const apply = worker.apply();
    expectPairs(count);
    await expectPublished(containers.at(-1)!);
    const destroy = worker.destroy();
    expectPairs(0);
    return { apply, destroy };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

insideLab();
process.env.PATH = `${process.env.PATH}:/usr/sbin:/sbin`;
void round(process.argv[2]!, Number(process.argv[3])).then((figures) => process.stdout.write(JSON.stringify(figures)));
