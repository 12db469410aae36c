/** Function calls: arguments are checked and converted here, so that functions get only values of their parameters' types. */
import { OWN_NAME } from "../blocks/local-names";
import { nearest } from "../../schema/nearest";
import { UNKNOWN } from "../../schema/value";
import type { FunctionSpec, Parameter } from "../functions/function";
import { functions } from "../functions/index";
import { unavailable } from "../functions/unavailable";
import type { Call, Node } from "../language/ast";
import { convertTo } from "../values/convert";
import { bare, hasMarks, markedAs, sensitive, withoutMarks } from "../values/sensitive";
import { describe } from "../values/type";
import {
  concealedIf,
  fault,
  isFault,
  isNull,
  isOpen,
  isSensitive,
  isSequence,
  isWhollyKnown,
  word,
  type Bare,
  type TypeFault,
  type Typed,
} from "../values/typed";
import { apart, looksAt, problem, settled, type NameScope } from "./scope";

/** The errors in a call that do not depend on its arguments' values: an unknown name, a wrong number of arguments. */
export function checkCall(
  node: Call,
  providers: ReadonlySet<string>,
): { readonly code: "unknown-function" | "unavailable-function" | "invalid-arguments"; readonly message: string } | undefined {
  const name = plainName(node.name, providers);
  if (name === "try" || name === "can") return checkLazy(node, name);
  const spec = name === undefined ? undefined : specOf(name);
  if (name !== undefined && spec) return checkCount(node, name, spec);
  if (name !== undefined && Object.hasOwn(unavailable, name))
    return { code: "unavailable-function", message: `${name}() is not available here: ${unavailable[name]}` };
  const meant = nearest(node.name, [...Object.keys(functions), "try", "can"]);
  const [own = OWN_NAME] = providers;
  const suggestion = meant === undefined ? "" : ` Did you mean ${meant.replace(OWN, `provider::${own}::`)}()?`;
  return { code: "unknown-function", message: `There is no function ${JSON.stringify(node.name)}.${suggestion}` };
}

const OWN = `provider::${OWN_NAME}::`;

/**
 * Terraform's own functions may be written with their namespace, and a provider's have the name that the configuration gives it: under another
 * one there is none.
 */
function plainName(name: string, providers: ReadonlySet<string>): string | undefined {
  const [space, provider = "", own] = name.split("::");
  if (space === "core" && provider !== "") return name.slice("core::".length);
  if (space !== "provider" || own === undefined) return name;
  if (providers.has(provider)) return OWN + own;
  return provider === OWN_NAME ? undefined : name;
}

function specOf(name: string): FunctionSpec | undefined {
  return Object.hasOwn(functions, name) ? functions[name] : undefined;
}

function checkLazy(node: Call, name: string): { code: "invalid-arguments"; message: string } | undefined {
  if (node.spread) return { code: "invalid-arguments", message: `${name}() takes its arguments one by one, without "...".` };
  if (name === "can" ? node.args.length === 1 : node.args.length > 0) return undefined;
  return {
    code: "invalid-arguments",
    message: name === "can" ? "can() takes exactly one argument." : "try() needs at least one argument.",
  };
}

function checkCount(node: Call, name: string, { params, rest }: FunctionSpec): { code: "invalid-arguments"; message: string } | undefined {
  const least = node.args.length - (node.spread ? 1 : 0);
  const enough = node.spread || node.args.length >= params.length;
  if (enough && (rest || least <= params.length)) return undefined;
  return { code: "invalid-arguments", message: countMessage(name, params.length, rest !== undefined, node.args.length) };
}

function countMessage(name: string, due: number, more: boolean, given: number): string {
  return `${name}() takes ${more ? "at least" : "exactly"} ${due} argument${due === 1 ? "" : "s"}, not ${given}.`;
}

export function call(node: Call, scope: NameScope): Typed {
  const wrong = checkCall(node, scope.providers);
  if (wrong) return problem(scope, wrong.code, node, fault`${word(wrong.message)}`);
  const name = plainName(node.name, scope.providers)!;
  if (name === "try") return tryEach(node, scope);
  if (name === "can") return canEvaluate(node, scope);
  const spec = specOf(name)!;
  const args = argumentsOf(node, scope);
  if (args === UNKNOWN) return UNKNOWN;
  if (args.length < spec.params.length || (!spec.rest && args.length > spec.params.length)) {
    return problem(
      scope,
      "invalid-arguments",
      node,
      fault`${word(countMessage(name, spec.params.length, spec.rest !== undefined, args.length))}`,
    );
  }
  return apply(node, name, spec, args, scope);
}

