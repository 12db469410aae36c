/** A drift report as data: what differs on the hosts of a stack, what that does to traffic, since when, and what a repair costs. */
import type { Diagnostic } from "../diagnostic";
import { layers, severities, type Layer, type Severity } from "../kernel/judgement";
import type { DifferenceKind } from "../reconcile/drift/compare";
import type { HostCoverage } from "../reconcile/drift/coverage";
import { findingClasses, type FindingClass } from "../reconcile/drift/judged";
import type { RepairBy } from "../reconcile/drift/repair";
import type { Impact } from "../reconcile/plan";
import type { Topology } from "./topology";

export { findingClasses, layers, severities, type FindingClass, type HostCoverage, type Layer, type Severity };

/** What an apply does with a finding, and what that interrupts. */
export interface Repair {
  readonly by: RepairBy;
  /** What to do, as a sentence with its command. */
  readonly advice: string;
  /** The endpoints whose traffic the repair interrupts. */
  readonly interrupts: readonly Impact[];
}

/** A line of the user's own code, relative to the project's folder. */
export interface SourceLine {
  readonly file: string;
  readonly line: number;
}

/** One entry of `netweft.drift.json`: findings that all given members match are listed as ignored. `*` stands for any text. */
export interface Ignore {
  readonly class?: FindingClass;
  readonly layer?: Layer;
  readonly resource?: string;
  readonly line?: string;
  /** Why, who decided it, and the last day (`2027-01-31`) on which it holds. */
  readonly reason: string;
  readonly by: string;
  readonly until?: string;
}

/** One difference between a host and the state. */
export interface Finding {
  /** 32 hexadecimal digits, the same from run to run: of stack, host, class, layer and the object's key, not of its values. */
  readonly fingerprint: string;
  readonly class: FindingClass;
  readonly difference: DifferenceKind | "orphaned";
  readonly layer: Layer;
  readonly severity: Severity;
  /** What it is besides: an exposure that is an outage, too. `--fail-on` counts it for both. */
  readonly also?: Severity;
  /** Why it has this severity: a sentence, or two with `also`. */
  readonly reason: string;
  readonly host: string;
  /** Addresses of the instances that own it, or in whose object it is; empty for an orphan. */
  readonly resources: readonly string[];
  /** Canonical lines. At least one is there. */
  readonly expected?: string;
  readonly actual?: string;
  /** Addresses of the endpoints whose traffic it affects. */
  readonly endpoints: readonly string[];
  /** The time of the first report in which it was found (ISO 8601, UTC). */
  readonly firstSeen: string;
  /** Compared with the baseline; `new` without one. */
  readonly status: "new" | "persisting";
  readonly repair: Repair;
  /** Where the first of `resources` is written, if that is known. */
  readonly source?: SourceLine;
}

/** A finding of the baseline that is not found any more. */
export type ResolvedFinding = Pick<
  Finding,
  "fingerprint" | "class" | "layer" | "severity" | "host" | "resources" | "expected" | "actual" | "firstSeen"
>;

/** A finding of an earlier report. */
export interface EarlierFinding extends ResolvedFinding {
  /** `ignore_changes` covered it when its host was last read. */
  readonly covered?: true;
}

/** A finding of the baseline on a host, or of a resource, that could not be read: whether it is still there is not known. */
export interface UnreadFinding extends EarlierFinding {
  /** An entry of the ignores matches it, or it is covered. */
  readonly ignored: boolean;
}

/** The findings of an earlier report, by fingerprint. */
export type Baseline = ReadonlyMap<string, EarlierFinding>;

/** A stack of an app that has no report, because it could not be read. */
export interface UnreadStack {
  readonly stack: string;
  /** Why; at least one error. */
  readonly diagnostics: readonly Diagnostic[];
  /** What the baseline has of it: whether that is still there is not known. */
  readonly before?: Baseline;
}

/** The report on one stack. Lines may contain sensitive values: every output conceals `secrets`. */
export interface StackFindings {
  readonly stack: string;
  /** A file of the configuration, or the state: the place of findings without `source`. Relative to the project's folder. */
  readonly file: string;
  /** The names of the hosts' backends. */
  readonly backends: readonly string[];
  /** When the observation began (ISO 8601, UTC), and how many seconds the report took. */
  readonly observedAt: string;
  readonly seconds: number;
  /** Without the ignored ones; by severity, host and line. */
  readonly findings: readonly Finding[];
  readonly ignored: readonly { readonly finding: Finding; readonly ignore: Ignore }[];
  /** Entries of `netweft.drift.json` whose last day has passed. Each is a finding by itself (exit code 2). */
  readonly expired: readonly Ignore[];
  readonly resolved: readonly ResolvedFinding[];
  readonly coverage: readonly HostCoverage[];
  /** Hosts that could not be observed. */
  readonly unread: readonly string[];
  /** What the baseline has on these hosts. It keeps its age for the next report. */
  readonly unreadFindings: readonly UnreadFinding[];
  /** Addresses of the instances of which not everything was compared. */
  readonly uncompared: readonly string[];
  /** Instances and kernel objects that were compared, and all instances of the state by address. */
  readonly instances: number;
  readonly facts: number;
  readonly resources: readonly string[];
  /** The state has no resources but the configuration declares some: the absence of findings is meaningless. */
  readonly unapplied: boolean;
  readonly topology: Topology;
  readonly secrets: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}
