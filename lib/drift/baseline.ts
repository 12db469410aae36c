/** An earlier report as the baseline of a new one: its JSON, of which only the findings matter. */
import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import type { Baseline, ResolvedFinding } from "./finding";

/** The findings of an earlier report, by the name of the stack. */
export type Baselines = ReadonlyMap<string, Baseline>;

/** Members of a finding that have to be texts. */
const TEXTS = ["fingerprint", "class", "layer", "severity", "host", "first_seen"] as const;

/** Reads a JSON report of `netweft drift`, in its version 2.x. Ignored findings keep their age, too. */
export function readBaseline(text: string, file: string): Result<Baselines> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return fail(wrong("it is not JSON", file));
  }
  if (!isRecord(content) || typeof content["format_version"] !== "string" || !Array.isArray(content["stacks"]))
    return fail(wrong("it is no report of `netweft drift --format json`", file));
  if (!/^2\./.test(content["format_version"]))
    return fail(wrong(`its format is ${content["format_version"]}, and this version reads 2.x`, file));
  const stacks = (content["stacks"] as readonly unknown[]).map(stackIn);
  const known = stacks.filter((stack) => stack !== undefined);
  return known.length < stacks.length ? fail(wrong("one of its findings lacks its fingerprint or age", file)) : ok(new Map(known));
}

function stackIn(stack: unknown): readonly [string, Baseline] | undefined {
  if (!isRecord(stack) || typeof stack["stack"] !== "string") return undefined;
  const ignored = listOf(stack["ignored"]).map((entry) => (isRecord(entry) ? entry["finding"] : undefined));
  const findings = [...listOf(stack["findings"]), ...ignored].map(findingIn);
  const known = findings.filter((finding) => finding !== undefined);
  if (known.length < findings.length) return undefined;
  return [stack["stack"], new Map(known.map((finding) => [finding.fingerprint, finding]))];
}

function findingIn(value: unknown): ResolvedFinding | undefined {
  if (!isRecord(value) || !TEXTS.every((name) => typeof value[name] === "string")) return undefined;
  const { expected, actual, resources, first_seen: firstSeen } = value;
  const lines = { ...(typeof expected === "string" && { expected }), ...(typeof actual === "string" && { actual }) };
  const named = listOf(resources).filter((address) => typeof address === "string");
  const { fingerprint, class: kind, layer, severity, host } = value as object as ResolvedFinding;
  return { fingerprint, class: kind, layer, severity, host, resources: named, ...lines, firstSeen: firstSeen as string };
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
