/** One instance of the state: between Terraform's JSON object and `StateInstance`. */
import type { Path } from "../../diagnostic";
import type { Draft } from "../../schema/value";
import { keyText } from "../../config/address";
import type { Registry } from "../../resources/registry";
import { addressOfBlock } from "./address";
import { readPrivate, writePrivate } from "./private";
import { readPaths, writePaths } from "./sensitive";
import type { StateInstance } from "./types";

export type StateJson = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is StateJson {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The resource block of instances in the state's format, without `instances`. */
export interface BlockHead {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly provider: string;
  /** Members that are not listed above. */
  readonly rest: StateJson;
}

/** A part of the state, or an error in one sentence. */
export type DecodedPart<T> = { readonly value: T } | { readonly problem: string };

/** The member of an instance's `rest` for the members of its block. No member of an instance has this name. */
const BLOCK = "(block)";

export function readBlockHead(members: StateJson): DecodedPart<BlockHead> {
  const { mode, type, name, provider, ...rest } = members;
  if (mode !== "managed" && mode !== "data") return { problem: `A resource has the mode ${shown(mode)}; it is "managed" or "data".` };
  if (!isName(type)) return { problem: `A resource has the type ${shown(type)}; it is the name of a resource type.` };
  if (!isName(name))
    return { problem: `A resource of type ${type} has the name ${shown(name)}; it is the block's name in the configuration.` };
  if (typeof provider !== "string" || !/provider\["[^"]+"\]/.test(provider)) {
    return { problem: `${type}.${name} has the provider ${shown(provider)}; it is written as provider["host/namespace/type"].` };
  }
  if (rest["module"] !== undefined && !isName(rest["module"])) return { problem: `${type}.${name} has a module that is not an address.` };
  return { value: { mode, type, name, provider, rest } };
}

export function readInstance(head: BlockHead, json: unknown): DecodedPart<StateInstance> {
  const module = head.rest["module"] === undefined ? "" : `${String(head.rest["module"])}.`;
  const block = addressOfBlock({ ...head, module });
  const problem = instanceProblem(json);
  if (problem) return { problem: `An instance of ${block} ${problem}.` };
  const {
    index_key: key,
    schema_version,
    attributes,
    sensitive_attributes,
    dependencies,
    create_before_destroy,
    status,
    ...others
  } = json as StateJson;
  const own = readPrivate(others["private"]);
  const sensitive = readPaths(sensitive_attributes)!;
  const deposed = others["deposed"];
  return {
    value: {
      address: block + keyText(key as StateInstance["key"]) + (deposed === undefined ? "" : ` (deposed ${String(deposed)})`),
      block,
      mode: head.mode,
      type: head.type,
      name: head.name,
      ...(key === undefined ? {} : { key: key as string | number }),
      provider: head.provider,
      schemaVersion: schema_version as number,
      attributes: attributes as Draft,
      sensitive,
      dependencies: (dependencies ?? []) as readonly string[],
      createBeforeDestroy: create_before_destroy === true,
      tainted: status === "tainted",
      ...(own ? { private: own } : {}),
      ...restOf(head, others, own !== undefined, hasMapSteps(sensitive) ? sensitive_attributes : undefined),
    },
  };
}

/** The error, as a phrase after the name of the instance. */
function instanceProblem(json: unknown): string | undefined {
  if (!isObject(json)) return "is not an object";
  const { index_key: key, schema_version: version, attributes, sensitive_attributes: sensitive, dependencies, deposed } = json;
  if (key !== undefined && typeof key !== "string" && !Number.isInteger(key))
    return `has the index_key ${shown(key)}; it is a whole number or text`;
  if (!Number.isInteger(version)) return `has the schema_version ${shown(version)}; it is a whole number`;
  if (!isObject(attributes)) return "has no attributes";
  if (!readPaths(sensitive)) return "has sensitive_attributes that are not a list of paths";
  if (deposed !== undefined && typeof deposed !== "string") return "has a deposed key that is not text";
  const addresses = dependencies === undefined || dependencies === null || (Array.isArray(dependencies) && dependencies.every(isName));
  return addresses ? undefined : "has dependencies that are not a list of addresses";
}

/** A path with a name below its first step: a `Path` cannot represent it exactly, so the steps are kept. */
function hasMapSteps(paths: readonly Path[]): boolean {
  return paths.some((path) => path.some((step, n) => n > 0 && typeof step === "string"));
}

function restOf(head: BlockHead, others: StateJson, ours: boolean, sensitive: unknown): { readonly rest?: StateJson } {
  const { private: bytes, ...unknown } = others;
  const rest = {
    ...unknown,
    ...(ours || bytes === undefined ? {} : { private: bytes }),
    ...(sensitive === undefined ? {} : { sensitive_attributes: sensitive }),
    ...(Object.keys(head.rest).length > 0 ? { [BLOCK]: head.rest } : {}),
  };
  return Object.keys(rest).length > 0 ? { rest } : {};
}

/** The members of an instance's resource block, in Terraform's order, without `instances`. */
export function writeBlockHead(instance: StateInstance): StateJson {
  const { mode, type, name, provider, rest } = instance;
  const { module, ...others } = (rest?.[BLOCK] ?? {}) as StateJson;
  return { ...(module === undefined ? {} : { module }), mode, type, name, provider, ...others };
}

/** The instance in Terraform's format; empty members are left out, as Terraform does. */
export function writeInstance(instance: StateInstance, types: Registry): StateJson {
  const { [BLOCK]: _block, sensitive_attributes: kept, ...rest } = instance.rest ?? {};
  const { key, tainted, dependencies, createBeforeDestroy, sensitive } = instance;
  const unchanged = kept !== undefined && JSON.stringify(readPaths(kept)) === JSON.stringify(sensitive);
  return {
    ...(key === undefined ? {} : { index_key: key }),
    ...(tainted ? { status: "tainted" } : {}),
    schema_version: instance.schemaVersion,
    attributes: instance.attributes,
    sensitive_attributes: unchanged ? kept : writePaths(sensitive, instance, types),
    ...rest,
    ...(instance.private ? { private: writePrivate(instance.private) } : {}),
    ...(dependencies.length > 0 ? { dependencies } : {}),
    ...(createBeforeDestroy ? { create_before_destroy: true } : {}),
  };
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function shown(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value).slice(0, 60);
}
