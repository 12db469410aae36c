import { diagnose, fail, ok, type Diagnostic, type Path, type Result } from "../../diagnostic";
import type { OutputValue } from "../../config/types";
import type { Value } from "../../schema/value";
import { isObject, readBlockHead, readInstance, type StateJson, type DecodedPart } from "./instance";
import { inexactNumber } from "./numbers";
import { jsonScanner, type Descend, type Piece } from "./scan";
import type { State, StateInstance } from "./types";

const REMEDY = "Nothing was changed. Restore a good copy of the file (the one before the last change has the suffix .backup).";

/** The containers that are parsed incrementally: the state, its resources, each resource, and its instances. */
function descend(path: Path): ReturnType<Descend> {
  if (path.length === 0) return "{";
  if (path[0] !== "resources") return undefined;
  if (path.length === 1) return "[";
  if (path.length === 2) return "{?";
  return path.length === 3 && path[2] === "instances" ? "[" : undefined;
}

/** A resource in progress; its instances are pending until all of its members are known. */
interface Block {
  readonly line: number;
  readonly members: Record<string, unknown>;
  /** Absent until its list was read. */
  instances?: { readonly json: unknown; readonly line: number }[];
}

interface StateReading {
  readonly file: string;
  readonly diagnostics: Diagnostic[];
  readonly instances: Map<string, StateInstance>;
  /** Members of the state beside its resources. */
  readonly members: Record<string, unknown>;
  block?: Block;
}

/**
 * Reads a state in Terraform's format, version 4, instance by instance, so that its size has no limit. Unknown members
 * are kept. `file` is the state's name in diagnostics.
 *
 * Fails with `state-damaged`, `state-version` or `state-number`; all problems of a well-formed text are reported at once.
 */
export async function decodeState(chunks: AsyncIterable<Uint8Array>, file = "terraform.tfstate"): Promise<Result<State>> {
  const reading: StateReading = { file, diagnostics: [], instances: new Map(), members: {} };
  const scanner = jsonScanner(descend);
  for await (const chunk of chunks) {
    for (const piece of scanner.push(chunk)) take(reading, piece);
    if (scanner.fault()) break;
  }
  for (const piece of scanner.fault() ? [] : scanner.end()) take(reading, piece);
  const fault = scanner.fault();
  if (!fault) return whole(reading);
  const detail = `The text of the state is not complete JSON: ${fault.problem}, at line ${fault.line}, column ${fault.column}. ${REMEDY}`;
  return fail(diagnose("state-damaged", detail, { file: `${file}:${fault.line}:${fault.column}` }));
}

/** Stores one parsed value. */
function take(reading: StateReading, piece: Piece): void {
  const { path, line } = piece;
  if (piece.text === undefined) {
    if (path.length === 2) endBlock(reading);
    if (path.length === 2) reading.block = { line, members: {} };
    if (path.length === 3) reading.block!.instances = [];
  } else if (path[0] === "resources") takeResources(reading, piece);
  else if (path.length === 1) put(reading.members, String(path[0]), parsed(reading, piece));
  else damaged(reading, line, "The state is not a JSON object.");
}

/** Incrementally parsed containers never arrive here as a whole, unless they have the wrong type. */
function takeResources(reading: StateReading, piece: Piece): void {
  const { path, line } = piece;
  const member = String(path[2]);
  if (path.length === 4) reading.block!.instances!.push({ json: parsed(reading, piece), line });
  else if (path.length === 1) damaged(reading, line, 'The member "resources" of the state is not a list.');
  else if (path.length === 2) takeBlock(reading, parsed(reading, piece), line);
  else if (member !== "instances") put(reading.block!.members, member, parsed(reading, piece));
}

/** A complete resource. */
function takeBlock(reading: StateReading, json: unknown, line: number): void {
  endBlock(reading);
  if (json === undefined) return;
  if (!isObject(json)) return damaged(reading, line, 'A member of "resources" in the state is not an object.');
  const { instances, ...members } = json;
  const list = Array.isArray(instances) ? { instances: instances.map((instance: unknown) => ({ json: instance, line })) } : {};
  reading.block = { line, members, ...list };
  endBlock(reading);
}

