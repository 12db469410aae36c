/** What is sensitive about a request is known while it is worked on; nothing of it leaves the engine in a diagnostic. */
import type { Configuration, Instance } from "../config/types";
import type { Result } from "../diagnostic";
import { concealed, concealing, secretsOf, type Holder } from "./conceal";
import type { State } from "./state/types";

interface Request {
  readonly configuration: Configuration;
  readonly state: State;
}

/** What is sensitive in the state and in the provider blocks. */
export function secretsIn({ configuration, state }: Request): readonly string[] {
  return secretsOf([...state.instances.values(), ...providersOf(configuration)]);
}

function providersOf({ providers }: Configuration): readonly Holder[] {
  return providers.map(({ config, sensitive = [] }) => ({ attributes: config, sensitive }));
}

/** Does the work, and conceals in its diagnostics what the state, the configuration and its evaluations have that is sensitive. */
export async function discreetly<R extends Request, T>(request: R, work: (request: R) => Promise<Result<T>>): Promise<Result<T>> {
  let instances: readonly Instance[] = [];
  const evaluate: Configuration["evaluate"] = (resolve, previous) => {
    const evaluation = request.configuration.evaluate(resolve, previous);
    instances = evaluation.instances;
    return evaluation;
  };
  const result = await work({ ...request, configuration: { ...request.configuration, evaluate } });
  if (result.diagnostics.length === 0) return result;
  const evaluated = instances.map(({ config, sensitive }) => ({ attributes: config, sensitive }));
  return { ...result, diagnostics: concealed(result.diagnostics, concealing([...secretsIn(request), ...secretsOf(evaluated)])) };
}
