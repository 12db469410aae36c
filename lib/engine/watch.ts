/** The diagnostics that leave the engine: in the words of the user's file, and without the sensitive values of a request. */
import { inUsersWords } from "../config/app";
import type { Configuration, Instance } from "../config/types";
import type { Result } from "../diagnostic";
import { concealed, concealing, secretsOf, type SensitiveHolder } from "./conceal";
import type { State } from "./state/types";

interface WatchedRequest {
  readonly configuration: Configuration;
  readonly state: State;
}

/** Sensitive values of the state and the provider blocks. */
export function secretsIn({ configuration, state }: WatchedRequest): readonly string[] {
  return secretsOf([...state.instances.values(), ...providersOf(configuration)]);
}

function providersOf({ providers }: Configuration): readonly SensitiveHolder[] {
  return providers.map(({ config, sensitive = [] }) => ({ attributes: config, sensitive }));
}

/** Runs the work; its diagnostics are in the words of the user's file, without sensitive values of the state, the configuration and its evaluations. */
export async function discreetly<R extends WatchedRequest, T>(request: R, work: (request: R) => Promise<Result<T>>): Promise<Result<T>> {
  let instances: readonly Instance[] = [];
  const evaluate: Configuration["evaluate"] = (resolve, previous) => {
    const evaluation = request.configuration.evaluate(resolve, previous);
    instances = evaluation.instances;
    return evaluation;
  };
  const result = await work({ ...request, configuration: { ...request.configuration, evaluate } });
  if (result.diagnostics.length === 0) return result;
  const evaluated = instances.map(({ config, sensitive }) => ({ attributes: config, sensitive }));
  const diagnostics = inUsersWords(request.configuration.written, result.diagnostics);
  return { ...result, diagnostics: concealed(diagnostics, concealing([...secretsIn(request), ...secretsOf(evaluated)])) };
}
