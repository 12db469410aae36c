/** What an evaluation has found out so far. */
import type { Diagnostic, PathStep, Where } from "../../diagnostic";
import type { Draft } from "../../schema/value";
import type { Model, ResourceBlock } from "../blocks/model";
import type { Instance } from "../types";
import { openBudget, type Budget } from "../evaluation/budget";
import type { Scope } from "../evaluation/scope";
import type { Typed } from "../values/typed";

/** One instance with all of its attributes, as references see them. */
export interface InstanceState {
  readonly block: ResourceBlock;
  readonly instance: Instance;
  readonly attributes: Draft;
  /** Attributes that were asked for, with their types. */
  typed?: Map<string, Typed>;
  /** All attributes as one object, once somebody asked for it. */
  whole?: Typed;
}

/** A resource block after its evaluation. */
export interface BlockState {
  /** `open`: it could not be found out which instances there are. */
  readonly expansion: "single" | "count" | "for_each" | "open";
  readonly instances: readonly InstanceState[];
  readonly byKey: ReadonlyMap<string | number, InstanceState>;
  /** All instances as one value, once somebody asked for it. */
  whole?: Typed;
  /** Nothing in it was unknown, nor in anything that it refers to; evaluating it again gives the same. */
  readonly settled: boolean;
}

/** What stands around the expressions of one instance. */
export interface Ambience {
  readonly each?: { readonly key: Typed; readonly value: Typed };
  readonly count?: number;
  readonly self?: InstanceState;
}

/** Where expressions are being evaluated, and with what around them. An evaluation has one, which moves from block to block. */
export interface Site {
  readonly run: Run;
  readonly scope: Scope;
  where: Where;
  ambience: Ambience;
  /** Path of what is being evaluated, under the path of `where`. */
  path: PathStep[];
  /** The expression that is being evaluated. */
  text: string;
}

export interface Run {
  readonly model: Model;
  readonly directory: string;
  readonly variables: ReadonlyMap<string, Typed>;
  readonly locals: Map<string, Typed>;
  /** By address. A block that is not here counts as unknown. */
  readonly blocks: Map<string, BlockState>;
  readonly diagnostics: Diagnostic[];
  readonly budget: Budget;
  /** How many instances there are so far. */
  instances: number;
  site?: Site;
}

export function startRun(base: Pick<Run, "model" | "directory" | "variables">): Run {
  return { ...base, locals: new Map(), blocks: new Map(), diagnostics: [], budget: openBudget(), instances: 0 };
}
