import type { Configuration, Instance } from "../../config/types";
import { fail, hasErrors, ok, type Diagnostic, type Result } from "../../diagnostic";
import { findDataType, findType, type Registry } from "../../resources/registry";
import { isKnown, UNKNOWN, type Draft } from "../../schema/value";
import type { ReadOutputs } from "../requests";
import { resolveData } from "./resolve";
import { stateAnswers } from "./state-answers";

/**
 * The configuration with provider blocks that have the outputs of other configurations' states. They are read before a host is opened, and
 * only where a provider block needs one.
 */
export async function informed(configuration: Configuration, types: Registry, outputsOf: ReadOutputs): Promise<Result<Configuration>> {
  if (configuration.providers.every(({ config }) => isKnown(config))) return ok(configuration);
  const states = stateAnswers();
  const problems = new Map<string, readonly Diagnostic[]>();
  const resolve = (instance: Instance): Draft => {
    if (instance.mode === "managed" || !findDataType(types, instance.type)?.stateQuestion) return unresolved(instance, types);
    const { attributes, diagnostics } = resolveData(instance, types, { host: () => undefined, state: states.answer });
    problems.set(instance.address, diagnostics);
    return attributes;
  };
  let evaluation = configuration.evaluate(resolve);
  while (await states.read(outputsOf)) evaluation = configuration.evaluate(resolve, evaluation);
  const { blocks, diagnostics } = evaluation.providers!;
  const found = [...[...problems.values()].flat(), ...diagnostics];
  return hasErrors(found) ? fail(...found) : ok({ ...configuration, providers: blocks });
}

/** The configured attributes; the others are not known yet. */
function unresolved({ type, mode, config }: Instance, types: Registry): Draft {
  const { fields } = (mode === "data" ? findDataType(types, type) : findType(types, type))!;
  return Object.fromEntries(Object.keys(fields).map((name) => [name, config[name] ?? UNKNOWN]));
}
