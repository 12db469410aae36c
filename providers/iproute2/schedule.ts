/**
 * Puts the lines of many steps into few processes. Stages follow each other; even ones run at the root of the host, odd
 * ones in all namespaces at once, one process for each. A line goes into the earliest stage in which nothing that it could
 * depend on comes later:
 *
 * - Lines of one namespace keep their order.
 * - A line at the root that reaches into a namespace (a veth pair, the namespace itself) waits for the earlier lines
 *   inside, and later lines inside wait for it. All other lines of different namespaces do not meet: what an address or a
 *   route in one namespace does is not seen in another.
 * - Bridges come up after everything else (`late`), but before the next route, setting or change of a link at the root,
 *   which may need them.
 *
 * So 1,000 new endpoints are three stages, and the result is that of doing step after step. Only after a failure can
 * more be done than the steps in front of it; the reading afterwards tells.
 */
import { ROOT } from "../../lib/kernel/fact";
import type { Step } from "../../lib/kernel/step";
import { linesOf, type Line } from "./codecs";
import { coveredBy } from "./covered";
import type { Names } from "./names";

/** A line and the numbers of the steps that it does, from 0: the first is the one to blame when it fails. */
export interface Placed {
  readonly line: Line;
  readonly steps: readonly number[];
}

/** The root's lines of an even stage, or each namespace's of an odd one. */
export type Stage = ReadonlyMap<string, readonly Placed[]>;

export interface Schedule {
  readonly stages: readonly Stage[];
  /** Steps without any line: nothing has to be told to the kernel. */
  readonly empty: readonly number[];
}

export function schedule(steps: readonly Step[], names: Names): Schedule {
  const covered = coveredBy(steps);
  const blamed = invert(covered);
  const stages = stageBuilder();
  const empty: number[] = [];
  steps.forEach((step, n) => {
    if (covered.has(n)) return;
    const lines = linesOf(step, names);
    const numbers = [n, ...(blamed.get(n) ?? [])];
    if (lines.length === 0) empty.push(...numbers);
    if (needsBridges(step)) stages.raise();
    for (const line of lines) stages.place({ line, steps: numbers });
  });
  return { stages: stages.end(), empty };
}

function invert(covered: ReadonlyMap<number, number>): ReadonlyMap<number, readonly number[]> {
  const by = new Map<number, number[]>();
  for (const [n, other] of covered) by.set(other, [...(by.get(other) ?? []), n]);
  return by;
}

/** Whether what the step does at the root can depend on bridges being up, or can undo it. */
function needsBridges({ verb, fact }: Step): boolean {
  if (fact.netns !== ROOT) return false;
  return fact.kind === "route" || fact.kind === "sysctl" || (fact.kind === "link" && verb !== "add");
}

/** Where the work on one namespace stands: the last stages with lines inside, and with lines at the root that reach in. */
interface Cursor {
  inside: number;
  bound: number;
  reached: number;
}

interface StageBuilder {
  place(placed: Placed): void;
  /** Brings up the bridges that wait. */
  raise(): void;
  end(): readonly Stage[];
}

function stageBuilder(): StageBuilder {
  const stages: Map<string, Placed[]>[] = [];
  const cursors = new Map<string, Cursor>();
  const waiting: Placed[] = [];
  let root = 0;
  const cursor = (netns: string) => {
    const known = cursors.get(netns) ?? { inside: -1, bound: -1, reached: -2 };
    cursors.set(netns, known);
    return known;
  };
  const put = (stage: number, placed: Placed) => {
    while (stages.length <= stage) stages.push(new Map());
    const lines = stages[stage]!.get(placed.line.netns);
    if (lines) lines.push(placed);
    else stages[stage]!.set(placed.line.netns, [placed]);
  };
  const placeAtRoot = (placed: Placed) => {
    const { reaches } = placed.line;
    const into = reaches && cursor(reaches.netns);
    const after = into === undefined ? -1 : reaches!.wholly ? into.inside : into.bound;
    root = Math.max(root, after + 1);
    if (into) into.reached = root;
    put(root, placed);
  };
  const placeInside = (placed: Placed) => {
    const at = cursor(placed.line.netns);
    at.inside = Math.max(at.inside, at.reached + 1, 1);
    if (!placed.line.free) at.bound = at.inside;
    put(at.inside, placed);
  };
  const raise = () => {
    if (waiting.length === 0) return;
    for (const { inside } of cursors.values()) root = Math.max(root, inside + 1);
    for (const placed of waiting.splice(0)) put(root, placed);
  };
  return {
    place(placed) {
      if (placed.line.netns !== ROOT) placeInside(placed);
      else if (placed.line.late) waiting.push(placed);
      else placeAtRoot(placed);
    },
    raise,
    end() {
      raise();
      return stages;
    },
  };
}
