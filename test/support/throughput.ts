/** A TCP stream of real packets between two namespaces of the laboratory, measured at the receiver. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "./until";

/** Prints the time and the received bytes every 50 ms; `ready` first, and the error at the end. Times out after two minutes. */
const RECEIVER = `
const net = require("node:net");
let bytes = 0;
const say = (text) => process.stdout.write(text + "\\n");
const server = net.createServer((socket) => {
  server.close();
  socket.on("data", (data) => { bytes += data.length; });
  socket.on("error", ({ message }) => say("ended " + message));
  socket.on("close", () => say("ended"));
});
server.listen(Number(process.argv[1]), () => say("ready"));
setInterval(() => say(performance.now() + " " + bytes), 50);
setTimeout(() => process.exit(), 120_000);
`;

const SENDER = `
const socket = require("node:net").connect(Number(process.argv[1]), process.argv[2]);
const data = Buffer.alloc(65536);
const write = () => { while (socket.write(data)); };
socket.on("connect", write);
socket.on("drain", write);
socket.on("error", ({ message }) => { console.error(message); process.exit(1); });
setTimeout(() => process.exit(), 120_000);
`;

export interface Stream {
  /** Bits per second received from now on, without headers. */
  rate(milliseconds: number): Promise<number>;
  /** Whether the connection is still the original one. */
  isAlive(): boolean;
  end(): void;
}

let port = 20_000;

/** Opens a stream from one namespace to an address of another, and waits until bytes arrive. */
export async function stream(from: string, to: string, address: string): Promise<Stream> {
  const samples: { readonly at: number; readonly bytes: number }[] = [];
  let ended = false;
  const receiver = inside(to, RECEIVER, `${++port}`);
  await new Promise<void>((ready) =>
    createInterface({ input: receiver.stdout }).on("line", (line) => {
      const [first, second] = line.split(" ");
      if (first === "ready") ready();
      else if (first === "ended") ended = true;
      else samples.push({ at: Number(first), bytes: Number(second) });
    }),
  );
  const sender = inside(from, SENDER, `${port}`, address);
  await until(() => (samples.at(-1)?.bytes ?? 0) > 0, `no stream from ${from} to ${address}`);
  return {
    async rate(milliseconds) {
      const first = samples.length;
      await sleep(milliseconds);
      const [start, end] = [samples[first]!, samples.at(-1)!];
      return ((end.bytes - start.bytes) * 8 * 1000) / (end.at - start.at);
    },
    isAlive: () => !ended && sender.exitCode === null,
    end() {
      sender.kill("SIGKILL");
      receiver.kill("SIGKILL");
    },
  };
}

function inside(netns: string, program: string, ...args: readonly string[]) {
  const command = ["nsenter", `--net=/run/netns/${netns}`, process.execPath, "-e", program, ...args];
  return spawn(command[0]!, command.slice(1), { stdio: ["ignore", "pipe", "inherit"] });
}
