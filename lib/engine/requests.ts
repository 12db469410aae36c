/** What the engine is asked and what it answers. */
import type { Configuration } from "../config/types";
import type { Diagnostic, Result } from "../diagnostic";
import type { Clock, Drivers, Observation } from "../io";
import type { Plan } from "./plan";
import type { State } from "./state/types";

/** The doors that the engine needs. */
export interface World {
  /** Whether what another backend made may be planned and applied as if this one had (`NETWEFT_ACCEPT_BACKEND` under Terraform). */
  readonly acceptsOther?: boolean;
  readonly drivers: Drivers;
  readonly clock: Clock;
}

export interface PlanRequest {
  readonly configuration: Configuration;
  readonly state: State;
  readonly world: World;
  /** Overrides `backend` of every provider block (`--backend`, `NETWEFT_BACKEND`). */
  readonly backend?: string;
  /** `destroy`: the configuration's resources are wanted gone. */
  readonly mode: "apply" | "destroy";
  /** Addresses of blocks or instances; with what they depend on. Empty: everything. */
  readonly targets: readonly string[];
  /** Instances to replace even though nothing forces it. */
  readonly replace: readonly string[];
  /** False: drift is not looked for; the hosts are still read for what the plan itself needs. */
  readonly refresh: boolean;
  /** The configuration and the state are a part of the stack; the rest of it is there, and known by what is on the hosts alone. */
  readonly part?: true;
  /** The serial by which new objects are named, where a plan is made again: an earlier one than the state's. */
  readonly namedBy?: number;
}

/** How to plan once more after another run was on a host first. */
export interface Again {
  /** Plans from what the state has become; new objects get the names that they would have had at this serial. */
  readonly plan: (state: State, namedBy: number) => Promise<Result<Pick<Planned, "plan"> & Partial<Planned>>>;
  /** Whatever the new plan is, it is approved. Else it must do nothing that the first one does not. */
  readonly anyPlan: boolean;
}

/** A plan, and what was seen when it was made. */
export interface Planned {
  readonly plan: Plan;
  /** Hosts as they were; hand it to `applyPlan` when no time went by, so that they need not be read again. */
  readonly observed: ReadonlyMap<string, Observation>;
}

/** What happened, as it happens. `line` is a canonical fact line. */
export type ApplyEvent =
  | { readonly type: "start"; readonly steps: number; readonly hosts: readonly string[] }
  | { readonly type: "progress"; readonly host: string; readonly done: number; readonly of: number }
  | { readonly type: "settling"; readonly host: string; readonly waiting: number }
  | { readonly type: "resource"; readonly address: string; readonly action: string; readonly status: "complete" | "failed" };

export interface ApplyRequest {
  readonly plan: Plan;
  /** The state that is stored now. */
  readonly state: State;
  /** Stores a state; called for the claim before anything is created and for the release after it was seen to be done. */
  readonly save: (state: State) => Promise<readonly Diagnostic[]>;
  readonly world: World;
  /** What `planChanges` saw a moment ago. Without it, every host that the plan touches is read and compared first. */
  readonly observed?: ReadonlyMap<string, Observation>;
  readonly onEvent: (event: ApplyEvent) => void;
  /** Where it is missing, a race that is lost to another run is an error at once. */
  readonly again?: Again;
  /** The file that the plan comes out of: it is applied once, and a new plan does what is left. */
  readonly saved?: string;
  /** Aborted when the user wants to stop: what runs is brought to its end and written down, nothing new is begun. */
  readonly signal?: AbortSignal;
}

export interface Applied {
  readonly state: State;
  readonly diagnostics: readonly Diagnostic[];
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
}

/** What is compared: the state with the hosts that the configuration names. */
export interface DriftRequest {
  readonly configuration: Configuration;
  readonly state: State;
  readonly world: World;
  readonly backend?: string;
}

/** What is taken over, and as what. */
export interface ImportRequest extends DriftRequest {
  /** The address of a declared instance that the state does not have. */
  readonly address: string;
  /** The id of an object on a host: `local/front`, or with the kernel's own name, `local/br0`. */
  readonly id: string;
}

/** What was taken over. Nothing was changed on any host. */
export interface Imported {
  /** The state with the instance in it, to be stored. */
  readonly state: State;
  /** The instance's own id. */
  readonly id: string;
  /** The lines of its objects as they were found. */
  readonly lines: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** One line in which the world differs from what the stack made. */
export interface DriftLine {
  readonly host: string;
  /** `missing`: it is gone. `changed`: it is otherwise. `unmarked`: it is there, but not as ours. `refused`: it is there, but the kernel does not use it, because somebody else on the link has it. `added`: others put it into something of ours. `left`: an apply that did not end was to take it away. */
  readonly what: "missing" | "changed" | "unmarked" | "refused" | "added" | "left";
  /** The line as it should be; of what was added or left, as it is. */
  readonly line: string;
  /** The line as it is, where there is one. */
  readonly actual?: string;
  /** Addresses of the resource instances that own it. */
  readonly owners: readonly string[];
}

export interface DriftReport {
  /** The names of the backends that the hosts are on. */
  readonly backends: readonly string[];
  readonly lines: readonly DriftLine[];
  /** Hosts that could not be read: nothing is known of what the stack has there. The diagnostics say why. */
  readonly unread: readonly string[];
  /** Instances and kernel objects that were compared. */
  readonly instances: number;
  readonly facts: number;
  /** The state has no resources, and the configuration declares some: that nothing differs says nothing. */
  readonly unapplied: boolean;
  /** Sensitive values of the state: a report of the lines conceals them. */
  readonly secrets: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}
