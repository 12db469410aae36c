import { inUsersWords } from "../../config/app";
import { ok, type Result } from "../../diagnostic";
import type { Clock } from "../../ports/clock";
import type { Backends, Stage } from "../../ports/backend";
import { backendsOf } from "../../resources/backend";
import type { ProviderConfig } from "../../resources/provider";
import type { Registry } from "../../resources/registry";
import { applyPlan } from "../apply-plan";
import { recordedBackends } from "../backends";
import { concealing, secretsOfPlan } from "../conceal";
import { openConfigured, whileOpen } from "../opened";
import { planChanges } from "../plan-changes";
import type { Plan } from "../plan";
import { readProviders, type Providers } from "../providers";
import type { Applied, PlanRequest, ReadOutputs } from "../requests";
import { secretsIn } from "../watch";
import { incompleteIn } from "./believed";
import { stageFor } from "./stage";

export interface RehearsalRequest extends Omit<PlanRequest, "world"> {
  readonly types: Registry;
  readonly clock: Clock;
  /** For data sources that read the states of other configurations. */
  readonly outputsOf?: ReadOutputs;
  /** Opens hosts in memory with this initial content. */
  readonly open: (stage: Stage) => Promise<Backends<ProviderConfig>>;
}

/** The result of a rehearsal. No host and no state has changed. */
export interface Rehearsal {
  readonly plan: Plan;
  readonly applied: Applied;
  /** Lines that were assumed on the hosts and that are not in the state. */
  readonly assumed: readonly string[];
  /** Addresses of instances whose last apply was not completed: its changes are assumed not to be there. */
  readonly incomplete: readonly string[];
}

/** Without an explicit backend, the one that the state records is used, so that a CI job need not know it. */
function providersFor({ configuration, state, backend }: RehearsalRequest): Result<Providers> {
  const said = readProviders(configuration.providers, backend);
  const [recorded, ...others] = recordedBackends(state);
  if (!said.ok || backend !== undefined || recorded === undefined) return said;
  return others.length > 0 || backendsOf(said.value.configs).length > 1 ? said : readProviders(configuration.providers, recorded);
}

/**
 * Plans as if the hosts agreed with the state, and applies the plan to simulated hosts in memory. No host is contacted and
 * nothing is written. If the apply fails, `applied` has the errors.
 */
export async function rehearse(request: RehearsalRequest): Promise<Result<Rehearsal>> {
  const { types, clock, open, outputsOf, ...asked } = request;
  const reading = outputsOf && { outputsOf };
  const providers = providersFor(request);
  if (!providers.ok) return providers;
  const { stage, assumed } = await stageFor({ ...asked, types, providers: providers.value, ...reading });
  const [backend, ...more] = backendsOf(providers.value.configs);
  const planning = { ...asked, ...(backend !== undefined && more.length === 0 && { backend }) };
  const done = await whileOpen(await openConfigured(planning, await open(stage)), (hosts) =>
    inMemory({ ...planning, world: { types, hosts, clock, ...reading } }),
  );
  if (!done.ok) return done;
  const { plan, applied } = done.value;
  const conceal = concealing([...secretsIn(asked), ...secretsOfPlan(plan)]);
  return ok({ plan, applied, assumed: assumed.map(conceal), incomplete: [...incompleteIn(asked.state)] });
}

async function inMemory(request: PlanRequest): Promise<Result<Pick<Rehearsal, "plan" | "applied">>> {
  const { world, state } = request;
  const planned = await planChanges(request);
  if (!planned.ok) return planned;
  const applied = await applyPlan({ ...planned.value, state, world, save: async () => [], onEvent: () => {} });
  const diagnostics = inUsersWords(request.configuration.written, applied.diagnostics);
  return ok({ plan: planned.value.plan, applied: { ...applied, diagnostics } });
}
