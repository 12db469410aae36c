/** Two workspaces of one stack on one host would take over each other's objects. */
import { diagnose, ok, type Diagnostic, type Result } from "../diagnostic";
import type { Planned, State } from "../engine";
import { readProviders } from "../engine/providers";
import { keyOf } from "../kernel/kinds";
import { parseWritten } from "../kernel/line";
import { ownerOf } from "../kernel/mark";
import type { CliSession } from "./session";
import type { LoadedStack } from "./stack";
import { placeOf } from "./places";
import { loadState } from "./state";
import { workspaceNames, workspaceFolder } from "./workspaces";

/** An error for the first workspace that has objects of this stack on a host of this plan. */
export async function sharedWithWorkspace(session: CliSession, stack: LoadedStack, { observed }: Planned): Promise<Result<void>> {
  const { configuration, folder, workspace, backend, place } = stack;
  const all = await workspaceNames(session, place, workspaceFolder(configuration.backend?.config, folder));
  if (!all.ok || all.value.length < 2) return all.ok ? ok(undefined) : all;
  const providers = readProviders(configuration.providers, backend);
  if (!providers.ok) return providers;
  const stacks = new Set([...providers.value.contexts.values()].map(({ provider }) => provider.stack));
  for (const other of all.value.filter((name) => name !== workspace)) {
    const its = placeOf({ backend: configuration.backend, folder, env: session.env }, other);
    if (!its.ok) return its;
    const state = await loadState(session.doors.store(its.value), session);
    if (!state.ok) return state;
    const found = sharedWith(state.value, stacks, observed);
    if (found) return { ok: false, diagnostics: [shared(other, found)] };
  }
  return ok(undefined);
}

interface SharedStack {
  readonly stack: string;
  readonly host: string;
  readonly line: string;
}

function sharedWith({ instances }: State, stacks: ReadonlySet<string>, observed: Planned["observed"]): SharedStack | undefined {
  for (const { private: own } of instances.values()) {
    for (const line of own?.facts ?? []) {
      const fact = parseWritten(line);
      if (!fact.ok) continue;
      const { host, mark } = fact.value;
      const stack = ownerOf(mark)?.stack;
      if (stack === undefined || !stacks.has(stack)) continue;
      if (observed.get(host)?.facts.get(keyOf(fact.value))?.mark === mark) return { stack, host, line };
    }
  }
  return undefined;
}

function shared(workspace: string, { stack, host, line }: SharedStack): Diagnostic {
  const detail = `The workspace "${workspace}" has objects of the stack "${stack}" on the host "${host}", and so would this one: each would take over, change and destroy those of the other. Set \`stack = "${stack}-\${terraform.workspace}"\` in the provider block. To keep the name in the default workspace: \`terraform.workspace == "default" ? "${stack}" : "${stack}-\${terraform.workspace}"\`.`;
  return diagnose("shared-stack", detail, { host, fact: line });
}
