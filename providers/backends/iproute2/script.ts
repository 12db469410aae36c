/**
 * The input of a program on a host: a text of small files, which the first lines of the program split, and `.end`, without
 * which it does nothing. The content of the files is data; the programs never execute it as a command.
 */
import { ROOT } from "../../../lib/kernel/fact";
import { fingerprintOf, isKey } from "../../../lib/kernel/esp";
import type { Disarming, Scope, WayBack, Work } from "../../../lib/ports/backend";
import { whoRuns } from "../../system/disk/who";
import { textOf, toolOf } from "./command";
import { ip, type ScriptLine } from "./line";
import { word } from "./words";
import { offersAsked, pathsAsked, settingsAsked } from "./asked";
import type { NamespaceNames } from "./names";
import { MILESTONE, QUESTIONS } from "./programs/constants";
import type { Placed, StagedWork } from "./stage";

/** A file of the input and its lines, to map a failing line back to its steps. */
export interface Script {
  readonly text: readonly string[];
  /** File name → its lines. */
  readonly files: ReadonlyMap<string, readonly Placed[]>;
}

/** `TOOL FILE NETNS`: one run of one tool. */
type ScriptRun = readonly [tool: string, file: string, netns: string];

interface Builder {
  /** Adds a file; its lines must not begin with a dot, which separates files. Returns its name. */
  file(lines: readonly string[], name?: string): string;
  batch(netns: string, placed: readonly Placed[]): readonly ScriptRun[];
  readonly text: string[];
  readonly files: Map<string, readonly Placed[]>;
}

/** The input of `observe`. */
export function observeScript(scope: Scope, names: NamespaceNames): readonly string[] {
  const builder = scriptBuilder(names);
  inodesFile(builder, scope, names);
  askFile(builder, scope);
  pathspaceFile(builder, names);
  namesFile(builder, scope, names);
  needsFile(builder, scope, []);
  runsFile(builder, "read", readings(builder, scope, names, everywhere(scope)));
  return [...builder.text, ".end\n"];
}

/** The input of `apply`: all stages, then an observation of the host. */
export function applyScript(
  stages: readonly StagedWork[],
  { scope, generation, secrets, armed }: Omit<Work, "steps">,
  names: NamespaceNames,
): Script {
  const builder = scriptBuilder(names);
  const readLast = lastReading(stages, scope);
  builder.file([checkedGeneration(generation)], "expect");
  builder.file([printable(whoRuns())], "by");
  if (armed !== undefined) builder.file([checkedId(armed)], "mine");
  inodesFile(builder, scope, names);
  askFile(builder, scope);
  pathspaceFile(builder, names);
  namesFile(builder, scope, names);
  secretsFile(builder, stages, secrets);
  needsFile(builder, scope, stages);
  const plan = stages.flatMap((stage, n) => (n % 2 === 0 ? rootRuns(builder, stage) : sideRuns(builder, stage, n, scope, names, readLast)));
  if (plan.length > 0) builder.file(plan, "plan");
  const later = everywhere(scope).filter((netns) => !readLast.has(netns));
  runsFile(builder, "read", readings(builder, scope, names, later));
  runsFile(builder, "reread", readings(builder, scope, names, everywhere(scope)));
  return { text: [...builder.text, ".end\n"], files: builder.files };
}

/** The input of `arm`: the stages of the way back, without any reading. */
export function armScript(stages: readonly StagedWork[], way: Omit<WayBack, "steps">, names: NamespaceNames): readonly string[] {
  const builder = scriptBuilder(names);
  const { id, by, seconds, generation, scope, secrets } = way;
  builder.file([checkedGeneration(generation)], "expect");
  builder.file([checkedId(id), `${Math.trunc(seconds)}`, printable(by)], "way");
  pathspaceFile(builder, names);
  namesFile(builder, scope, names);
  secretsFile(builder, stages, secrets);
  needsFile(builder, { ...scope, qdiscs: [] }, stages);
  const none = new Map<string, number>();
  const plan = stages.flatMap((stage, n) => (n % 2 === 0 ? rootRuns(builder, stage) : sideRuns(builder, stage, n, scope, names, none)));
  if (plan.length > 0) builder.file(plan, "plan");
  return [...builder.text, ".end\n"];
}

/** The input of `disarm`. */
export function disarmScript({ id, how }: Disarming, names: NamespaceNames): readonly string[] {
  const builder = scriptBuilder(names);
  builder.file([checkedId(id), how], "way");
  pathspaceFile(builder, names);
  return [...builder.text, ".end\n"];
}

/** A name as one line of a file, of ASCII only. */
function printable(name: string): string {
  return name.replace(/[^ -~]/g, "?").replace(/^\.|^$/, "?");
}

