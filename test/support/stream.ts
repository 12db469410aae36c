/**
 * Long TCP connections between namespaces, which show whether a change of the network affected existing traffic: a
 * server sends continuously over every connection, a client counts. Connections are never reopened.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { runProgram } from "./starter";

/** Ends a program when its input does: with the test, and where a signal does not reach it. */
const ENDS = `process.stdin.resume().on("end", () => process.exit());`;

/** Sends 4 KB at each interval over each accepted connection, until it ends. Its first line is its process id. */
const SERVER = `${ENDS}
const { createServer } = require("node:net");
const [port, interval] = process.argv.slice(1).map(Number);
const piece = Buffer.alloc(4096);
createServer((socket) => {
  const timer = setInterval(() => socket.writableLength < 1e6 && socket.write(piece), interval);
  socket.on("error", () => undefined).on("close", () => clearInterval(timer));
}).listen(port, "::", () => console.log(process.pid));
`;

/** Counts bytes from each address and reports them ten times a second, or every four longer intervals, with the error of an ended connection. */
const CLIENT = `${ENDS}
const { connect } = require("node:net");
const [port, interval, ...addresses] = process.argv.slice(1);
const seen = addresses.map(() => ({ bytes: 0 }));
const open = (host, one, tries) => {
  const socket = connect({ host, port: Number(port) });
  socket.on("data", (data) => { one.bytes += data.length; });
  socket.on("error", ({ code }) => { one.ended = code; });
  socket.on("close", () => {
    if (one.bytes > 0 || tries === 0) one.ended ??= "closed";
    else { delete one.ended; setTimeout(open, 100, host, one, tries - 1); }
  });
};
addresses.forEach((host, n) => open(host, seen[n], 500));
setInterval(() => console.log(JSON.stringify(seen)), Math.max(100, interval * 4));
`;

/** TCP retransmits after 0.2, 0.6, 1.4, 3 and 6.2 seconds. */
const TIMEOUT_MS = 8_000;
/** Programs start slowly on a busy machine. */
const OPENING_MS = 180_000;

/** One connection, as seen by its client. */
export interface Flow {
  readonly bytes: number;
  /** The error that ended it; undefined while it is up. */
  readonly ended?: string;
}

/** Connections of one client to one server, one for each of the server's addresses. */
export interface Streams {
  /** Waits until every open connection has received some bytes; those that have not after `timeout` milliseconds are `silent`. */
  moved(timeout?: number): Promise<readonly Flow[]>;
  /** The longest silence of a connection since the last call, in milliseconds. */
  silence(): number;
  /** Segments that the server retransmitted since the last call: one lost packet is enough. */
  resent(): number;
  close(): void;
}

export interface StreamOptions {
  readonly port?: number;
  /** Milliseconds between the pieces that the server sends; long ones leave an emulated machine time for its other work. */
  readonly interval?: number;
}

/** Opens a connection from one namespace to each address of a server in another, and waits until bytes arrive over all of them. */
export async function openStreams(from: string, to: string, addresses: readonly string[], options: StreamOptions = {}): Promise<Streams> {
  const { port = 7000, interval = 5 } = options;
  const server = nodeIn(to, SERVER, [`${port}`, `${interval}`]);
  const pid = await firstLine(server);
  // On a busy machine answers are late; the kernel would count that as a loss within milliseconds.
  inNetnsOf(pid, "sysctl", "-qw", "net.ipv4.tcp_early_retrans=0");
  const client = nodeIn(from, CLIENT, [`${port}`, `${interval}`, ...addresses]);
  const watch = watcher(client, addresses.length);
  let known = 0;
  const streams: Streams = {
    moved: (timeout = TIMEOUT_MS) => moved(watch, timeout),
    silence: () => Math.max(...watch.quiet.splice(0, addresses.length, ...addresses.map(() => 0))),
    resent: () => -known + (known = retransmitted(pid, port)),
    close: () => [client, server].forEach((process) => process.kill("SIGKILL")),
  };
  const begun = await streams.moved(OPENING_MS);
  streams.silence();
  streams.resent();
  if (begun.every(({ bytes, ended }) => bytes > 0 && ended === undefined)) return streams;
  streams.close();
  throw new Error(`no stream from ${from} to ${to}: ${JSON.stringify(begun)}`);
}

function nodeIn(netns: string, program: string, args: readonly string[]): ChildProcess {
  const words = [`--net=/run/netns/${netns}`, process.execPath, "-e", program, ...args];
  return spawn("nsenter", words, { stdio: ["pipe", "pipe", "inherit"] });
}

/** In the namespace of the process, whatever has its name now. */
function inNetnsOf(pid: string, ...words: readonly string[]): string {
  return runProgram(["nsenter", `--net=/proc/${pid}/ns/net`, ...words]);
}

/** `retrans:0/3`: three in all. */
function retransmitted(pid: string, port: number): number {
  const sockets = inNetnsOf(pid, "ss", "-tinH", "sport", "=", `:${port}`);
  return [...sockets.matchAll(/ retrans:\d+\/(\d+)/g)].reduce((sum, [, total]) => sum + Number(total), 0);
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout!.once("data", (text: Buffer) => resolve(text.toString().trim()));
    child.once("exit", () => reject(new Error("the server did not start")));
  });
}

interface Watch {
  flows: readonly Flow[];
  readonly quiet: number[];
}

function watcher(client: ChildProcess, count: number): Watch {
  const watch: Watch = { flows: Array.from({ length: count }, () => ({ bytes: 0 })), quiet: Array.from({ length: count }, () => 0) };
  const heard = watch.flows.map(() => Date.now());
  createInterface(client.stdout!).on("line", (line) => {
    const flows = JSON.parse(line) as readonly Flow[];
    flows.forEach(({ bytes }, n) => {
      watch.quiet[n] = Math.max(watch.quiet[n]!, Date.now() - heard[n]!);
      if (bytes > watch.flows[n]!.bytes) heard[n] = Date.now();
    });
    watch.flows = flows;
  });
  return watch;
}

async function moved(watch: Watch, timeout: number): Promise<readonly Flow[]> {
  const before = watch.flows;
  for (const end = Date.now() + timeout; Date.now() < end; await sleep(20)) {
    const still = watch.flows.some(({ bytes, ended }, n) => ended === undefined && bytes <= before[n]!.bytes);
    if (!still) break;
  }
  return watch.flows.map((flow, n) => (flow.bytes > before[n]!.bytes || flow.ended ? flow : { ...flow, ended: "silent" }));
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
