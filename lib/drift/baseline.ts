/** An earlier report as the baseline of a new one: its JSON, of which only the findings matter. */
import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import { isTooDeep } from "../schema/json-depth";
import { findingClasses, layers, severities, type Baseline, type EarlierFinding, type ResolvedFinding } from "./finding";

/** The findings of an earlier report, by the name of the stack. */
export type Baselines = ReadonlyMap<string, Baseline>;

/** Who has decided it, where `ignore_changes` says that a finding is ignored. */
export const BY_LIFECYCLE = "lifecycle";

/** Members of a finding that have to be texts. */
const TEXTS = ["fingerprint", "host"] as const;
const WORDS = { class: findingClasses, layer: layers, severity: severities } as const;

/** Reads a JSON report of `netweft drift`, in its version 2.x; all errors at once. Findings that are ignored, or that could not be read again, keep their age. */
export function readBaseline(text: string, file: string): Result<Baselines> {
  let content: unknown;
  try {
    content = isTooDeep(text) ? undefined : JSON.parse(text);
  } catch {
    return fail(wrong("it is not JSON", file));
  }
  if (!isRecord(content) || typeof content["format_version"] !== "string" || !Array.isArray(content["stacks"]))
    return fail(wrong("it is no report of `netweft drift --format json`", file));
  if (!/^2\./.test(content["format_version"]))
    return fail(wrong(`its format is ${content["format_version"]}, and this version reads 2.x`, file));
  const stacks = (["stacks", "unread_stack_findings"] as const).flatMap((name) =>
    listOf(content[name]).map((stack, n) => stackIn(stack, `${name}[${n}]`)),
  );
  const names = stacks.map(({ name }) => name);
  const repeated = [...new Set(names.filter((name, n) => name !== undefined && names.indexOf(name) < n))];
  const problems = [
    ...stacks.flatMap((stack) => stack.problems),
    ...repeated.map((name) => `stack ${JSON.stringify(name)} is in it more than once`),
  ];
  if (problems.length > 0) return fail(...problems.map((problem) => wrong(problem, file)));
  return ok(new Map(stacks.map(({ name, findings }) => [name!, new Map(findings.map((finding) => [finding.fingerprint, finding]))])));
}

interface ReadStack {
  readonly name: string | undefined;
  readonly findings: readonly EarlierFinding[];
  readonly problems: readonly string[];
}

function stackIn(stack: unknown, at: string): ReadStack {
  if (!isRecord(stack) || typeof stack["stack"] !== "string")
    return { name: undefined, findings: [], problems: [`${at} has no name of a stack`] };
  const placed = (name: string) =>
    listOf(stack[name]).map((value, n) => ({ value, at: `${at}.${name}[${n}]`, isCovered: isRecord(value) && value["covered"] === true }));
  const ignored = placed("ignored").map((one) => ({
    at: `${one.at}.finding`,
    value: isRecord(one.value) ? one.value["finding"] : undefined,
    isCovered: isRecord(one.value) && isRecord(one.value["ignore"]) && one.value["ignore"]["by"] === BY_LIFECYCLE,
  }));
  const all = [...placed("findings"), ...ignored, ...placed("unread_findings")];
  const problems = all.flatMap((one) => problemsIn(one.value).map((problem) => `${one.at} ${problem}`));
  const earlier = ({ value, isCovered }: (typeof all)[number]): EarlierFinding => ({
    ...findingIn(value as FindingRecord),
    ...(isCovered && { covered: true }),
  });
  return { name: stack["stack"], findings: problems.length > 0 ? [] : all.map(earlier), problems };
}

function problemsIn(value: unknown): readonly string[] {
  if (!isRecord(value)) return ["is no finding"];
  const texts = TEXTS.filter((name) => typeof value[name] !== "string").map((name) => `has no ${name}`);
  const words = (["class", "layer", "severity"] as const).flatMap((name) => {
    const known: readonly unknown[] = WORDS[name];
    return known.includes(value[name]) ? [] : [`has the ${name} ${JSON.stringify(value[name]) ?? "(none)"}, which there is not`];
  });
  const time = value["first_seen"];
  const isTime = typeof time === "string" && /^\d{4}-\d{2}-\d{2}T/.test(time) && !Number.isNaN(Date.parse(time));
  return [...texts, ...words, ...(isTime ? [] : [`has no time in first_seen: ${JSON.stringify(time) ?? "(none)"}`])];
}

type FindingRecord = Omit<ResolvedFinding, "firstSeen"> & { readonly first_seen: string };

function findingIn(value: FindingRecord): ResolvedFinding {
  const { fingerprint, class: kind, layer, severity, host, expected, actual, resources, first_seen: firstSeen } = value;
  const lines = { ...(typeof expected === "string" && { expected }), ...(typeof actual === "string" && { actual }) };
  const named = listOf(resources).filter((address) => typeof address === "string");
  return { fingerprint, class: kind, layer, severity, host, resources: named, ...lines, firstSeen };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrong(why: string, file: string): Diagnostic {
  const detail = `${JSON.stringify(file)} cannot be a baseline: ${why}. Give a file that \`netweft drift --format json --out FILE\` wrote, or leave out --baseline.`;
  return diagnose("invalid-drift-baseline", detail, { file });
}
