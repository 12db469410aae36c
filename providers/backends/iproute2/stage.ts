import type { ScriptLine } from "./line";

/** A line and the numbers of the steps that it executes, from 0; a failure is attributed to the first. */
export interface Placed {
  readonly line: ScriptLine;
  readonly steps: readonly number[];
  /** It tries whether the host accepts its step: a failure changes nothing. */
  readonly isTrial?: true;
}

/** Lines that run at the same time: those of the root, or those of each namespace. */
export type StagedWork = ReadonlyMap<string, readonly Placed[]>;
