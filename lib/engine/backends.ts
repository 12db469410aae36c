/** One state, one backend: objects of one backend are neither compared with nor deleted from another. */
import { diagnose, fail, hasErrors, type Diagnostic, type Result } from "../diagnostic";
import type { Identity } from "../ports/backend";
import { onBackends } from "../resources/backend";
import type { Hosts } from "../reconcile/hosts";
import type { EngineEnvironment } from "./requests";
import { hostOfLine } from "./state/lines";
import type { State, StateInstance } from "./state/types";

/** Host → its backend identity. */
export type Places = ReadonlyMap<string, Identity>;

/** An identity as stored in states and plans: the backend's name and, after a space, the id. */
export function identityText({ backend, id }: Identity): string {
  return id === undefined ? backend : `${backend} ${id}`;
}

function identityOf(text: string): Identity {
  const [backend = "", id] = text.split(" ");
  return id === undefined ? { backend } : { backend, id };
}

function hostOf({ private: own }: StateInstance): string | undefined {
  const line = own?.facts[0];
  return line === undefined ? undefined : hostOfLine(line);
}

/** The name of the backend that an instance of the state is on; undefined where it is not recorded. */
export function recordedBackend({ private: own }: StateInstance): string | undefined {
  return own?.on === undefined ? undefined : identityOf(own.on).backend;
}

/** The hosts of a state's instances, and their recorded backends. */
function* recorded(instances: Iterable<StateInstance>): Generator<readonly [host: string, on: string]> {
  for (const instance of instances) {
    const host = hostOf(instance);
    if (host !== undefined && instance.private?.on !== undefined) yield [host, instance.private.on];
  }
}

/** The names of the backends that a state has something on. */
export function recordedBackends({ instances }: Pick<State, "instances">): readonly string[] {
  return [...new Set([...recorded(instances.values())].map(([, on]) => identityOf(on).backend))];
}

function isOther(was: Identity, now: Identity): boolean {
  return was.backend !== now.backend || (was.id !== undefined && now.id !== undefined && was.id !== now.id);
}

function otherBackend(what: string, host: string, was: Identity, now: Identity): Diagnostic {
  const at = { host };
  if (was.backend !== now.backend) {
    const remedy = `Give \`--backend ${was.backend}\`, set NETWEFT_BACKEND=${was.backend}, or write \`backend = "${was.backend}"\` in the provider block. To have the stack on ${now.backend} as well, use a separate state for it. If the objects no longer exist on ${was.backend}: remove them from the state (\`netweft state rm\`), or with Terraform set NETWEFT_ACCEPT_BACKEND=1.`;
    const detail = `${what} was made for host "${host}" on the backend ${onBackends(was.backend)}, and this run would use ${onBackends(now.backend)}. Nothing was changed. ${remedy}`;
    return diagnose("other-backend", detail, at);
  }
  const remedy =
    "Set `simulated.file` in the provider block to the file of that simulated kernel. If that file is lost and no other stack uses the current one, delete the current one: a simulated kernel without a file starts with empty hosts, and everything is planned again.";
  const detail = `${what} was made for host "${host}" on the simulated kernel ${was.id}, and the file of this run has the simulated kernel ${now.id}. Nothing was changed. ${remedy}`;
  return diagnose("other-backend", detail, at);
}

/** One diagnostic for each host whose recorded backend differs from the current one. */
function elsewhere(what: string, records: Iterable<readonly [string, string]>, now: Places): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const [host, text] of records) {
    const [was, is] = [identityOf(text), now.get(host)];
    if (is !== undefined && !found.has(host) && isOther(was, is)) found.set(host, otherBackend(what, host, was, is));
  }
  return [...found.values()];
}

/** The diagnostic for a plan that was made on another backend. */
export function plannedElsewhere({ on }: { readonly on?: Readonly<Record<string, string>> }, now: Places): readonly Diagnostic[] {
  return elsewhere("The plan", Object.entries(on ?? {}), now);
}

/** The diagnostics for a state that has something of these hosts on another backend. */
export function appliedElsewhere(instances: Iterable<StateInstance>, now: Places): readonly Diagnostic[] {
  return elsewhere("The state", recorded(instances), now);
}

/** The backend identities of the hosts, with an error for each that differs from the state's record. */
export async function placesOf(
  instances: readonly StateInstance[],
  hosts: Hosts,
  world: Pick<EngineEnvironment, "acceptsOther">,
): Promise<Result<Places>> {
  const records = [...recorded(instances)];
  const ids = records.flatMap(([host, on]) => {
    const { id } = identityOf(on);
    return id === undefined ? [] : [[host, id] as const];
  });
  const places = await hosts.identities(new Map(ids));
  if (!places.ok) return places;
  const wrong = world.acceptsOther === true ? [] : appliedElsewhere(instances, places.value);
  return hasErrors(wrong) ? fail(...wrong) : places;
}

/** The state with the backend recorded in all changed instances. */
export function recordedIn(state: State, before: State, places: Places): State {
  const instances = [...state.instances].map(([address, instance]) => {
    const place = places.get(hostOf(instance) ?? "");
    if (place === undefined || instance.private === undefined || instance === before.instances.get(address))
      return [address, instance] as const;
    return [address, { ...instance, private: { ...instance.private, on: identityText(place) } }] as const;
  });
  return { ...state, instances: new Map(instances) };
}
