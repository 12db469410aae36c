/** The values of references. */
import { UNKNOWN } from "../../schema/value";
import { walk } from "../evaluation/access";
import { problem, type NameScope } from "../evaluation/scope";
import { targetOf, type AmbientTarget } from "../language/target";
import type { Reference } from "../language/ast";
import { fromSchema, markAt, objectFromSchema } from "../values/plain";
import { sensitive } from "../values/sensitive";
import { fault, object, tuple, word, type Typed } from "../values/typed";
import type { Ambience, BlockState, InstanceState, EvaluationRun } from "./state";

export function referTo(run: EvaluationRun, ambience: Ambience, reference: Reference, scope: NameScope): Typed {
  const target = (reference.target ??= targetOf(reference.root, reference.steps));
  switch (target.kind) {
    case "incomplete":
      return problem(scope, "invalid-reference", reference, fault`${word(target.why)}`);
    case "ambient":
      return ambient(run, ambience, target, reference, scope);
    case "variable":
      return walk(known(run.variables.get(target.name)), target.steps, scope, reference);
    case "local":
      return walk(known(run.locals.get(target.name)), target.steps, scope, reference);
    case "resource": {
      const block = run.blocks.get(target.name);
      return block ? ofBlock(block, target.steps, reference, scope) : UNKNOWN;
    }
  }
}

/** Unknown if there is no value yet; null is a value. */
function known(value: Typed | undefined): Typed {
  return value === undefined ? UNKNOWN : value;
}

function ambient(run: EvaluationRun, ambience: Ambience, { root, steps }: AmbientTarget, reference: Reference, scope: NameScope): Typed {
  const [name, ...rest] = steps;
  switch (root) {
    case "each":
      return walk(known(name === "key" ? ambience.each?.key : ambience.each?.value), rest, scope, reference);
    case "count":
      return walk(known(ambience.count), rest, scope, reference);
    case "self":
      return ambience.self ? ofInstance(ambience.self, steps, reference, scope) : UNKNOWN;
    case "path":
      return walk(name === "cwd" ? run.directory : ".", rest, scope, reference);
    case "terraform":
      return walk(run.workspace, rest, scope, reference);
  }
}

/** Constant keys select an instance without a value being created for all of them. */
function ofBlock(block: BlockState, steps: Reference["steps"], reference: Reference, scope: NameScope): Typed {
  if (block.expansion === "open") return UNKNOWN;
  if (block.expansion === "single") return ofInstance(block.instances[0]!, steps, reference, scope);
  const [key, ...rest] = steps;
  const instance = key === undefined ? undefined : block.byKey.get(block.expansion === "for_each" ? String(key) : key);
  return instance ? ofInstance(instance, rest, reference, scope) : walk(wholeBlock(block), steps, scope, reference);
}

function wholeBlock(block: BlockState): Typed {
  return (block.whole ??=
    block.expansion === "count"
      ? tuple(block.instances.map(wholeInstance))
      : object(block.instances.map((instance) => [String(instance.instance.key), wholeInstance(instance)])));
}

function ofInstance(state: InstanceState, steps: Reference["steps"], reference: Reference, scope: NameScope): Typed {
  const [name, ...rest] = steps;
  const known = typeof name === "string" && Object.hasOwn(state.block.fields, name);
  return known ? walk(attribute(state, name), rest, scope, reference) : walk(wholeInstance(state), steps, scope, reference);
}

function attribute(state: InstanceState, name: string): Typed {
  const typed = (state.typed ??= new Map<string, Typed>());
  let value = typed.get(name);
  if (value === undefined) typed.set(name, (value = readAttribute(state, name)));
  return value;
}

function readAttribute({ block, attributes, instance }: InstanceState, name: string): Typed {
  const field = block.fields[name]!;
  const value = fromSchema(field.type, Object.hasOwn(attributes, name) ? attributes[name] : undefined);
  if (field.sensitive) return sensitive(value);
  if (instance.sensitive.length === 0) return value;
  return markAt(
    value,
    instance.sensitive.filter((path) => path[0] === name).map((path) => path.slice(1)),
  );
}

export function wholeInstance(state: InstanceState): Typed {
  if (state.whole !== undefined) return state.whole;
  const plain = objectFromSchema(state.block.fields, {});
  return (state.whole = object([...plain.entries.keys()].map((name) => [name, attribute(state, name)])));
}
