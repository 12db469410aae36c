/** `count` and `for_each`: the instances of a block. */
import { MOST_INSTANCES } from "../../schema/limits";
import { UNKNOWN } from "../../schema/value";
import type { ImportBlock, ResourceBlock } from "../blocks/model";
import { convertTo } from "../values/convert";
import { integerOf, isNumeric } from "../values/number";
import { bare, hasMarks } from "../values/sensitive";
import { describe } from "../values/type";
import { isFault, isMapping, isNull, isOpen, isSensitive, isSequence, kindOf, type Bare, type Typed } from "../values/typed";
import { complain, siteOf, valueOf } from "./bodies";
import type { Ambience, BlockState, EvaluationRun, EvaluationSite } from "./state";

export interface Expansion {
  readonly kind: BlockState["expansion"];
  readonly instances: readonly { readonly key?: string | number; readonly ambience: Ambience }[];
}

const OPEN: Expansion = { kind: "open", instances: [] };
const SINGLE: Expansion = { kind: "single", instances: [{ ambience: {} }] };

export function expand(run: EvaluationRun, block: ResourceBlock): Expansion {
  if (!block.count && !block.forEach) return SINGLE;
  const site = siteOf(run, block.where);
  const before = run.diagnostics.length;
  const value = block.count ? valueOf(site, block.count, "count") : valueOf(site, block.forEach!, "for_each");
  if (run.diagnostics.length > before) return OPEN;
  return counted(site, block.count ? expandCount(site, value) : expandForEach(site, value));
}

/** The imports of a block, each with its `each`. Beside maps and sets, `for_each` may be a list there, whose keys are its indices. */
export function expandImport(run: EvaluationRun, { where, forEach }: ImportBlock): readonly Ambience[] {
  if (!forEach) return [{}];
  const site = siteOf(run, where);
  const before = run.diagnostics.length;
  const value = valueOf(site, forEach, "for_each");
  if (run.diagnostics.length > before) return [];
  const plain = bare(value);
  if (plain !== UNKNOWN && isSequence(plain) && plain.kind !== "set")
    return plain.items.map((item, index) => ({ each: { key: index, value: item } }));
  return expandForEach(site, plain).instances.map(({ ambience }) => ambience);
}

/** All instances of a configuration are in memory at once. */
function counted(site: EvaluationSite, expansion: Expansion): Expansion {
  const { run } = site;
  run.instances += expansion.instances.length;
  return run.instances > MOST_INSTANCES ? tooMany(site, run.instances) : expansion;
}

function tooMany(site: EvaluationSite, instances: number): Expansion {
  return wrong(
    site,
    "limit-exceeded",
    `With this block the configuration has ${instances} instances; at most ${MOST_INSTANCES} are allowed. Divide it into several stacks.`,
  );
}

function wrong(
  site: EvaluationSite,
  code: "invalid-count" | "invalid-for-each" | "unknown-count" | "limit-exceeded",
  detail: string,
): Expansion {
  complain(site, code, detail);
  return OPEN;
}

const TARGET = "Compute it from values that are known when the plan is made, such as names and variables.";

/** A sensitive number is used, as in Terraform: the plan shows the instances, and so the number. */
function expandCount(site: EvaluationSite, given: Typed): Expansion {
  const value: Bare = bare(given);
  if (value === UNKNOWN) return wrong(site, "unknown-count", `The value of count is known only after the apply. ${TARGET}`);
  const number = isNull(value) ? undefined : convertTo(value, "number");
  const count = number !== undefined && !isFault(number) && isNumeric(number) ? integerOf(number) : undefined;
  if (count === undefined || count < 0)
    return wrong(
      site,
      "invalid-count",
      `\`count\` must be a non-negative integer, not ${isSensitive(given) ? "this sensitive value" : describe(value)}.`,
    );
  if (count > MOST_INSTANCES) return tooMany(site, site.run.instances + count);
  return { kind: "count", instances: Array.from({ length: count }, (_, i) => ({ key: i, ambience: { count: i } })) };
}

function expandForEach(site: EvaluationSite, given: Typed): Expansion {
  if (isSensitive(given))
    return wrong(site, "invalid-for-each", "The value is sensitive, and the addresses of the instances would show it.");
  const value: Bare = bare(given);
  if (value === UNKNOWN) return wrong(site, "unknown-count", `The keys of for_each are known only after the apply. ${TARGET}`);
  if (isMapping(value)) return keyed([...value.entries]);
  if (isSequence(value) && value.kind === "set" && value.items.some(isOpen))
    return wrong(site, "unknown-count", `The keys of for_each are known only after the apply. ${TARGET}`);
  if (isSequence(value) && value.kind === "set") return expandSet(site, value.items);
  if (isSequence(value))
    return wrong(site, "invalid-for-each", `Expected a map, an object or a set of strings, not ${describe(value)}. Use toset(…).`);
  return wrong(site, "invalid-for-each", `Expected a map, an object or a set of strings, not ${describe(value)}.`);
}

function expandSet(site: EvaluationSite, items: readonly Typed[]): Expansion {
  const strange = items.find((item) => typeof item !== "string");
  if (strange === undefined) return keyed((items as readonly string[]).map((item) => [item, item]));
  const what = kindOf(strange) === "sensitive" || hasMarks(strange) ? "something sensitive" : describe(strange);
  return wrong(
    site,
    "invalid-for-each",
    `The set must contain only strings, because they become the keys of the instances; it contains ${what}.`,
  );
}

function keyed(entries: readonly (readonly [string, Typed])[]): Expansion {
  return { kind: "for_each", instances: entries.map(([key, value]) => ({ key, ambience: { each: { key, value } } })) };
}
