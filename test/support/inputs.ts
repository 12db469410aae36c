/** Everything that is parsed, with recorded samples of it: for each, a reader that returns a value or diagnostics and never throws. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfiguration } from "../../lib/config";
import { readBaseline } from "../../lib/drift/baseline";
import { readIgnoreFile, readIgnoreOption } from "../../lib/drift/ignore-file";
import { decodePlan, foreignPlan } from "../../lib/engine/saved";
import { decodeState, emptyState, encodeState, type State } from "../../lib/engine/state";
import { unpackPrivate } from "../../lib/engine/state/private";
import { lineOf, parseLine, parseWritten } from "../../lib/kernel/line";
import { registry } from "../../lib/resources";
import { textOf } from "../../providers/backends/iproute2/command";
import { answerReader } from "../../providers/backends/iproute2/answer";
import { hostOf, observed } from "../../providers/backends/iproute2/host";
import { namesOf } from "../../providers/backends/iproute2/names";
import { capabilityReader } from "../../providers/backends/iproute2/probe";
import { refusalOf } from "../../providers/backends/iproute2/refusals";
import { schedule } from "../../providers/backends/iproute2/schedule";
import { applyScript } from "../../providers/backends/iproute2/script";
import { simulatedFile } from "../../providers/backends/simulated/file";
import { observeHost } from "../../providers/backends/simulated/observe";
import { lineSplitter } from "../../providers/transports/lines";
import { broken, notConnected } from "../../providers/transports/ssh/failure";
import { holderIn } from "../../providers/system/store/holder";
import { replyTo, startAuthentication } from "../../providers/system/store/pg/authentication";
import { columnsOf, errorOf } from "../../providers/system/store/pg/wire";
import { plainHost } from "./hosts";
import type { Grammar } from "./mutations";
import { chunksOf } from "./state";

/** One sort of input. */
export interface Input {
  readonly samples: readonly string[];
  readonly grammar: Grammar;
  /** Reads a text as the program does; diagnostics are a good outcome. */
  readonly read: (text: string) => unknown;
  /** Its part of all runs. */
  readonly share: number;
}

const COMPAT = join(__dirname, "../compat");
const folders = readdirSync(COMPAT).flatMap((version) => readdirSync(join(COMPAT, version)).map((stack) => join(COMPAT, version, stack)));

/** The files of this name in the stacks that earlier versions applied. */
export function recorded(name: string): readonly string[] {
  return folders.map((folder) => readFileSync(join(folder, name), "utf8"));
}

const RECORDED = join(__dirname, "recorded");
const text = (name: string) => readFileSync(join(RECORDED, name), "utf8");

const INPUTS = { variables: new Map(), directory: "." };

function readConfiguration(text: string): void {
  const loaded = loadConfiguration([{ name: "main.tf.json", text }], INPUTS, registry);
  if (loaded.ok) loaded.value.evaluate((instance) => instance.config);
}

/** What can be read can be written, and means the same. */
async function readState(text: string): Promise<State | undefined> {
  const read = await decodeState(chunksOf(text, 4096));
  if (!read.ok) return undefined;
  const again = await decodeState(chunksOf([...encodeState(read.value, registry)].join(""), 1 << 20));
  if (!again.ok) throw new Error(`it was read, and cannot be read again: ${again.diagnostics[0]!.detail}`);
  return read.value;
}

/** A plan whose digest is right in any case: everyone can compute it. */
export function withDigest(text: string): string {
  const lines = text.split("\n");
  const end = lines.findIndex((line) => line.startsWith('{"end"'));
  const body = (end < 0 ? lines : lines.slice(0, end)).map((line) => `${line}\n`).join("");
  return `${body}${JSON.stringify({ end: createHash("sha256").update(body).digest("hex") })}\n`;
}

async function readPlan(text: string): Promise<void> {
  const read = await decodePlan(chunksOf(withDigest(text), 1 << 16), "x.plan");
  if (read.ok) foreignPlan(read.value.plan, emptyState("x"), registry, "x.plan");
}

