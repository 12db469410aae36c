/** The functions of Netweft's provider, `provider::netweft::NAME(…)`, for the evaluator. */
import { functions as provided, type FunctionParameter, type ProviderFunction } from "../../resources/functions";
import { convertValue } from "../../schema/convert";
import { toPlain } from "../values/plain";
import { schemaType } from "../values/type";
import { fault, word, type TypeFault, type Typed } from "../values/typed";
import type { FunctionSpec, Parameter } from "./function";

export const providerFunctions: Readonly<Record<string, FunctionSpec>> = Object.fromEntries(
  Object.entries(provided).map(([name, one]) => [`provider::netweft::${name}`, specOf(one)]),
);

function specOf(one: ProviderFunction): FunctionSpec {
  return { params: one.parameters.map(parameterOf), call: (...args) => called(one, args as readonly Typed[]) };
}

function parameterOf({ type }: FunctionParameter): Parameter<Typed> {
  return { type: schemaType(type), take: (value) => value };
}

function called(one: ProviderFunction, args: readonly Typed[]): Typed | TypeFault {
  const values = args.map((arg, n) => convertValue(one.parameters[n]!.type, toPlain(arg).value));
  const result = one.call(...values);
  if ("why" in result) return fault`${word(one.parameters[result.argument]!.name)}: ${word(result.why)}`;
  return result.value as Typed;
}
