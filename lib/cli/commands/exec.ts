import { inUsersWords } from "../../config/app";
import { diagnose, fail, ok, type Result } from "../../diagnostic";
import { appliedElsewhere } from "../../engine/backends";
import { containersIn, type ContainerInState } from "../../engine/containers";
import { readProviders, type Providers } from "../../engine/providers";
import type { State } from "../../engine/state";
import type { ProviderConfig } from "../../resources/provider";
import { inOrder } from "../../report/host-order";
import { registry } from "../../resources";
import { nearest } from "../../schema/nearest";
import type { ContainerCommand } from "../doors";
import { failed, type CliSession } from "../session";
import { namedState, openStack } from "../stack";
import { loadState } from "../state";

/** `netweft exec CONTAINER -- COMMAND`: runs a command in a namespace of the state. Neither the state nor any host is written. */
export async function exec(session: CliSession): Promise<number> {
  const [name = "", ...words] = session.given.args;
  const stack = await openStack(session, false);
  if (!stack.ok) return failed(session, stack.diagnostics);
  const { configuration, backend } = stack.value;
  const providers = readProviders(configuration.providers, backend);
  const named = await namedState(session);
  const state = named.ok ? await loadState(named.value ?? stack.value.store, session) : named;
  if (!providers.ok || !state.ok) return failed(session, [...providers.diagnostics, ...state.diagnostics]);
  const command = commandIn(name, words, state.value, providers.value);
  if (!command.ok) return failed(session, inUsersWords(configuration.written, command.diagnostics));
  const ended = await session.doors.exec(command.value);
  return ended.ok ? ended.value : failed(session, ended.diagnostics);
}

function commandIn(name: string, words: readonly string[], state: State, { contexts, configs }: Providers): Result<ContainerCommand> {
  const found = find(name, containersIn(state, contexts, registry));
  if (!found.ok) return found;
  const { host, mounted, address } = found.value;
  const config = configs.find(({ hosts }) => Object.hasOwn(hosts, host));
  if (config === undefined) {
    const detail = `${address} is on host "${host}", which the provider block does not have. Add it to \`hosts\`.`;
    return fail(diagnose("unknown-host", detail, { resource: address }));
  }
  // A namespace of that name may be another program's there.
  const elsewhere = appliedElsewhere(state.instances.values(), new Map([[host, { backend: config.backend }]]));
  if (elsewhere.length > 0) return fail(...elsewhere);
  if (config.backend === "simulated") return fail(simulatedOnly(address, config));
  return ok({ host, connection: config.hosts[host]!, namespace: mounted, words });
}

function simulatedOnly(resource: string, { backend }: ProviderConfig) {
  const detail = `${resource} is on the backend "${backend}", which has no processes. Commands run in namespaces that were applied with the backend "iproute2" (\`--backend iproute2\`).`;
  return diagnose("nothing-runs-there", detail, { resource });
}

const idOf = ({ host, name }: ContainerInState) => `${host}/${name}`;

function find(name: string, all: readonly ContainerInState[]): Result<ContainerInState> {
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
