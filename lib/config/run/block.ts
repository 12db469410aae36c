/** The evaluation of one resource block. */
import type { Path } from "../../diagnostic";
import { isKnown, UNKNOWN, type Draft, type Value } from "../../schema/value";
import { keyText } from "../address";
import { NO_LIFECYCLE } from "../blocks/lifecycle";
import type { ResourceBlock, Trigger } from "../blocks/model";
import { excerpt } from "../document/reading";
import type { Instance, Lifecycle, Resolve } from "../types";
import { assign } from "../values/plain";
import { bare } from "../values/sensitive";
import { describe } from "../values/type";
import { isSensitive } from "../values/typed";
import { complain, dynamicOf, plainOf, siteOf } from "./bodies";
import { checkConditions } from "./conditions";
import { expand } from "./expand";
import type { Ambience, BlockState, InstanceState, EvaluationRun, EvaluationSite } from "./state";

export interface BlockContext {
  readonly run: EvaluationRun;
  readonly resolve: Resolve;
  readonly dependencies: readonly string[];
  /** Whether its replacements are created before the old ones are destroyed: by its own `lifecycle`, or by that of a dependent. */
  readonly createsFirst: boolean;
  /** Whether all dependencies of the block are settled. */
  readonly settled: boolean;
}

export function evaluateBlock(context: BlockContext, block: ResourceBlock): BlockState {
  const { run } = context;
  const before = run.diagnostics.length;
  const expansion = expand(run, block);
  const instances: InstanceState[] = [];
  let known = context.settled && expansion.kind !== "open";
  for (const { key, ambience } of expansion.instances) {
    const site = siteOf(run, whereOf(block, key), ambience);
    const made = evaluateInstance(context, block, key, site);
    known &&= made.known && isKnown(made.state.instance.config) && isKnown(made.state.attributes);
    instances.push(made.state);
    if (!meetsPostconditions(run, block, made.state, ambience)) known = false;
  }
  const byKey = expansion.kind === "single" ? NO_KEYS : new Map(instances.map((state) => [state.instance.key!, state]));
  return { expansion: expansion.kind, instances, byKey, settled: known && run.diagnostics.length === before };
}

function meetsPostconditions(run: EvaluationRun, block: ResourceBlock, self: InstanceState, ambience: Ambience): boolean {
  const { postconditions } = block.lifecycle;
  return (
    postconditions.length === 0 || checkConditions(siteOf(run, whereOf(block, self.instance.key), { ...ambience, self }), postconditions)
  );
}

const NO_KEYS: ReadonlyMap<string | number, InstanceState> = new Map();

function whereOf(block: ResourceBlock, key: string | number | undefined): ResourceBlock["where"] {
  return key === undefined ? block.where : { ...block.where, resource: block.address + keyText(key) };
}

function evaluateInstance(
  context: BlockContext,
  block: ResourceBlock,
  key: string | number | undefined,
  site: EvaluationSite,
): { state: InstanceState; known: boolean } {
  const { config, sensitive } = evaluateAttributes(site, block);
  const instance: Instance & { key?: string | number; source?: string } = {
    address: site.where.resource!,
    block: block.address,
    mode: block.mode,
    type: block.type,
    name: block.name,
    provider: block.provider,
    config,
    sensitive,
    dependencies: context.dependencies,
    lifecycle: lifecycleOf(site, block, context.createsFirst),
  };
  if (key !== undefined) instance.key = key;
  if (block.where.source !== undefined) instance.source = block.where.source;
  const known = checkConditions(site, block.lifecycle.preconditions);
  return { state: { block, instance, attributes: context.resolve(instance) }, known };
}

/** Attributes that are null are omitted: null means absent. One that does not exist is an error all the same. */
function evaluateAttributes(site: EvaluationSite, block: ResourceBlock): { config: Draft; sensitive: readonly Path[] } {
  const config: Record<string, Value> = {};
  let sensitive: readonly Path[] = NOTHING;
  for (const [name, body] of block.attributes) {
    const plain = isDynamic(block, name) ? dynamicOf(site, body, name) : plainOf(site, body, name);
    if (plain.value !== null || !Object.hasOwn(block.fields, name)) assign(config, name, plain.value);
    if (plain.sensitive.length > 0) sensitive = [...sensitive, ...plain.sensitive.map((path) => [name, ...path])];
  }
  return { config, sensitive };
}

/** A name that every object has by inheritance is no attribute. */
function isDynamic({ fields }: ResourceBlock, name: string): boolean {
  return Object.hasOwn(fields, name) && fields[name]!.type.kind === "dynamic";
}

const NOTHING: readonly never[] = [];

const NO_CHOICES: Lifecycle = { createBeforeDestroy: false, preventDestroy: false, ignoreChanges: [], replaceTriggeredBy: [] };
const CREATED_FIRST: Lifecycle = { ...NO_CHOICES, createBeforeDestroy: true };

function lifecycleOf(site: EvaluationSite, { lifecycle }: ResourceBlock, createBeforeDestroy: boolean): Lifecycle {
  if (lifecycle === NO_LIFECYCLE) return createBeforeDestroy ? CREATED_FIRST : NO_CHOICES;
  const { preventDestroy, ignoreChanges, replaceTriggeredBy } = lifecycle;
  return {
    createBeforeDestroy,
    preventDestroy,
    ignoreChanges,
    replaceTriggeredBy: replaceTriggeredBy.flatMap((trigger) => triggerOf(site, trigger) ?? []),
  };
}

function triggerOf(
  site: EvaluationSite,
  { block, key, attribute, text, path }: Trigger,
): Lifecycle["replaceTriggeredBy"][number] | undefined {
  if (!key) return existing(site, block, namedTrigger(site, block, attribute), text, path);
  site.path = [...path];
  site.text = text;
  const given = site.scope.evaluate(key, site.scope);
  const value = bare(given);
  if (typeof value === "string" || typeof value === "number")
    return existing(site, block, { address: block + keyText(value), path: attribute }, text, path);
  if (value !== UNKNOWN)
    complain(
      site,
      "invalid-lifecycle",
      `The key of an instance must be text or a number, not ${isSensitive(given) ? "a sensitive value" : describe(value)}. It is in ${excerpt(text)}.`,
    );
  return undefined;
}

/** A trigger whose instance exists, as far as the instances are known. */
function existing(
  site: EvaluationSite,
  block: string,
  trigger: Lifecycle["replaceTriggeredBy"][number],
  text: string,
  path: Path,
): Lifecycle["replaceTriggeredBy"][number] | undefined {
  const { address } = trigger;
  const state = site.run.blocks.get(block);
  if (address === block || state === undefined || state.expansion === "open") return trigger;
  if (state.instances.some(({ instance }) => instance.address === address)) return trigger;
  site.path = [...path];
  complain(site, "invalid-lifecycle", `${address} does not exist. It is in ${excerpt(text)}.`);
  return undefined;
}

/** For a block with `for_each` the first step is a key, not an attribute. */
function namedTrigger(site: EvaluationSite, block: string, attribute: Path): Lifecycle["replaceTriggeredBy"][number] {
  const [first, ...rest] = attribute;
  const keyed = first !== undefined && site.run.model.resources.get(block)?.forEach !== undefined;
  return keyed ? { address: block + keyText(first), path: rest } : { address: block, path: attribute };
}
