import { createHash, type Hash } from "node:crypto";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../../diagnostic";
import type { Fact } from "../../kernel/fact";
import { parseLine } from "../../kernel/line";
import { isTooDeep } from "../../schema/json-depth";
import { DEEPEST_STATE } from "../../schema/limits";
import { record } from "../../schema/shape";
import type { Plan } from "../plan";
import type { Change, PlannedStep } from "../../reconcile/plan";
import type { StatePlace } from "../../ports/state-store";
import { findType, type Registry } from "../../resources/registry";
import type { State, StateInstance } from "../state/types";
import { FORMAT, LOCAL_VERSION, VERSION, type FactRecord, type SavedPlan } from "./encode";
import { unaccounted, unfaithful } from "./faithful";
import { linesOf } from "./lines";
import { isSignature, type PlanSignature } from "./signature";
import { isHead, isRecord } from "./shape";

type JsonRecord = Readonly<Record<string, unknown>>;

/** A record of a file whose digest is checked before it is used. At most one of the fields is present. */
interface PlanRecord extends JsonRecord {
  readonly provider?: Plan["providers"][number];
  readonly resource?: Plan["resources"][number];
  readonly impact?: Plan["impact"][number];
  readonly output?: Plan["outputs"][number];
  readonly imported?: Plan["instances"][number];
  readonly instance?: Plan["instances"][number];
  readonly diagnostic?: Diagnostic;
  readonly signature?: unknown;
}

/** The lists of a plan while they are read. */
type PlanLists = {
  readonly [N in "providers" | "resources" | "changes" | "impact" | "outputs" | "instances" | "diagnostics"]: Plan[N][number][];
} & { readonly imported: StateInstance[] };

/** The records decoded so far. */
interface PlanReading {
  readonly digest: Hash;
  head?: Pick<Plan, "version" | "prior" | "seen" | "on" | "skipped">;
  where: Omit<SavedPlan, "plan">;
  readonly lists: PlanLists;
  readonly phases: Record<string, PlannedStep[]>[];
  /** The digest of the last line, once it was read. */
  end?: string;
  signature?: PlanSignature;
}

/** A saved plan as it was read. The signature has not been checked: that takes the passphrase. */
export interface DecodedPlan extends SavedPlan {
  readonly digest: string;
  readonly signature?: PlanSignature;
}

/**
 * Reads a saved plan, record by record. `file` is its name in diagnostics.
 *
 * Fails with `plan-damaged` when the file is no plan, was cut off or was edited, and with `plan-version`.
 */
export async function decodePlan(chunks: AsyncIterable<Uint8Array>, file: string): Promise<Result<DecodedPlan>> {
  const lists = { providers: [], resources: [], changes: [], impact: [], outputs: [], imported: [], instances: [], diagnostics: [] };
  const reading: PlanReading = { digest: createHash("sha256"), where: { state: { backend: "local", path: "" } }, lists, phases: [] };
  let number = 0;
  for await (const line of linesOf(chunks)) {
    number += 1;
    const problem = takeLine(reading, line);
    if (typeof problem === "number") return fail(otherVersion(file, problem));
    if (problem !== undefined) return fail(damaged(`${file}:${number}`, file, problem));
  }
  if (reading.end === undefined) return fail(damaged(file, file, number === 0 ? "it is not one" : "its end is missing"));
  const { imported, ...rest } = reading.lists;
  const plan: Plan = { ...reading.head!, ...rest, ...(imported.length > 0 && { imported }), phases: reading.phases };
  const problem = unfaithful(plan);
  const { end: digest, signature } = reading;
  return problem === undefined
    ? ok({ plan, ...reading.where, digest, ...(signature && { signature }) })
    : fail(damaged(file, file, problem));
}

/** Whether a file begins as a saved plan does. */
export async function isSavedPlan(chunks: AsyncIterable<Uint8Array>): Promise<boolean> {
  const head = `{"format":${JSON.stringify(FORMAT)}`;
  for await (const chunk of chunks) return Buffer.from(chunk.subarray(0, head.length)).toString("utf8") === head;
  return false;
}

/** Decodes one more line; returns its error, or the number of another version. */
function takeLine(reading: PlanReading, line: string): string | number | undefined {
  const record = parsed(line);
  if (reading.end !== undefined) return takeSignature(reading, record);
  if (record === undefined) return reading.head ? "a line of it is not JSON" : "it is not one";
  if (!reading.head && record["format"] !== FORMAT) return "it is not one";
  if (record["end"] !== undefined) {
    reading.end = String(record["end"]);
    return reading.end === reading.digest.digest("hex") ? undefined : "it was changed after it was made";
  }
  reading.digest.update(`${line}\n`);
  return takeRecord(reading, record);
}

