/** Where the parts of a document are in its text. */
import type { Path, PathStep } from "../../diagnostic";
import { positionAt, scan } from "./scan";

/** The longest beginning of a path that a text has. */
export interface LocatedPath {
  readonly steps: number;
  /** `3:14`: line and column, both from 1. */
  readonly position: string;
}

interface Waypoint {
  readonly steps: number;
  readonly next: Map<PathStep, Waypoint>;
  at?: number;
}

/** The places of paths in a valid JSON text; undefined for those of which it has nothing. Blocks may be in lists, which no path names. */
export function locate(text: string, paths: readonly Path[]): readonly (LocatedPath | undefined)[] {
  const root: Waypoint = { steps: 0, next: new Map() };
  for (const path of paths) reach(root, path);
  scan(text, (path, at) => {
    const point = pointOf(root, path);
    if (point !== undefined && point.at === undefined) point.at = at;
  });
  return paths.map((path) => found(text, root, path));
}

function reach(root: Waypoint, path: Path): void {
  let point = root;
  for (const step of path) {
    const next = point.next.get(step) ?? { steps: point.steps + 1, next: new Map<PathStep, Waypoint>() };
    point.next.set(step, next);
    point = next;
  }
}

function pointOf(root: Waypoint, path: Path): Waypoint | undefined {
  let point: Waypoint | undefined = root;
  for (const step of path) {
    const next: Waypoint | undefined = point.next.get(step);
    if (next === undefined && typeof step === "string") return undefined;
    point = next ?? point;
  }
  return point === root ? undefined : point;
}

function found(text: string, root: Waypoint, path: Path): LocatedPath | undefined {
  let point: Waypoint | undefined = root;
  let last: LocatedPath | undefined;
  for (const step of path) {
    point = point.next.get(step);
    if (point?.at === undefined) break;
    last = { steps: point.steps, position: positionAt(text, point.at) };
  }
  return last;
}