function checkedId(id: string): string {
  if (!/^[0-9a-f-]{1,64}$/.test(id)) throw new Error(`not the id of a change: ${JSON.stringify(id)}`);
  return id;
}

/** Namespaces whose last line runs inside of them: the same process can read them afterwards. */
function lastReading(stages: readonly StagedWork[], scope: Scope): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  stages.forEach((stage, n) => {
    for (const [netns, placed] of stage) {
      if (netns !== ROOT) last.set(netns, n);
      else for (const { line } of placed) if (line.reaches && !line.apart) last.delete(line.reaches.netns);
    }
  });
  const wanted = new Set(scope.netns);
  for (const netns of last.keys()) if (!wanted.has(netns)) last.delete(netns);
  return last;
}

function everywhere(scope: Scope): readonly string[] {
  return [ROOT, ...new Set(scope.netns)];
}

function readings(builder: Builder, scope: Scope, names: NamespaceNames, spaces: readonly string[]): readonly ScriptRun[] {
  const settings = settingsAsked(scope, names);
  const held = new Set(scope.qdiscs);
  const offers = spaces.includes(ROOT) ? offersAsked(scope) : [];
  const offered: readonly ScriptRun[] = offers.length === 0 ? [] : [["offers", builder.file(offers), ROOT]];
  return spaces.flatMap((netns): ScriptRun[] => {
    const where = netns === ROOT ? ROOT : word.netns(names.onMachine(netns));
    const paths = settings.get(where);
    return [
      ...(netns === ROOT ? [] : [["show", "-", where] as const]),
      ...(paths ? [["settings", builder.file(paths), where] as const] : []),
      ...(scope.rules ? [["rules", "-", where] as const] : []),
      ...(scope.proxies ? [["proxies", "-", where] as const] : []),
      ...(held.has(netns) ? [["qdiscs", "-", where] as const] : []),
      ...(netns === ROOT ? offered : []),
    ];
  });
}

function rootRuns(builder: Builder, stage: StagedWork): readonly string[] {
  const placed = stage.get(ROOT) ?? [];
  return settling(placed).flatMap((part) => (part === "settle" ? ["root settle -"] : rootBatch(builder, part)));
}

function rootBatch(builder: Builder, placed: readonly Placed[]): readonly string[] {
  return builder.batch(ROOT, placed).map(([tool, file]) => `root ${tool} ${file}`);
}

function sideRuns(
  builder: Builder,
  stage: StagedWork,
  n: number,
  scope: Scope,
  names: NamespaceNames,
  readLast: ReadonlyMap<string, number>,
): readonly string[] {
  const runs = [...stage].flatMap(([netns, placed]): readonly ScriptRun[] => {
    if (readLast.get(netns) !== n) return builder.batch(netns, placed);
    const settings = readings(builder, scope, names, [netns]).filter(([tool]) => tool !== "show");
    return [...thenShown(builder.batch(netns, [...placed, ...showing(netns)])), ...settings];
  });
  if (runs.length === 0) return [];
  runsFile(builder, `side.${n}`, runs);
  return [`side side.${n}`];
}

/** Questions appended to the batch of a namespace, so that one process does the work and reads the result. */
function showing(netns: string): readonly Placed[] {
  return QUESTIONS.map((question) => ({ line: ip(netns, [question], { ignoreMissing: true }), steps: [] }));
}

/** Appends the questions to the last batch. */
function thenShown(runs: readonly ScriptRun[]): readonly ScriptRun[] {
  return runs.map((run, n) => (n === runs.length - 1 ? ["work_and_show", run[1], run[2]] : run));
}

function isAboutNamespaces({ command }: ScriptLine): boolean {
  return ["netns-add", "netns-attach", "netns-own", "netns-del"].includes(command.do);
}

/**
 * The kernel cleans up a namespace asynchronously after its deletion has returned. Later lines about links, and readings, must
 * wait for that: the ends of its veth pairs still exist until then.
 */
function settling(placed: readonly Placed[]): readonly ("settle" | readonly Placed[])[] {
  const parts: ("settle" | Placed[])[] = [];
  let open: Placed[] = [];
  let unsettled = false;
  const close = () => {
    if (open.length > 0) parts.push(open);
    open = [];
    if (unsettled) parts.push("settle");
    unsettled = false;
  };
  for (const each of placed) {
    if (unsettled && !isAboutNamespaces(each.line)) close();
    open.push(each);
    unsettled ||= each.line.command.do === "netns-del";
  }
  close();
  return parts;
}

function inodesFile(builder: Builder, scope: Scope, names: NamespaceNames): void {
  const paths = pathsAsked(scope, names);
  if (paths.length > 0) builder.file(paths, "inodes");
}