/** Behind the end there is only a signature. */
function takeSignature(reading: PlanReading, line: PlanRecord | undefined): string | undefined {
  const { signature } = line ?? {};
  if (reading.signature !== undefined || signature === undefined) return "something follows its end";
  if (!isSignature(signature)) return "its signature is not one that this version makes";
  reading.signature = signature;
  return undefined;
}

function parsed(line: string): PlanRecord | undefined {
  try {
    const json: unknown = isTooDeep(line, DEEPEST_STATE) ? undefined : JSON.parse(line);
    return record(json) ? (json as PlanRecord) : undefined;
  } catch {
    return undefined;
  }
}

function takeRecord(reading: PlanReading, record: PlanRecord): string | number | undefined {
  const { lists } = reading;
  if (record["format"] !== undefined) {
    const { version, state, withheld } = record;
    if (reading.head) return "it has two beginnings";
    if (typeof version !== "number") return "it is not one";
    if (version !== VERSION && version !== LOCAL_VERSION) return version;
    if (!isHead(record)) return "its first line is incomplete";
    reading.head = record["plan"] as PlanReading["head"];
    reading.where =
      version === LOCAL_VERSION
        ? { state: { backend: "local", path: String(state) } }
        : { state: state as StatePlace, ...(withheld === true && { withheld }) };
  } else if (!isRecord(record)) return "a line of it is no record of a plan";
  else if (record.provider) lists.providers.push(record.provider);
  else if (record.resource) lists.resources.push(record.resource);
  else if (record["change"]) return takeChange(reading, record["change"] as JsonRecord);
  else if (record["step"]) return takeStep(reading, record);
  else if (record.impact) lists.impact.push(record.impact);
  else if (record.output) lists.outputs.push(record.output);
  else if (record.imported) lists.imported.push(record.imported);
  else if (record.instance) lists.instances.push(record.instance);
  else if (record.diagnostic) lists.diagnostics.push(record.diagnostic);
  return undefined;
}

function takeChange(reading: PlanReading, json: JsonRecord): string | undefined {
  const { before, after, ...rest } = json;
  const facts = { before: readFact(before), after: readFact(after) };
  if (facts.before === null || facts.after === null) return "a fact in it cannot be read";
  reading.lists.changes.push({
    ...rest,
    ...(facts.before && { before: facts.before }),
    ...(facts.after && { after: facts.after }),
  } as Change);
  return undefined;
}

function takeStep(reading: PlanReading, { step, phase, host }: JsonRecord): string | undefined {
  const { fact: factRecord, from: fromRecord, ...rest } = step as JsonRecord;
  const fact = readFact(factRecord);
  const from = readFact(fromRecord);
  if (!fact || from === null) return "a fact in it cannot be read";
  if (Number(phase) > reading.phases.length || host !== fact.host) return "a step of it is out of its place";
  const hosts = (reading.phases[Number(phase)] ??= {});
  const known = Object.hasOwn(hosts, fact.host) ? hosts[fact.host]! : [];
  if (known.length === 0) hosts[fact.host] = known;
  known.push({ ...rest, fact, ...(from && { from }) } as PlannedStep);
  return undefined;
}

/** The fact of a record; undefined when there is none, null when it is invalid. */
function readFact(record: unknown): Fact | undefined | null {
  if (record === undefined) return undefined;
  const { line, shared } = typeof record === "string" ? { line: record, shared: undefined } : (record as Exclude<FactRecord, string>);
  const read = parseLine(line);
  if (!read.ok) return null;
  return shared ? Object.freeze({ ...read.value, shared }) : read.value;
}

/** Why an intact plan cannot be applied to this state. */
export function foreignPlan(plan: Plan, state: State, types: Registry, file: string): readonly Diagnostic[] {
  const unknown = plan.instances.find(({ mode, type }) => mode === "managed" && findType(types, type) === undefined);
  if (unknown) return [damaged(file, file, `${unknown.address} is of no type that there is`)];
  const line = unaccounted(plan, state, types);
  if (line === undefined) return [];
  return [damaged(file, file, `neither its resources nor the state account for ${JSON.stringify(line)}`)];
}

function damaged(place: string, file: string, problem: string): Diagnostic {
  const detail = `${file} is not a whole plan as "netweft plan --out" writes it: ${problem}. Nothing was changed. Make the plan again.`;
  return diagnose("plan-damaged", detail, { file: place });
}

function otherVersion(file: string, version: number): Diagnostic {
  const detail = `${file} was written by another Netweft (its plans are of version ${version}, those of this one of version ${VERSION}). Nothing was changed. Make the plan again.`;
  return diagnose("plan-version", detail, { file });
}
