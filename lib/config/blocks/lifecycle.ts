import type { Path } from "../../diagnostic";
import type { JsonValue, JsonObject } from "../document/json";
import { inside, report, type SourcePlace, type DocumentReading } from "../document/reading";
import type { Node, Reference } from "../language/ast";
import { parseExpression } from "../language/parse";
import { LANGUAGE_ROOTS } from "../language/target";
import { readConditions } from "./condition";
import type { LifecycleBlock, Trigger } from "./model";
import { bareReference, interpolation } from "./reference-text";
import { constantBool, eachItem, eachObject, jsonName, onlyKnown } from "./shape";

/** The default for blocks without `lifecycle`. */
export const NO_LIFECYCLE: LifecycleBlock = {
  createBeforeDestroy: false,
  preventDestroy: false,
  ignoreChanges: [],
  replaceTriggeredBy: [],
  preconditions: [],
  postconditions: [],
};

const KNOWN = ["create_before_destroy", "prevent_destroy", "ignore_changes", "replace_triggered_by", "precondition", "postcondition"];

export function readLifecycle(r: DocumentReading, value: JsonValue | undefined, place: SourcePlace): LifecycleBlock {
  let lifecycle = NO_LIFECYCLE;
  if (value === undefined) return lifecycle;
  inside(place, "lifecycle", () =>
    eachObject(r, value, place, (object) => {
      onlyKnown(r, object, KNOWN, place);
      if (lifecycle !== NO_LIFECYCLE)
        report(r, place, "duplicate-block", "A resource has only one `lifecycle`. Put all of its arguments into one.");
      lifecycle = readOne(r, object, place);
    }),
  );
  return lifecycle;
}

function readOne(r: DocumentReading, object: JsonObject, place: SourcePlace): LifecycleBlock {
  return {
    createBeforeDestroy: constantBool(r, object, "create_before_destroy", place) ?? false,
    preventDestroy: constantBool(r, object, "prevent_destroy", place) ?? false,
    ignoreChanges: inside(place, "ignore_changes", () => readIgnored(r, object.ignore_changes, place)),
    replaceTriggeredBy: inside(place, "replace_triggered_by", () => readTriggers(r, object.replace_triggered_by, place)),
    preconditions: readConditions(r, object.precondition, "precondition", place),
    postconditions: readConditions(r, object.postcondition, "postcondition", place),
  };
}

function readIgnored(r: DocumentReading, value: JsonValue | undefined, place: SourcePlace): readonly Path[] | "all" {
  if (value === "all" || (Array.isArray(value) && value.length === 1 && value[0] === "all")) return "all";
  const paths: Path[] = [];
  eachItem(value, place, (item) => {
    const reference = bareReference(r, item, "invalid-lifecycle", place);
    if (reference) paths.push([reference.root, ...reference.steps]);
  });
  return paths;
}

function readTriggers(r: DocumentReading, value: JsonValue | undefined, place: SourcePlace): readonly Trigger[] {
  const triggers: Trigger[] = [];
  eachItem(value, place, (item) => {
    const trigger = readTrigger(r, item, place);
    if (trigger) triggers.push(trigger);
  });
  return triggers;
}

function readTrigger(r: DocumentReading, value: JsonValue, place: SourcePlace): Trigger | undefined {
  const wrong = (why: string): undefined => {
    report(r, place, "invalid-lifecycle", why);
    return undefined;
  };
  if (typeof value !== "string") return wrong(`Expected a reference to a resource as text, not ${jsonName(value)}.`);
  const inner = interpolation(value);
  if (inner !== undefined)
    return wrong(`${JSON.stringify(value)} would be evaluated; expected the reference itself. Write ${JSON.stringify(inner)}.`);
  const parsed = parseExpression(value);
  if ("problem" in parsed) return wrong(`${JSON.stringify(value)} is not a reference. ${parsed.problem.message}`);
  const parts = partsOf(parsed.node);
  return parts
    ? { ...parts, text: value, path: [...place.path] }
    : wrong(`${JSON.stringify(value)} is not a managed resource, an instance of one, or an attribute of either.`);
}

function partsOf(node: Node): Pick<Trigger, "block" | "key" | "attribute"> | undefined {
  if (node.kind === "reference") return constantParts(node);
  const index = node.kind === "access" ? node.of : node;
  if (index.kind !== "index" || index.of.kind !== "reference" || index.of.steps.length !== 1) return undefined;
  const block = constantParts(index.of);
  return block && { ...block, key: index.key, attribute: node.kind === "access" ? node.steps : [] };
}

function constantParts(node: Reference): Pick<Trigger, "block" | "key" | "attribute"> | undefined {
  const [name, ...steps] = node.steps;
  if (typeof name !== "string" || LANGUAGE_ROOTS.has(node.root)) return undefined;
  const block = `${node.root}.${name}`;
  const indexed = typeof steps[0] === "number";
  return indexed
    ? { block, key: { kind: "literal", value: steps[0]!, at: node.at, end: node.end }, attribute: steps.slice(1) }
    : { block, attribute: steps };
}
