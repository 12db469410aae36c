/**
 * Packs the lines of many steps into few processes. Stages follow each other; even ones run in the root namespace of the
 * host, odd ones in all namespaces in parallel, one process each. A line goes into the earliest stage after every line it could
 * depend on:
 *
 * - Lines of one namespace keep their order, except that settings move before the link-up lines directly in front of them.
 * - A line at the root that reaches into a namespace (a veth pair, the namespace itself) waits for the earlier lines
 *   inside, and later lines inside wait for it. Other lines of different namespaces are independent: an address or a
 *   route in one namespace has no effect in another.
 * - An IPv6 address that moves to another namespace waits until it is gone where it was: as long as it is there, duplicate
 *   address detection finds it.
 * - The deletion of a host address (`afterAllNamespaces`) waits for everything: routes inside may use it until then.
 * - Bridges come up after everything else (`afterPorts`), but before the next route, setting or change of a link at the root,
 *   which may need them.
 *
 * So 1,000 new endpoints are three stages with the same result as running step after step. After a failure, more than the
 * steps in front of it may be done; the reading afterwards shows what.
 */
import { ROOT, type Fact } from "../../../lib/kernel/fact";
import { typeOf } from "../../../lib/kernel/kinds";
import type { Step } from "../../../lib/kernel/step";
import { followsBridges, linesOf } from "./codecs";
import { coveredBy } from "./covered";
import { batchDeletions } from "./links/deletion";
import type { NamespaceNames } from "./names";
import type { Placed, StagedWork } from "./stage";

export interface Schedule {
  readonly stages: readonly StagedWork[];
  /** Steps without any line: the kernel needs no command for them. */
  readonly empty: readonly number[];
}

export function schedule(steps: readonly Step[], names: NamespaceNames): Schedule {
  const covered = coveredBy(steps);
  const blamed = invert(covered);
  const board: Board = { stages: [], cursors: new Map(), waiting: [], root: 0, left: new Map() };
  const empty: number[] = [];
  steps.forEach((step, n) => {
    if (covered.has(n)) return;
    const lines = linesOf(step, names);
    const numbers = [n, ...(blamed.get(n) ?? [])];
    if (lines.length === 0) empty.push(...numbers);
    if (followsBridges(step)) raise(board);
    awaitLeaving(board, step);
    for (const line of lines) place(board, { line, steps: numbers });
    noteLeaving(board, step);
  });
  raise(board);
  return { stages: board.stages.map(inFewRuns), empty };
}

/** Merges deletions, and moves the lines that no other line waits for to the end. */
function inFewRuns(stage: StagedWork): StagedWork {
  const root = stage.get(ROOT);
  if (root === undefined) return stage;
  const isApart = ({ line }: Placed) => line.apart === true;
  return new Map(stage).set(ROOT, [...batchDeletions(root.filter((placed) => !isApart(placed))), ...root.filter(isApart)]);
}

function invert(covered: ReadonlyMap<number, number>): ReadonlyMap<number, readonly number[]> {
  const by = new Map<number, number[]>();
  for (const [n, other] of covered) by.set(other, [...(by.get(other) ?? []), n]);
  return by;
}

/** Progress of one namespace: the last stages with lines inside, and with lines at the root that reach in. */
interface ScheduleCursor {
  inside: number;
  bound: number;
  reached: number;
}

interface Board {
  readonly stages: Map<string, Placed[]>[];
  readonly cursors: Map<string, ScheduleCursor>;
  /** Bridges still to be brought up. */
  readonly waiting: Placed[];
  /** The stage of the last line at the root. */
  root: number;
  /** IPv6 address → the stage in which it is deleted inside a namespace. */
  readonly left: Map<string, number>;
}

function noteLeaving(board: Board, { verb, fact }: Step): void {
  const address = verb === "del" ? detectedInside(fact) : undefined;
  if (address !== undefined) board.left.set(address, cursorOf(board, fact.netns).inside);
}

function awaitLeaving(board: Board, { verb, fact }: Step): void {
  const address = verb === "del" ? undefined : detectedInside(fact);
  if (address === undefined) return;
  const at = cursorOf(board, fact.netns);
  const left = board.left.get(address);
  if (left !== undefined) at.reached = Math.max(at.reached, left + 1);
}

/** The address of which the kernel looks for duplicates, in a named namespace. */
function detectedInside(fact: Fact): string | undefined {
  return fact.netns === ROOT ? undefined : typeOf(fact).detected?.(fact);
}

function place(board: Board, placed: Placed): void {
  if (placed.line.netns !== ROOT) placeInside(board, placed);
  else if (placed.line.apart) putApart(board, placed);
  else if (placed.line.afterPorts) board.waiting.push(placed);
  else {
    if (placed.line.afterAllNamespaces) afterAll(board);
    placeAtRoot(board, placed);
  }
}

function placeAtRoot(board: Board, placed: Placed): void {
  const { reaches } = placed.line;
  const into = reaches && cursorOf(board, reaches.netns);
  const after = into === undefined ? -1 : reaches!.exclusive ? into.inside : into.bound;
  board.root = Math.max(board.root, after + 1);
  if (into) into.reached = board.root;
  put(board, board.root, placed);
}

function placeInside(board: Board, placed: Placed): void {
  const at = cursorOf(board, placed.line.netns);
  at.inside = Math.max(at.inside, at.reached + 1, 1);
  if (!placed.line.independent) at.bound = at.inside;
  put(board, at.inside, placed);
  if (placed.line.command.do === "sysctl") beforeUp(board.stages[at.inside]!.get(placed.line.netns)!);
}

/** Moves the last line in front of the link-up lines. */
function beforeUp(lines: Placed[]): void {
  const setting = lines.pop()!;
  let at = lines.length;
  while (lines[at - 1]?.line.afterPorts) at--;
  lines.splice(at, 0, setting);
}

/** Places the line in the first root stage after all lines placed so far for the namespace. */
function putApart(board: Board, placed: Placed): void {
  const { inside, reached } = cursorOf(board, placed.line.reaches!.netns);
  put(board, Math.max(inside + 1, reached, 0), placed);
}

/** Makes the next line at the root wait for all lines inside. */
function afterAll(board: Board): void {
  for (const { inside } of board.cursors.values()) board.root = Math.max(board.root, inside + 1);
}

/** Brings up the waiting bridges. */
function raise(board: Board): void {
  if (board.waiting.length === 0) return;
  afterAll(board);
  for (const placed of board.waiting.splice(0)) put(board, board.root, placed);
}

function cursorOf({ cursors }: Board, netns: string): ScheduleCursor {
  const known = cursors.get(netns) ?? { inside: -1, bound: -1, reached: -2 };
  cursors.set(netns, known);
  return known;
}

function put({ stages }: Board, stage: number, placed: Placed): void {
  while (stages.length <= stage) stages.push(new Map());
  const lines = stages[stage]!.get(placed.line.netns);
  if (lines) lines.push(placed);
  else stages[stage]!.set(placed.line.netns, [placed]);
}
