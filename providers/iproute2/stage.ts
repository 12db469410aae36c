import type { Line } from "./codecs/line";

/** A line and the numbers of the steps that it does, from 0: the first is the one to blame when it fails. */
export interface Placed {
  readonly line: Line;
  readonly steps: readonly number[];
}

/** What runs at one time: the root's lines, or each namespace's. */
export type Stage = ReadonlyMap<string, readonly Placed[]>;
