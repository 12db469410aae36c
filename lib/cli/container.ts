/** Namespaces of a state by the names that users give them, and how a command is run in one. */
import { appliedElsewhere } from "../engine/backends";
import { containersIn, type ContainerInState } from "../engine/containers";
import type { Providers } from "../engine/providers";
import type { State } from "../engine/state";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import { inOrder } from "../report/host-order";
import { registry } from "../resources";
import type { ProviderConfig } from "../resources/provider";
import { nearest } from "../schema/nearest";
import type { ContainerCommand } from "./doors";

/** A namespace of a stack, and the way to its host. */
export interface ReachedContainer extends ContainerInState {
  readonly place: Omit<ContainerCommand, "words">;
}

/** The namespace of this name, `HOST/NAME` or address, in which commands can be run. */
export function reachedContainer(name: string, state: State, providers: Pick<Providers, "contexts" | "configs">): Result<ReachedContainer> {
  const found = containerNamed(name, state, providers);
  if (!found.ok) return found;
  const { host, mounted, address } = found.value;
  const config = providers.configs.find(({ hosts }) => Object.hasOwn(hosts, host));
  if (config === undefined) {
    const detail = `${address} is on host "${host}", which the provider block does not have. Add it to \`hosts\`.`;
    return fail(diagnose("unknown-host", detail, { resource: address }));
  }
  // A namespace of that name may be another program's there.
  const elsewhere = appliedElsewhere(state.instances.values(), new Map([[host, { backend: config.backend }]]));
  if (elsewhere.length > 0) return fail(...elsewhere);
  if (config.backend === "simulated") return fail(simulatedOnly(address, config));
  return ok({ ...found.value, place: { host, connection: config.hosts[host]!, namespace: mounted } });
}

function simulatedOnly(resource: string, { backend }: ProviderConfig): Diagnostic {
  const detail = `${resource} is on the backend "${backend}", which has no processes. Commands run in namespaces that were applied with the backend "iproute2" (\`--backend iproute2\`).`;
  return diagnose("nothing-runs-there", detail, { resource });
}

const idOf = ({ host, name }: ContainerInState) => `${host}/${name}`;

/** The namespace of this name, `HOST/NAME` or address. */
export function containerNamed(name: string, state: State, { contexts }: Pick<Providers, "contexts">): Result<ContainerInState> {
  const all = containersIn(state, contexts, registry);
  const exact = all.filter((one) => one.address === name || idOf(one) === name);
  const found = exact.length > 0 ? exact : all.filter((one) => one.name === name);
  if (found.length === 1) return ok(found[0]!);
  const names = all.map(idOf).sort(inOrder);
  if (found.length > 1) {
    const hosts = found.map(idOf).join(", ");
    return fail(diagnose("no-such-container", `Several hosts have a namespace "${name}": ${hosts}. Name one of these.`));
  }
  const meant = nearest(name, [...names, ...all.map((one) => one.name)]);
  const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
  const list = names.length === 0 ? "It has no namespace; an apply creates them." : `It has: ${names.join(", ")}.`;
  return fail(diagnose("no-such-container", `The state has no namespace ${JSON.stringify(name)}.${hint} ${list}`));
}