/** The first argument that can be evaluated. An unknown one may still fail, so the result is unknown then. */
function tryEach(node: Call, scope: NameScope): Typed {
  const reasons: string[] = [];
  for (const arg of node.args) {
    const attempt = apart(scope);
    const value = scope.evaluate(arg, attempt.scope);
    if (attempt.problems.length === 0) return value;
    reasons.push(attempt.problems[0]!.why.message);
  }
  return problem(scope, "invalid-arguments", node, fault`No argument of try() could be evaluated. ${word(reasons.join(" "))}`);
}

function canEvaluate(node: Call, scope: NameScope): Typed {
  const attempt = apart(scope);
  const value = scope.evaluate(node.args[0]!, attempt.scope);
  if (attempt.problems.length > 0) return false;
  return isWhollyKnown(value) ? true : UNKNOWN;
}

/** Values of the arguments, the last one spread if the call has `...`. */
function argumentsOf(node: Call, scope: NameScope): readonly Typed[] | typeof UNKNOWN {
  const values = node.args.map((arg) => scope.evaluate(arg, scope));
  if (!node.spread) return values;
  const last = values.pop()!;
  const sequence = bare(last);
  if (sequence === UNKNOWN) return UNKNOWN;
  if (!isSequence(sequence)) return problem(scope, "invalid-arguments", node.args.at(-1)!, notSpread(last));
  return [...values, ...sequence.items.map((item) => markedAs(isSensitive(last), item))];
}

function notSpread(value: Typed): TypeFault {
  return concealedIf(isSensitive(value), fault`"..." spreads lists, sets and tuples, not ${describe(bare(value))}.`);
}

function apply(node: Call, name: string, spec: FunctionSpec, args: readonly Typed[], scope: NameScope): Typed {
  if (!spec.partial && !looksAt(scope, ...args)) return UNKNOWN;
  const say = (at: Node, why: TypeFault): Typed => settled<Typed>(concealedIf(args.some(hasMarks), why), scope, "invalid-arguments", at);
  const finish = (result: Typed | TypeFault) => (isFault(result) ? say(node, fault`${word(name)}(): ${result}`) : result);
  if (spec.marks) return finish(spec.call(...args));
  let marked = false;
  const taken: unknown[] = [];
  let open = false;
  for (const [i, arg] of args.entries()) {
    const parameter = spec.params[i] ?? spec.rest!;
    const partial = spec.partial !== undefined && !parameter.deep;
    const keepsParts = partial && spec.partial !== "unmarked";
    const keepsMark = parameter.marked === true && isSensitive(arg);
    marked ||= !keepsMark && (keepsParts ? isSensitive(arg) : hasMarks(arg));
    const prepared = prepare(keepsParts ? bare(arg) : withoutMarks(arg), parameter, partial);
    const value = keepsMark && !isFault(prepared) ? sensitive(prepared as Typed) : prepared;
    if (isFault(value)) return say(node.args[i] ?? node, fault`Argument ${word(i + 1)} of ${word(name)}(): ${value}`);
    open ||= value === UNKNOWN && !parameter.unknown;
    taken.push(value);
  }
  return markedAs(marked, open ? UNKNOWN : finish(spec.call(...taken)));
}

/** The argument converted for the function; unknown if the function needs a known one. */
function prepare(value: Bare, parameter: Parameter<unknown>, partial: boolean): unknown {
  if (isNull(value)) return parameter.nullable ? parameter.take(value) : fault("The value is null.");
  if (partial ? isOpen(value) : !isWhollyKnown(value)) return parameter.unknown ? value : UNKNOWN;
  const converted = convertTo(value, parameter.type);
  if (isFault(converted)) return converted;
  return (partial ? bare(converted) : converted) === UNKNOWN ? UNKNOWN : parameter.take(converted as Bare);
}