const HOST = hostOf("local", plainHost, undefined as never);
export const SCOPE = {
  ...{ netns: ["web", "db"], adopt: { web: [{ path: "/proc/26/ns/net" }] }, qdiscs: ["web", "-", "db"] },
  ...{ sysctls: [{ netns: "web", name: "net.core.somaxconn" }], offered: ["net.core.somaxconn", "net.ipv4.nosuch"] },
  ...{ firewall: true, names: true, neighbours: true, tunnels: true, ipsec: true, sockets: true, routers: true, policies: true },
  ...{ bgp: true, evpn: true, rules: true, marks: true, proxies: true, interfaces: true },
} as const;

/** Reads the answers of a host, whose names are also those of others: what is deleted of them has to stay one command each. */
export function readAnswers(text: string): readonly string[] {
  const { answer, onLine } = answerReader();
  const lines = lineSplitter(onLine);
  for (const piece of text.match(/[^]{1,4096}/g) ?? []) lines.push(Buffer.from(piece));
  lines.end();
  const seen = observed(HOST, answer, SCOPE);
  if (!seen.ok) return [];
  return [...seen.value.facts.values()].map((fact) => {
    const line = lineOf(fact);
    const again = parseLine(line);
    if (again.ok && lineOf(again.value) !== line) throw new Error(`${line} is read as ${lineOf(again.value)}`);
    return line;
  });
}

const LOCAL = namesOf(plainHost);

/** A word of a batch: without a character that ends it, or in quotes. */
const WORD = /^(?:[^\s"';#`$\\|&<>]+|"[^"\n\\]*")$/u;

/** Tools whose lines are no words for them: the value of a setting is the rest of its line, and nftables has a syntax of its own. */
const FREE: ReadonlySet<string> = new Set(["sysctl", "nft"]);

/** The work for a fact, with its name and values in commands of one line each; a fact that is not fit for one is refused. */
export function readFact(line: string): void {
  const parsed = parseWritten(line);
  if (!parsed.ok) return;
  for (const verb of ["add", "del"] as const) {
    const { stages } = unlessUnfit(() => schedule([{ verb, fact: parsed.value }], LOCAL)) ?? { stages: [] };
    const script = unlessUnfit(() => applyScript(stages, { scope: EMPTY, generation: "00000000.1" }, LOCAL));
    if (script === undefined) continue;
    for (const { line: one } of stages.flatMap((stage) => [...stage.values()].flat())) {
      const said = textOf(one.command);
      if (/[\n\r\0]/.test(said)) throw new Error(`${JSON.stringify(said)} is more than one line`);
      const words = FREE.has(one.command.do) ? [] : (said.match(/"[^"]*"|\S+/g) ?? []);
      if (!words.every((word) => WORD.test(word))) throw new Error(`${JSON.stringify(said)} is not what it seems`);
    }
  }
}

const EMPTY = { netns: [], adopt: {}, sysctls: [] };

/** What is thrown where a fact of another program would come into a batch. */
const UNFIT = /not fit for a batch line|only observed|cannot be created|not our table|is made by its host|would count as foreign/;

function unlessUnfit<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (UNFIT.test((error as Error).message)) return undefined;
    throw error;
  }
}

/** Every message of a server is a value or an error that says what is wrong with it. */
function readPg(text: string): void {
  const body = Buffer.from(text, "latin1");
  for (const read of [
    columnsOf,
    errorOf,
    (one: Buffer) => replyTo(startAuthentication({ user: "ada", password: "x" }), { type: "R", body: one }),
  ])
    try {
      read(body);
    } catch (error) {
      if (error instanceof TypeError || error instanceof RangeError) throw error;
    }
}

const PG = [
  "\0\x02\0\0\0\x04name\0\0\0\x02{}",
  "SERROR\0C42P01\0Mno table\0\0",
  "\0\0\0\x0aSCRAM-SHA-256\0\0",
  "\0\0\0\x05salt",
  "\0\0\0\x0br=abc,s=c2FsdA==,i=4096",
];

/** The simulated kernel of a file, as every command opens it. */
async function readSimulated(text: string): Promise<void> {
  writeFileSync(SIMULATED, text);
  const store = simulatedFile(SIMULATED);
  const read = store.snapshot();
  if (read.ok) for (const [name, host] of read.value) observeHost(name, host, EMPTY, { lacks: [], connections: {} });
}

const SIMULATED = join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), `netweft-inputs-${process.pid}.json`);
process.once("exit", () => rmSync(SIMULATED, { force: true }));

