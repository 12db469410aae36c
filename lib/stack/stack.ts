import { loadConfiguration, type Configuration, type SourceFile } from "../config";
import { diagnose, fail, type Diagnostic, type Result } from "../diagnostic";
import { informed, openConfigured, whileOpen, type DriftRequest, type ReadOutputs } from "../engine";
import { readState } from "../engine/state";
import type { Backends } from "../ports/backend";
import type { Clock } from "../ports/clock";
import type { StateStore } from "../ports/state-store";
import { registry } from "../resources";
import type { ProviderConfig } from "../resources/provider";
import type { Value } from "../schema/value";

/** The world that a stack is in: the ways to its hosts, where its state is, and a clock. */
export interface StackEnvironment {
  /** By the name that the configuration gives a backend: `simulated`, `iproute2`. */
  readonly backends: Backends<ProviderConfig>;
  readonly store: StateStore;
  readonly clock: Clock;
  /** What others see who find the state locked. A process that does not run any more holds no lock. */
  readonly holder: { readonly who: string; readonly pid: number };
}

/** A stack: what is declared, and its world. */
export interface StackInput extends StackEnvironment {
  /** Texts in Terraform's JSON syntax: what an app synthesizes, or `*.tf.json` files. */
  readonly files: readonly SourceFile[];
  /** Values of input variables. */
  readonly variables?: Readonly<Record<string, Value>>;
  /** Overrides the backend of all provider blocks. */
  readonly backend?: string;
  /** For `path.module` and relative paths. Default: `.`. */
  readonly directory?: string;
  /** Reads the outputs of other configurations for `terraform_remote_state`. Without it, that data source is an error. */
  readonly outputsOf?: ReadOutputs;
}

const noOutputs: ReadOutputs = async () => {
  const detail =
    "The state of another configuration is read by the function `outputsOf` of the stack, which was not given. Pass it, or pass the values as variables.";
  return fail(diagnose("remote-state-missing", detail, { path: ["backend"] }));
};

/** The configuration of a stack. */
function configurationOf({ files, variables = {}, directory = "." }: StackInput): Result<Configuration> {
  const inputs = Object.entries(variables).map(([name, value]) => [name, { from: `variables.${name}`, value }] as const);
  return loadConfiguration(files, { variables: new Map(inputs), directory }, registry);
}

/** Reads configuration and state, opens the hosts, works, and closes the hosts. */
export async function onHosts<T>(input: StackInput, work: (request: DriftRequest) => Promise<Result<T>>): Promise<Result<T>> {
  const { outputsOf = noOutputs } = input;
  const declared = configurationOf(input);
  const configuration = declared.ok ? await informed(declared.value, registry, outputsOf) : declared;
  if (!configuration.ok) return configuration;
  const state = await readState(input.store, input.clock);
  if (!state.ok) return state;
  const { backend } = input;
  const request = { configuration: configuration.value, state: state.value, ...(backend !== undefined && { backend }) };
  const done = await whileOpen(await openConfigured(request, input.backends), (hosts) =>
    work({ ...request, world: { types: registry, hosts, clock: input.clock, outputsOf } }),
  );
  return { ...done, diagnostics: [...declared.diagnostics, ...done.diagnostics] };
}

/** Reads the state under its lock, works, and unlocks it. */
export async function whileHeld<T>(
  { store, clock, holder }: StackEnvironment,
  operation: string,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const lock = await store.lock({ id: clock.uuid(), operation, ...holder, created: clock.now() });
  if (!lock.ok) return lock;
  const left: Diagnostic[] = [];
  let done: Result<T>;
  try {
    done = await work();
  } finally {
    left.push(...(await lock.value()));
  }
  return { ...done, diagnostics: [...lock.diagnostics, ...done.diagnostics, ...left] };
}
