import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result, type Where } from "../../diagnostic";
import type { Facts } from "../../kernel/facts";
import { lineOf } from "../../kernel/line";
import { typeNamed, type Registry } from "../../resources/registry";
import { nearest } from "../../schema/nearest";
import { withInstances } from "../state/edit";
import { discreetly } from "../watch";
import { written } from "../changes/written";
import { placesOf, recordedIn, type Places } from "../backends";
import type { Hosts } from "../../reconcile/hosts";
import { applyMoved } from "../moved";
import { newName } from "../new-name";
import { readProviders, type Providers } from "../providers";
import type { Imported, ImportRequest } from "../requests";
import type { Resolved } from "../resolve/resolve";
import { survey, type Survey } from "../resolve/survey";
import { takeOver } from "./take-over";

function alreadyManaged(address: string): Diagnostic {
  const detail = `Netweft is already managing an object for ${address}. To take over another one, declare another resource for it.`;
  return diagnose("already-managed", detail, { resource: address });
}

/** The error for an address that is none of the declared ones. */
export function notDeclared(address: string, declared: Iterable<string>, at: Where = { resource: address }): Diagnostic {
  const meant = nearest(address, declared);
  const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
  const detail = `Resource address "${address}" does not exist in the configuration.${hint} Before importing this resource, please create its configuration.`;
  return diagnose("not-declared", detail, at);
}

/** Errors of an id that need no observation. */
export function misfit(id: string, { instance, attributes }: Resolved, types: Registry): Diagnostic | undefined {
  if (typeNamed(types, instance.type).provider !== undefined) return undefined;
  const [given, declared] = [id.split("/"), String(attributes["id"]).split("/")];
  const at = { resource: instance.address };
  if (given.length !== declared.length || given.includes("")) {
    const form = typeNamed(types, instance.type)
      .fields["id"]!.doc.replace(/\.$/, "")
      .replace(/^[A-Z]/, (letter) => letter.toLowerCase());
    return diagnose("invalid-import-id", `"${id}" is not an id of ${instance.type}: that is ${form}.`, at);
  }
  if (given[0] === declared[0] || isOfSeveralHosts(id)) return undefined;
  const detail = `"${id}" is on the host "${given[0]}", but ${instance.address} is declared on "${declared[0]}". Give both the same host.`;
  return diagnose("invalid-import-id", detail, at);
}

/** The id of an object on several hosts has no host part. */
function isOfSeveralHosts(id: string): boolean {
  return !id.includes("/");
}

/** The facts of all hosts: an object may be on several, and overlay members hold entries for each other's endpoints. */
export function factsOf({ observed }: Pick<Survey, "observed">): Facts {
  return new Map([...observed.values()].flatMap(({ facts }) => [...facts]));
}

interface OpenedImport {
  readonly hosts: Hosts;
  readonly places: Places;
}

async function importOn(request: ImportRequest, providers: Providers, { hosts, places }: OpenedImport): Promise<Result<Imported>> {
  const { configuration, address, id } = request;
  const { types, outputsOf } = request.world;
  const { state } = applyMoved(request.state, configuration);
  if (state.instances.has(address)) return fail(alreadyManaged(address));
  const fresh = (one: string) => newName(state, one);
  const seen = await survey({
    types,
    configuration,
    contexts: providers.contexts,
    state,
    hosts,
    forced: new Set(),
    fresh,
    closedWorld: true,
    ...(outputsOf && { outputsOf }),
  });
  const problems = [...seen.unread.values(), ...seen.diagnostics];
  if (hasErrors(problems)) return fail(...problems);
  const declared = seen.resolved.get(address);
  if (declared === undefined || declared.instance.mode === "data") return fail(notDeclared(address, seen.resolved.keys()));
  const wrong = misfit(id, declared, types);
  if (wrong) return fail(wrong);
  const context = providers.contexts.get(declared.instance.provider) ?? providers.contexts.get("")!;
  const actual = factsOf(seen);
  const found = takeOver({ types, declared, id, actual, context, owned: seen.owned });
  if (!found.ok) return found;
  const instance = written({ ...declared, ...found.value }, types);
  const put = recordedIn(withInstances(request.state, [instance], new Set()), request.state, places);
  const next = { ...put, serial: request.state.serial + 1 };
  return ok({ state: next, id: String(instance.attributes["id"]), lines: found.value.facts.map(lineOf), diagnostics: seen.diagnostics });
}

/**
 * Imports an existing object as a declared instance: observes the host and returns the instance for the state. Writes neither
 * the state nor any host; the next apply marks the object and reconciles the rest.
 */
export function importInstance(request: ImportRequest): Promise<Result<Imported>> {
  return discreetly(request, take);
}

async function take(request: ImportRequest): Promise<Result<Imported>> {
  const providers = readProviders(request.configuration.providers, request.backend);
  if (!providers.ok) return providers;
  const { hosts } = request.world;
  const places = await placesOf([...request.state.instances.values()], hosts, request.world);
  return places.ok ? importOn(request, providers.value, { hosts, places: places.value }) : places;
}