const TARGET = { host: "edge", address: "192.0.2.1", port: null, user: null, identityFile: null, knownHosts: null };

function readSsh(words: string): void {
  for (const read of [notConnected, broken]) read(TARGET as never, words);
  refusalOf(words);
  const reader = capabilityReader();
  words.split("\n").forEach(reader.onLine);
  reader.capabilities();
  reader.unread();
}

const SSH = [
  "@@@@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nSHA256:abc.\nOffending ED25519 key in /home/alice/.ssh/known_hosts:3\nHost key for 192.0.2.1 has changed and you have requested strict checking.\nHost key verification failed.\n",
  "ssh: connect to host 192.0.2.1 port 22: Connection refused\n",
  "channel 0: open failed: connect failed: No route to host\nkex_exchange_identification: Connection closed by remote host\n",
  "Error: Nexthop has invalid gateway.\nCommand failed -:3\n/dev/stdin:2:1-20: Error: Could not process rule: No such file or directory\n",
  "@ask capabilities\n@kernel 6.1.0\n@iproute2 ip utility, iproute2-6.1.0, libbpf 1.1.2\n@nftables nftables v1.0.6 (Lester Gooch #5)\n@feature bridge\n@ok\n@end\n",
];

const DRIFT = JSON.stringify({
  version: 1,
  ignore: [
    { class: "unexpected", layer: "route", line: "local - route *", reason: "the operator's", by: "ada", until: "2027-01-31" },
    { resource: "netweft_namespace.web", reason: "x", by: "y" },
  ],
});
const FINDING = {
  fingerprint: "a1",
  class: "missing",
  layer: "link",
  severity: "outage",
  host: "local",
  expected: "x",
  first_seen: "2026-01-02T03:04:05Z",
};
const BASELINE = JSON.stringify({
  format_version: "2.0",
  stacks: [{ stack: "shop", findings: [FINDING], ignored: [{ finding: FINDING }], unread_findings: [] }],
});
/** The content of a lock file. */
export const LOCK = JSON.stringify({
  ID: "1-1",
  Operation: "apply",
  Info: "",
  Who: "ada@there",
  Version: "1.9.0",
  Created: "2026-01-02T03:04:05Z",
  Path: "x",
  Pid: 7,
  Host: "h",
  Boot: "b",
});

const facts = recorded("simulated.json")
  .flatMap((file) => file.split("\n").filter((line) => line.startsWith('"')))
  .map((line) => JSON.parse(line.replace(/,$/, "")) as string);

/** All of them, by name. */
export const inputs: Readonly<Record<string, Input>> = {
  configuration: { samples: recorded("main.tf.json"), grammar: "json", read: readConfiguration, share: 6 },
  "the state": { samples: recorded("state.json"), grammar: "json", read: readState, share: 3 },
  "a saved plan": { samples: recorded("change.plan"), grammar: "json", read: readPlan, share: 4 },
  "the answers of a host": { samples: [text("observed-host.txt")], grammar: "json", read: readAnswers, share: 2 },
  "answers of a host, as words": { samples: [text("observed-host.txt")], grammar: "words", read: readAnswers, share: 1 },
  "a simulated kernel": { samples: recorded("simulated.json"), grammar: "json", read: readSimulated, share: 3 },
  "PostgreSQL's messages": { samples: PG, grammar: "words", read: readPg, share: 1 },
  "a fact": { samples: facts, grammar: "words", read: readFact, share: 12 },
  "an ignore file": { samples: [DRIFT], grammar: "json", read: (text) => readIgnoreFile(text, "netweft.drift.json"), share: 1 },
  "an ignore option": { samples: ["class=unexpected,layer=route,until=2027-01-31"], grammar: "words", read: readIgnoreOption, share: 1 },
  "a baseline": { samples: [BASELINE], grammar: "json", read: (text) => readBaseline(text, "x.json"), share: 1 },
  "a lock's holder": { samples: [LOCK], grammar: "json", read: holderIn, share: 1 },
  "private bytes": {
    samples: ['{"v":1,"facts":["local - netns web"],"on":"x"}'],
    grammar: "json",
    read: (text) => unpackPrivate(Buffer.from(text)),
    share: 1,
  },
  "what ssh and tools print": { samples: SSH, grammar: "words", read: readSsh, share: 1 },
};