/** Optional tools that this run needs, so that a missing one is reported before any change. */
function needsFile(builder: Builder, scope: Scope, stages: readonly StagedWork[]): void {
  const used = new Set(stages.flatMap((stage) => [...stage.values()].flatMap((placed) => placed.map(({ line }) => toolOf(line.command)))));
  if ((scope.qdiscs ?? []).length > 0) used.add("tc");
  const needed = (["bridge", "tc", "nft", "conntrack", "wg"] as const).filter((tool) => used.has(tool));
  if (needed.length > 0) builder.file(needed, "needs");
}

/** Requests name servers, and lists the namespaces whose programs may have a DNS server of their own. */
function namesFile(builder: Builder, scope: Scope, names: NamespaceNames): void {
  if (scope.names)
    builder.file(
      [ROOT, ...new Set(scope.netns)].map((netns) => (netns === ROOT ? ROOT : word.netns(names.onMachine(netns)))),
      "names",
    );
}

/** The keys that the lines need, and no others. Errors never include the key. */
function secretsFile(builder: Builder, stages: readonly StagedWork[], secrets: Work["secrets"]): void {
  const needed = new Set(stages.flatMap((stage) => (stage.get(ROOT) ?? []).flatMap(({ line }) => line.secret ?? [])));
  const lines = [...needed].map((fingerprint) => {
    const key = secrets?.get(fingerprint);
    if (key === undefined || !isKey(key) || fingerprintOf(key) !== fingerprint) throw new Error(`not the key of ${fingerprint}`);
    return `${fingerprint} ${key}`;
  });
  if (lines.length > 0) builder.file(lines, "secrets");
}

/** Questions about the host's own namespace, asked only if the scope needs them. */
function askFile(builder: Builder, scope: Scope): void {
  const lines = (
    ["sockets", "routers", "policies", "marks", "firewall", "neighbours", "tunnels", "ipsec", "bgp", "evpn", "interfaces"] as const
  ).filter((what) => scope[what]);
  if (lines.length > 0) builder.file(lines, "ask");
}

/** The pathspace of FRR's daemons for a host that is a namespace. */
function pathspaceFile(builder: Builder, { playedBy }: NamespaceNames): void {
  if (playedBy !== undefined) builder.file([word.netns(playedBy)], "pathspace");
}

function runsFile(builder: Builder, name: string, runs: readonly ScriptRun[]): void {
  if (runs.length > 0)
    builder.file(
      runs.map((run) => run.join(" ")),
      name,
    );
}

function checkedGeneration(generation: string): string {
  if (!/^[0-9a-f]{8}\.[0-9]+$/.test(generation)) throw new Error(`not a generation of this backend: ${JSON.stringify(generation)}`);
  return generation;
}

function scriptBuilder(names: NamespaceNames): Builder {
  const text: string[] = [];
  const files = new Map<string, readonly Placed[]>();
  let count = 0;
  const file = (lines: readonly string[], name = `${count++}`) => {
    for (const line of lines) if (!/^[^.\n\r\0][^\n\r\0]*$/.test(line)) throw new Error(`not fit for a script: ${JSON.stringify(line)}`);
    text.push(`.file ${name}\n${lines.join("\n")}\n`);
    return name;
  };
  const run = (netns: string, placed: readonly Placed[]): ScriptRun => {
    const name = file(placed.map(({ line }) => textOf(line.command)));
    files.set(name, placed);
    const ignoreMissing = placed.flatMap(({ line }, n) => (line.ignoreMissing ? [`${n + 1}`] : []));
    if (ignoreMissing.length > 0) file(ignoreMissing, `${name}.soft`);
    return [toolOf(placed[0]!.line.command), name, netns === ROOT ? ROOT : word.netns(names.onMachine(netns))];
  };
  const batch = (netns: string, placed: readonly Placed[]) => sameTool(withMilestones(placed)).map((part) => run(netns, part));
  return { text, files, file, batch };
}

/**
 * Appends to each line whose failure ip would not locate a line that makes it print `[]`: the number of them printed is the
 * number of such lines done. Of all ip commands with output, this one is the cheapest for the kernel.
 */
function withMilestones(placed: readonly Placed[]): readonly Placed[] {
  return placed.flatMap((each) => (each.line.lineNumberUnknown ? [each, { line: ip(each.line.netns, [MILESTONE]), steps: [] }] : [each]));
}

/** Splits lines into runs of the same tool. */
function sameTool(placed: readonly Placed[]): readonly (readonly Placed[])[] {
  const parts: Placed[][] = [];
  for (const each of placed) {
    const last = parts.at(-1);
    if (last && toolOf(last[0]!.line.command) === toolOf(each.line.command)) last.push(each);
    else parts.push([each]);
  }
  return parts;
}
