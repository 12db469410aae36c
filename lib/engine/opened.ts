/** Hosts to plan and apply on: the caller opens them once, for as many plans and applies as it makes, and closes them. */
import type { Result } from "../diagnostic";
import type { Backends } from "../ports/backend";
import { openHosts, type Hosts } from "../reconcile/hosts";
import type { ProviderConfig } from "../resources/provider";
import { concealed, concealing, secretsOf, secretsOfPlan } from "./conceal";
import { withLeftHosts } from "./left-behind";
import type { Plan } from "./plan";
import { readProviders } from "./providers";
import type { PlanRequest } from "./requests";
import type { State } from "./state/types";
import { discreetly } from "./watch";

type Drivers = Backends<ProviderConfig>;

/** Opens the hosts of a configuration. Connections are made on first use. */
export function openConfigured(
  request: Pick<PlanRequest, "configuration" | "state" | "backend">,
  drivers: Drivers,
): Promise<Result<Hosts>> {
  return discreetly(request, async ({ configuration, backend, state }) => {
    const providers = readProviders(configuration.providers, backend);
    return providers.ok ? openHosts(withLeftHosts(providers.value, state).providers.configs, drivers) : providers;
  });
}

/** Opens the hosts of a saved plan. */
export async function openPlanned(plan: Plan, state: State, drivers: Drivers): Promise<Result<Hosts>> {
  const opened = await openHosts(plan.providers, drivers);
  const conceal = concealing([...secretsOfPlan(plan), ...secretsOf(state.instances.values())]);
  return { ...opened, diagnostics: concealed(opened.diagnostics, conceal) };
}

/** Works with opened hosts, and closes them in any case. */
export async function whileOpen<T>(opened: Result<Hosts>, work: (hosts: Hosts) => Promise<Result<T>>): Promise<Result<T>> {
  if (!opened.ok) return opened;
  try {
    return await work(opened.value);
  } finally {
    await opened.value.close();
  }
}