/** Defines a member of any name: an assignment to `__proto__` would set the prototype. */
function put(members: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(members, name, { value, enumerable: true, configurable: true, writable: true });
}

function damaged(reading: StateReading, line: number, problem: string): void {
  reading.diagnostics.push(diagnose("state-damaged", `${problem} ${REMEDY}`, { file: `${reading.file}:${line}` }));
}

function parsed(reading: StateReading, { text = "", line, long }: Piece): unknown {
  const number = long ? inexactNumber(text) : undefined;
  if (number) reading.diagnostics.push(tooPrecise(number, { file: `${reading.file}:${line}` }));
  try {
    return JSON.parse(text);
  } catch (error) {
    damaged(reading, line, `What begins at line ${line} is not JSON (${(error as Error).message}).`);
    return undefined;
  }
}

function endBlock(reading: StateReading): void {
  if (!reading.block) return;
  const { line, members, instances } = reading.block;
  const head = readBlockHead(members);
  if ("problem" in head) damaged(reading, line, head.problem);
  else if (!instances) damaged(reading, line, `The "instances" of ${head.value.type}.${head.value.name} in the state are not a list.`);
  else for (const instance of instances) addInstance(reading, readInstance(head.value, instance.json), instance.line);
  reading.block = undefined;
}

function addInstance(reading: StateReading, read: DecodedPart<StateInstance>, line: number): void {
  if ("problem" in read) return damaged(reading, line, read.problem);
  const { address } = read.value;
  if (reading.instances.has(address)) return damaged(reading, line, `${address} is in the state twice.`);
  reading.instances.set(address, read.value);
}

function whole(reading: StateReading): Result<State> {
  endBlock(reading);
  const { members, diagnostics, file, instances } = reading;
  if (members["version"] !== undefined && members["version"] !== 4) return fail(otherVersion(members["version"], file));
  const head = diagnostics.length > 0 ? undefined : readHead(members);
  if (typeof head === "string") damaged(reading, 1, head);
  return typeof head === "object" ? ok({ ...head, instances }) : fail(...diagnostics);
}

function tooPrecise(number: string, at: { file: string }): Diagnostic {
  const detail = `The number ${number} in the state has more digits than Netweft can represent, so writing the state would change it. Nothing was changed. Store such a number as a string, or run this stack with Terraform.`;
  return diagnose("state-number", detail, at);
}

function otherVersion(version: unknown, file: string): Diagnostic {
  const detail = `The state has version ${JSON.stringify(version)}; Netweft reads version 4, which Terraform writes since 0.12. Nothing was changed. Upgrade an older state with a Terraform of its time; for a newer one, use a newer Netweft.`;
  return diagnose("state-version", detail, { file });
}

/** All members except the instances, or an error. */
function readHead(members: StateJson): Omit<State, "instances"> | string {
  const { version, terraform_version: terraformVersion = "", serial, lineage, outputs, check_results: _stale, ...rest } = members;
  if (version !== 4) return `The member "version" of the state is missing.`;
  if (!Number.isInteger(serial) || (serial as number) < 0) return `The member "serial" of the state is not an integer.`;
  if (typeof lineage !== "string") return `The member "lineage" of the state is not a string.`;
  if (typeof terraformVersion !== "string") return `The member "terraform_version" of the state is not text.`;
  const read = readOutputs(outputs ?? {});
  if (typeof read === "string") return read;
  return { serial: serial as number, lineage, terraformVersion, outputs: read, ...(Object.keys(rest).length > 0 ? { rest } : {}) };
}

function readOutputs(json: unknown): ReadonlyMap<string, OutputValue> | string {
  if (!isObject(json)) return `The member "outputs" of the state is not an object.`;
  const outputs = new Map<string, OutputValue>();
  for (const [name, output] of Object.entries(json)) {
    if (!isObject(output) || output["type"] === undefined) return `The output "${name}" in the state has no type.`;
    outputs.set(name, { value: (output["value"] ?? null) as Value, type: output["type"], sensitive: output["sensitive"] === true });
  }
  return outputs;
}
