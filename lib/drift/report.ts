/** A drift report of a stack out of judged differences: fingerprints, ages, what is ignored, and what is resolved. */
import type { Configuration } from "../config/types";
import type { DriftReport } from "../engine";
import type { State } from "../engine/state";
import { severities } from "../kernel/judgement";
import { textOf } from "../kernel/line";
import { sha256 } from "../net/sha256";
import type { JudgedDifference } from "../reconcile/drift/judged";
import type { Registry } from "../resources/registry";
import { adviceOn } from "./advice";
import { BY_LIFECYCLE } from "./baseline";
import type { Baseline, Finding, Ignore, ResolvedFinding, StackFindings } from "./finding";
import { ignoredOn, sortedOut } from "./ignores";
import { sourcesOf } from "./sources";
import { topologyOf } from "./topology";

/** What was found, and what the user says of it. */
export interface ReportInputs {
  readonly found: DriftReport;
  readonly configuration: Pick<Configuration, "written">;
  readonly state: State;
  readonly types: Registry;
  readonly file: string;
  /** When the observation began (ISO 8601, UTC), and how many seconds the report took. */
  readonly observedAt: string;
  readonly seconds: number;
  readonly ignores: readonly Ignore[];
  /** The findings of an earlier report. */
  readonly baseline?: Baseline;
}

/** The report on one stack. Pure. */
export function stackFindings(inputs: ReportInputs): StackFindings {
  const { found, configuration, state, types, file, observedAt, seconds, ignores, baseline } = inputs;
  const { stack, backends, coverage, unread, instances, facts, uncompared, unapplied, secrets, diagnostics } = found;
  const sources = sourcesOf(
    configuration,
    found.judged.flatMap(({ difference }) => difference.owners.slice(0, 1)),
  );
  const findings = found.judged.map((judged): Finding => {
    const finding = findingOf(judged, stack);
    const before = baseline?.get(finding.fingerprint);
    const source = sources.get(finding.resources[0] ?? "");
    const age =
      before === undefined
        ? ({ status: "new", firstSeen: observedAt } as const)
        : ({ status: "persisting", firstSeen: before.firstSeen } as const);
    return { ...finding, ...age, ...(source && { source }) };
  });
  const leftToOthers = new Map(
    found.judged.flatMap((judged, n) => ignoreOf(judged, found).map((ignore) => [findings[n]!, ignore] as const)),
  );
  const all = inOrder(findings);
  const fingerprints = new Set(all.map(({ fingerprint }) => fingerprint));
  const [isHidden, today] = [hiddenBy(found), observedAt.slice(0, 10)];
  const left = [...(baseline?.values() ?? [])].filter(({ fingerprint }) => !fingerprints.has(fingerprint));
  const isIgnored = ignoredOn(ignores, today);
  const sorted = sortedOut(
    all.filter((finding) => !leftToOthers.has(finding)),
    ignores,
    today,
  );
  return {
    ...{ stack, file, backends, observedAt, seconds, coverage, unread, instances, facts, uncompared, unapplied, secrets, diagnostics },
    ...sorted,
    ignored: [...all.flatMap((finding) => ignoredWith(finding, leftToOthers)), ...sorted.ignored],
    resolved: left.filter((one) => !isHidden(one)),
    unreadFindings: left.filter(isHidden).map((one) => ({ ...one, ignored: one.covered === true || isIgnored(one) })),
    resources: [...state.instances.keys()],
    topology: topologyOf(state.instances.values(), types),
  };
}

/** Whether it could not be seen if a finding of the baseline is still there. */
function hiddenBy({ unread, uncompared, diagnostics }: DriftReport): (one: ResolvedFinding) => boolean {
  const hosts = new Set(unread);
  const broken = new Set(diagnostics.filter(({ severity }) => severity === "error").map(({ at }) => at.resource));
  const lost = new Set(uncompared.filter((address) => broken.has(address)));
  return ({ host, resources }) => hosts.has(host) || resources.some((address) => lost.has(address));
}

function ignoredWith(finding: Finding, leftToOthers: ReadonlyMap<Finding, Ignore>): StackFindings["ignored"] {
  const ignore = leftToOthers.get(finding);
  return ignore === undefined ? [] : [{ finding, ignore }];
}

/** What the configuration says of a tolerated difference, in the form of an entry. */
function ignoreOf({ isTolerated, difference, layer }: JudgedDifference, { ignoredBy }: DriftReport): readonly Ignore[] {
  const said = isTolerated ? ignoredBy.get(difference.key) : undefined;
  if (said === undefined) return [];
  const { owner, attributes } = said;
  return [{ layer, resource: owner, reason: `\`ignore_changes\` of ${owner} has ${quoted(attributes)}.`, by: BY_LIFECYCLE }];
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

function findingOf(judged: JudgedDifference, stack: string): Omit<Finding, "firstSeen" | "status"> {
  const { class: kind, difference, layer, severity, reason, endpoints, repair, also } = judged;
  const { kind: how, key, fact, actual, owners } = difference;
  const isDeclared = kind === "missing" || kind === "changed";
  return {
    fingerprint: sha256(JSON.stringify([stack, fact.host, kind, layer, key])).slice(0, 32),
    class: kind,
    difference: kind === "orphaned" ? "orphaned" : how,
    ...{ layer, severity, reason, host: fact.host, resources: owners, endpoints },
    ...(also !== undefined && { also }),
    ...(isDeclared && { expected: textOf(fact) }),
    ...(actual !== undefined && { actual: textOf(actual) }),
    repair: { by: repair.by, advice: adviceOn(judged), interrupts: repair.interrupts },
  };
}

/** By severity, host and line. */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const keyed = findings.map((finding) => {
    const { severity, host, expected, actual } = finding;
    return { finding, key: [severities.indexOf(severity), host, expected ?? actual ?? ""] as const };
  });
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  keyed.sort(({ key: a }, { key: b }) => a[0] - b[0] || compare(a[1], b[1]) || compare(a[2], b[2]));
  return keyed.map(({ finding }) => finding);
}
