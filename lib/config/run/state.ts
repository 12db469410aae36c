/** The intermediate results of an evaluation. */
import type { Diagnostic, PathStep, Where } from "../../diagnostic";
import type { Draft } from "../../schema/value";
import type { Model, ResourceBlock } from "../blocks/model";
import type { Instance } from "../types";
import { openBudget, type Budget } from "../evaluation/budget";
import type { NameScope } from "../evaluation/scope";
import type { Typed } from "../values/typed";

/** One instance with all of its attributes, for references. */
export interface InstanceState {
  readonly block: ResourceBlock;
  readonly instance: Instance;
  readonly attributes: Draft;
  /** Attributes that were used, with their types. */
  typed?: Map<string, Typed>;
  /** All attributes as one object, created on first use. */
  whole?: Typed;
}

/** A resource block after its evaluation. */
export interface BlockState {
  /** `open`: the instances are not known. */
  readonly expansion: "single" | "count" | "for_each" | "open";
  readonly instances: readonly InstanceState[];
  readonly byKey: ReadonlyMap<string | number, InstanceState>;
  /** All instances as one value, created on first use. */
  whole?: Typed;
  /** The block and its dependencies have no unknown values; evaluating it again gives the same. */
  readonly settled: boolean;
}

/** The context of one instance's expressions. */
export interface Ambience {
  readonly each?: { readonly key: Typed; readonly value: Typed };
  readonly count?: number;
  readonly self?: InstanceState;
}

/** The place and context of the current expression. An evaluation has one site, which moves from block to block. */
export interface EvaluationSite {
  readonly run: EvaluationRun;
  readonly scope: NameScope;
  where: Where;
  ambience: Ambience;
  /** Path of what is being evaluated, under the path of `where`. */
  path: PathStep[];
  /** The expression that is being evaluated. */
  text: string;
}

export interface EvaluationRun {
  readonly model: Model;
  readonly directory: string;
  readonly workspace: string;
  readonly variables: ReadonlyMap<string, Typed>;
  readonly locals: Map<string, Typed>;
  /** By address. A missing block counts as unknown. */
  readonly blocks: Map<string, BlockState>;
  readonly diagnostics: Diagnostic[];
  readonly budget: Budget;
  /** The number of instances so far. */
  instances: number;
  site?: EvaluationSite;
}

export function startRun(base: Pick<EvaluationRun, "model" | "directory" | "workspace" | "variables">): EvaluationRun {
  return { ...base, locals: new Map(), blocks: new Map(), diagnostics: [], budget: openBudget(), instances: 0 };
}
