import { fail, hasErrors, ok, type Result } from "../diagnostic";
import { withoutSecrets } from "../drift/concealed";
import type { Finding, HostCoverage, Ignore, ResolvedFinding, StackFindings } from "../drift/finding";
import { wrongIgnores } from "../drift/ignore-file";
import { stackFindings } from "../drift/report";
import { findDrift, type DriftLine, type DriftReport } from "../engine";
import { concealing } from "../engine/conceal";
import { registry } from "../resources";
import { DRIFT_OPTIONS, STACK, wrongArguments } from "./arguments";
import { onHosts, type StackInput } from "./stack";

/** What the caller says of the findings. */
export interface DriftOptions {
  /** Findings that are to stay on the hosts: listed in `ignored`, and not in `findings`. */
  readonly ignores?: readonly Ignore[];
  /** `findings` and the findings of `ignored` of an earlier report. Findings keep its age, and `resolved` has what is gone. */
  readonly baseline?: readonly ResolvedFinding[];
}

/** The differences between the state and the hosts. Sensitive values are concealed. */
export interface Drift {
  /** The stack that the marks on its objects name. */
  readonly stack: string;
  /** The names of the hosts' backends. */
  readonly backends: readonly string[];
  /** When the observation began (ISO 8601, UTC), and how many seconds the report took. */
  readonly observedAt: string;
  readonly seconds: number;
  /** What differs, also what an apply leaves; without the ignored ones. The most severe first. */
  readonly findings: readonly Finding[];
  readonly ignored: readonly { readonly finding: Finding; readonly ignore: Ignore }[];
  /** Entries of `ignores` whose last day has passed. They ignore nothing. */
  readonly expired: readonly Ignore[];
  /** What the baseline has and the hosts have no more. */
  readonly resolved: readonly ResolvedFinding[];
  /** How much of each host is managed. */
  readonly coverage: readonly HostCoverage[];
  /** What an apply repairs, or refuses to touch, as lines without a judgement. `findings` has these and more. */
  readonly lines: readonly DriftLine[];
  /** How many instances and kernel objects were compared. */
  readonly instances: number;
  readonly facts: number;
  /** The state has no resources but the configuration declares some: that there is no difference says nothing. */
  readonly unapplied: boolean;
}

/**
 * Compares the state with the hosts, and changes neither. A host that cannot be read is an error, never an absence of drift.
 *
 * @example
 * import { drift, localStore, machine, plan, apply } from "netweft/engine";
 *
 * const text = JSON.stringify({ resource: { netweft_namespace: { web: { name: "web" } } } });
 * const stack = { ...machine(), files: [{ name: "main.tf.json", text }], store: localStore("terraform.tfstate") };
 * const ignores = [{ class: "unexpected", layer: "route", reason: "the lab's own routes", by: "network team" }] as const;
 *
 * const found = await drift(stack, { ignores });
 * if (!found.ok) throw new Error(found.diagnostics[0]?.detail);
 * const severe = found.value.findings.filter(({ severity }) => severity === "outage" || severity === "exposure");
 * for (const { host, expected, actual, reason } of severe) console.error(`${host}: ${expected ?? actual}: ${reason}`);
 *
 * // What an apply repairs without an interruption may be repaired at once.
 * if (found.value.findings.every(({ repair }) => repair.by === "apply" && repair.interrupts.length === 0)) {
 *   const planned = await plan(stack);
 *   if (planned.ok) await apply(stack, planned.value);
 * }
 */
export async function drift(input: StackInput, options: DriftOptions = {}): Promise<Result<Drift>> {
  const shapes = wrongArguments([STACK, input], [DRIFT_OPTIONS, options]);
  const wrong = shapes.length > 0 ? shapes : wrongIgnores(options.ignores ?? []);
  if (wrong.length > 0) return fail(...wrong);
  const { clock } = input;
  const [observedAt, began] = [clock.now(), clock.monotonic()];
  return onHosts(input, async (request) => {
    const found = await findDrift(request);
    if (!found.ok) return found;
    if (hasErrors(found.value.diagnostics)) return fail(...found.value.diagnostics);
    const { ignores = [], baseline = [] } = options;
    const before = new Map(baseline.map((one) => [one.fingerprint, one]));
    const file = input.files[0]?.name ?? input.store.name;
    const times = { observedAt, seconds: (clock.monotonic() - began) / 1000 };
    const { configuration, state } = request;
    const inputs = { configuration, state, types: registry, ...times, file, ignores, baseline: before };
    const report = stackFindings({ ...inputs, found: found.value });
    return ok(driftOf(found.value, report), found.value.diagnostics);
  });
}

function driftOf({ lines, secrets }: DriftReport, report: StackFindings): Drift {
  const { stack, backends, observedAt, seconds, findings, ignored, expired, resolved, coverage, instances, facts, unapplied } =
    withoutSecrets(report);
  const conceal = concealing(secrets);
  return {
    ...{ stack, backends, observedAt, seconds, findings, ignored, expired, resolved, coverage },
    ...{ lines: lines.map((line) => concealedLine(line, conceal)), instances, facts, unapplied },
  };
}

function concealedLine({ line, actual, ...rest }: DriftLine, conceal: (text: string) => string): DriftLine {
  return { ...rest, line: conceal(line), ...(actual !== undefined && { actual: conceal(actual) }) };
}
