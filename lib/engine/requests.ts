/** Requests and results of the engine. */
import type { Configuration } from "../config/types";
import type { Diagnostic, Result } from "../diagnostic";
import type { Hosts } from "../reconcile/hosts";
import type { Clock } from "../ports/clock";
import type { Observation } from "../ports/backend";
import type { DifferenceKind } from "../reconcile/drift/compare";
import type { HostCoverage } from "../reconcile/drift/coverage";
import type { IgnoredObjects } from "./ignored";
import type { JudgedDifference } from "../reconcile/drift/judged";
import type { ExecutionEvent } from "../reconcile/execute/events";
import type { StateQuestion, StoredOutputs } from "../resources";
import type { Registry } from "../resources/registry";
import type { Rolling } from "./apply/batches";
import type { Confirmation } from "./apply/confirmation";
import type { OnFailure } from "./apply/units";
import type { Plan } from "./plan";
import type { State } from "./state/types";

/**
 * Reads the outputs in the state of another configuration, without its lock. Undefined where no state is to be read, as in a check of the
 * configuration by itself: then they stay unknown.
 */
export type ReadOutputs = (question: StateQuestion) => Promise<Result<StoredOutputs | undefined>>;

/** The engine's environment. */
export interface EngineEnvironment {
  /** Whether objects recorded on another backend may be planned and applied on this one (`NETWEFT_ACCEPT_BACKEND` under Terraform). */
  readonly acceptsOther?: boolean;
  /** The hosts of the configuration or the plan. The caller opened them, and closes them. */
  readonly hosts: Hosts;
  /** The known types of resources and data sources. */
  readonly types: Registry;
  readonly clock: Clock;
  /** For data sources that read the states of other configurations. */
  readonly outputsOf?: ReadOutputs;
}

export interface PlanRequest {
  readonly configuration: Configuration;
  readonly state: State;
  readonly world: EngineEnvironment;
  /** Overrides `backend` of every provider block (`--backend`, `NETWEFT_BACKEND`). */
  readonly backend?: string;
  /** `destroy`: delete the configuration's resources. */
  readonly mode: "apply" | "destroy";
  /** Addresses of blocks or instances, which include their dependencies. Empty: everything. */
  readonly targets: readonly string[];
  /** Instances to replace even though nothing forces it. */
  readonly replace: readonly string[];
  /** False: drift is not detected; the hosts are still observed for what the plan itself needs. */
  readonly refresh: boolean;
  /** Whether the hosts go back by themselves unless the change is confirmed: then a plan may cut the connection to them. */
  readonly isConfirmed?: boolean;
  /** Whether hosts that do not answer are left as they are, and the others changed. Otherwise they are errors. */
  readonly skipUnreachable?: boolean;
  /** False: the configuration and the state are a part of the stack; the rest of it is known from the hosts only. Default: true. */
  readonly closedWorld?: boolean;
  /** The serial from which new names are derived when a plan is made again: an earlier one than the state's. */
  readonly namedBy?: number;
}

/** How to plan again after another run has changed a host first. */
export interface Again {
  /** Plans from the current state; new objects get the names that they would have had at this serial. */
  readonly plan: (state: State, namedBy: number) => Promise<Result<Pick<Planned, "plan"> & Partial<Planned>>>;
  /** Any new plan is approved. Otherwise it may contain only steps of the first one. */
  readonly anyPlan: boolean;
}

/** A plan, and the observation that it is based on. */
export interface Planned {
  readonly plan: Plan;
  /** The observed hosts; pass it to `applyPlan` right after planning, so that they need not be observed again. */
  readonly observed: ReadonlyMap<string, Observation>;
}

/** Progress events. `line` is a canonical fact line. */
export type ApplyEvent =
  | ExecutionEvent
  | {
      readonly type: "resource";
      readonly address: string;
      readonly action: string;
      readonly status: "complete" | "failed" | "incomplete" | "rolled back";
    }
  /** These hosts go back by themselves after that time, unless the change is confirmed. */
  | { readonly type: "armed"; readonly hosts: readonly string[]; readonly seconds: number }
  /** These hosts have gone back. */
  | { readonly type: "back"; readonly hosts: readonly string[] }
  /** A step failed, and these hosts go back to the state before. */
  | { readonly type: "rollback"; readonly hosts: readonly string[] };

