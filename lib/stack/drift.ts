import { fail, hasErrors, ok, type Result } from "../diagnostic";
import { findDrift, type DriftLine } from "../engine";
import { concealing } from "../engine/conceal";
import { STACK, wrongArguments } from "./arguments";
import { onHosts, type StackInput } from "./stack";

/** The differences between the state and the hosts. Sensitive values are concealed in the lines. */
export interface Drift {
  /** The names of the hosts' backends. */
  readonly backends: readonly string[];
  readonly lines: readonly DriftLine[];
  /** How many instances and kernel objects were compared. */
  readonly instances: number;
  readonly facts: number;
  /** The state has no resources but the configuration declares some: that there is no difference says nothing. */
  readonly unapplied: boolean;
}

/** Compares the state with the hosts, and changes neither. A host that cannot be read is an error, never an absence of drift. */
export async function drift(input: StackInput): Promise<Result<Drift>> {
  const wrong = wrongArguments([STACK, input]);
  if (wrong.length > 0) return fail(...wrong);
  return onHosts(input, async (request) => {
    const found = await findDrift(request);
    if (!found.ok) return found;
    const { backends, lines, instances, facts, unapplied, secrets, diagnostics } = found.value;
    if (hasErrors(diagnostics)) return fail(...diagnostics);
    const conceal = concealing(secrets);
    return ok({ backends, lines: lines.map((line) => concealedLine(line, conceal)), instances, facts, unapplied }, diagnostics);
  });
}

function concealedLine({ line, actual, ...rest }: DriftLine, conceal: (text: string) => string): DriftLine {
  return { ...rest, line: conceal(line), ...(actual !== undefined && { actual: conceal(actual) }) };
}
