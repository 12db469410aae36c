/** Function definitions: typed parameters, and a plain function over the converted arguments. */
import { integerOf, numberText, type Numeric } from "../values/number";
import { describe } from "../values/type";
import { fault, isMapping, isNull, isSequence, word } from "../values/typed";
import type { Bare, TypeFault, Mapping, Sequence, Typed, ConstraintJson } from "../values/typed";

/** One parameter. `take` gets a known value of `type`, and null only if `nullable`. */
export interface Parameter<T> {
  readonly type: ConstraintJson;
  readonly nullable?: true;
  /** The function handles unknown values itself. */
  readonly unknown?: true;
  /** Everything in the value must be known, even if the function is `partial`. */
  readonly deep?: true;
  /** The value keeps its own mark, which is one of the result only where the value is. */
  readonly marked?: true;
  take(value: Bare): T | TypeFault;
}

export interface FunctionSpec {
  readonly params: readonly Parameter<unknown>[];
  /** The parameter for all further arguments. */
  readonly rest?: Parameter<unknown>;
  /** Only the outermost values must be known and free of marks; parts are passed through unchanged: "unmarked", without their marks, which the result has as a whole. */
  readonly partial?: true | "unmarked";
  /** The function handles marks and unknown values itself. */
  readonly marks?: true;
  call(...args: readonly unknown[]): Typed | TypeFault;
}

type TakenParameters<P extends readonly Parameter<unknown>[]> = { [I in keyof P]: P[I] extends Parameter<infer T> ? T : never };

/** A function of a fixed number of arguments. */
export function fixed<const P extends readonly Parameter<unknown>[]>(
  params: P,
  call: (...args: TakenParameters<P>) => Typed | TypeFault,
  options: Pick<FunctionSpec, "partial"> = {},
): FunctionSpec {
  return { params, call: call as FunctionSpec["call"], ...options };
}

/** A function that gets further arguments as one array after the fixed ones. */
export function variadic<const P extends readonly Parameter<unknown>[], R>(
  params: P,
  rest: Parameter<R>,
  call: (...args: [...TakenParameters<P>, R[]]) => Typed | TypeFault,
  options: Pick<FunctionSpec, "partial"> = {},
): FunctionSpec {
  const spread = (...args: readonly unknown[]) =>
    call(...([...args.slice(0, params.length), args.slice(params.length)] as unknown as [...TakenParameters<P>, R[]]));
  return { params, rest, call: spread, ...options };
}

export const text: Parameter<string> = { type: "string", take: (value) => value as string };
export const number: Parameter<Numeric> = { type: "number", take: (value) => value as Numeric };
export const anything: Parameter<Bare> = { type: "dynamic", take: (value) => value };
export const anythingOrNull: Parameter<Bare> = { type: "dynamic", nullable: true, take: (value) => value };

/** A whole number that JavaScript represents exactly. */
export const whole: Parameter<number> = {
  type: "number",
  take: (value) => integerOf(value as Numeric) ?? fault`A whole number is required here, not ${numberText(value as Numeric)}.`,
};

/** Any list, set or tuple. */
export const sequence: Parameter<Sequence> = {
  type: "dynamic",
  take: (value) => (isSequence(value) ? value : fault`A list, set or tuple is required here, not ${describe(value)}.`),
};

/** Any map or object. */
export const mapping: Parameter<Mapping> = {
  type: "dynamic",
  take: (value) => (isMapping(value) ? value : fault`A map or object is required here, not ${describe(value)}.`),
};

/** A list with elements converted to the element type. */
export function listOf(element: ConstraintJson): Parameter<Sequence> {
  return { type: ["list", element], take: (value) => value as Sequence };
}

/** A set with elements converted to the element type. */
export function setOfType(element: ConstraintJson): Parameter<Sequence> {
  return { type: ["set", element], take: (value) => value as Sequence };
}

/** A list of strings, none of them null. */
export const texts: Parameter<readonly string[]> = {
  deep: true,
  type: ["list", "string"],
  take: (value) => {
    const { items } = value as Sequence;
    const missing = items.findIndex(isNull);
    return missing < 0 ? (items as readonly string[]) : fault`Element ${word(missing)} is null.`;
  },
};