export interface ApplyRequest {
  readonly plan: Plan;
  /** The currently stored state. */
  readonly state: State;
  /** Stores a state; called for the claim before execution and for the release after verification. */
  readonly save: (state: State) => Promise<readonly Diagnostic[]>;
  readonly world: EngineEnvironment;
  /** The observation of a preceding `planChanges`. Without it, every host that the plan touches is observed and compared first. */
  readonly observed?: ReadonlyMap<string, Observation>;
  readonly onEvent: (event: ApplyEvent) => void;
  /** Without it, a race lost to another run is an error at once. */
  readonly again?: Again;
  /** The saved plan's file: a saved plan is applied once, and a new plan completes an interrupted apply. */
  readonly saved?: string;
  /** The hosts take the change back by themselves unless it is confirmed. */
  readonly confirmation?: Confirmation;
  /**
   * What becomes of the hosts that resources join when a step on one of them fails: `rollback` brings all of them back to the state before,
   * `stop` leaves what is done. Default: `rollback` where a resource in use changes, `stop` where resources are only created or
   * only destroyed. Other hosts go on in any case.
   */
  readonly onFailure?: OnFailure;
  /** The hosts change in batches, one after the other. Default: all at once. */
  readonly rolling?: Rolling;
  /** Aborted on interruption: running steps are completed and recorded, no new ones start. */
  readonly signal?: { readonly aborted: boolean };
}

export interface Applied {
  readonly state: State;
  readonly diagnostics: readonly Diagnostic[];
  /** Instances of `import` blocks that are new in the state. */
  readonly imported: number;
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
  /** Addresses of the instances that are as before, because a step failed. */
  readonly rolledBack: readonly string[];
}

/** A comparison of the state with the hosts of the configuration. */
export interface DriftRequest {
  readonly configuration: Configuration;
  readonly state: State;
  readonly world: EngineEnvironment;
  readonly backend?: string;
}

/** The object to import, and the address to import it to. */
export interface ImportRequest extends DriftRequest {
  /** The address of a declared instance that is not in the state. */
  readonly address: string;
  /** The id of an object on a host: `local/front`, or with the kernel's own name, `local/br0`. */
  readonly id: string;
}

/** The imported instance. Nothing was changed on any host. */
export interface Imported {
  /** The state with the instance in it, to be stored. */
  readonly state: State;
  /** The instance's own id. */
  readonly id: string;
  /** The lines of its objects as observed. */
  readonly lines: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** One line of drift. */
export interface DriftLine {
  readonly host: string;
  readonly what: DifferenceKind;
  /** The expected line; for `unexpected`, the actual one. */
  readonly line: string;
  /** The actual line, if any. */
  readonly actual?: string;
  /** Addresses of the resource instances that own it. */
  readonly owners: readonly string[];
}

export interface DriftReport {
  /** The names of the hosts' backends. */
  readonly backends: readonly string[];
  /** What an apply repairs, or refuses to touch. */
  readonly lines: readonly DriftLine[];
  /** All differences, also those that an apply leaves, each with what it does to traffic. */
  readonly judged: readonly JudgedDifference[];
  /** Whose `ignore_changes` leaves the objects of tolerated differences to others, by key. */
  readonly ignoredBy: IgnoredObjects["tolerances"];
  /** How much of each observed host is managed. */
  readonly coverage: readonly HostCoverage[];
  /** The stack that the marks on its objects name. */
  readonly stack: string;
  /** Hosts that could not be observed: their facts are unknown. The diagnostics give the reasons. */
  readonly unread: readonly string[];
  /** Instances and kernel objects that were compared. */
  readonly instances: number;
  readonly facts: number;
  /** Addresses of the instances of which not everything was compared. */
  readonly uncompared: readonly string[];
  /** The state has no resources but the configuration declares some: the absence of differences is meaningless. */
  readonly unapplied: boolean;
  /** Sensitive values of the state, to be concealed in reports of the lines. */
  readonly secrets: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}
