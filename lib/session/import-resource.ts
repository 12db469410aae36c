import { diagnose, fail, hasErrors, located, ok, type Result } from "../diagnostic";
import type { Hosts } from "../reconcile/hosts";
import { scopesOf } from "../reconcile/scope";
import { foundById, knownById } from "../engine/import/own-id";
import { takeOver } from "../engine/import/take-over";
import type { Resolved } from "../engine/resolve/resolve";
import { written } from "../engine/changes/written";
import type { Scope } from "../ports/backend";
import { ROOT, type Fact } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { registry, type Context } from "../resources";
import { typeNamed } from "../resources/registry";
import type { Draft } from "../schema/value";
import { instanceOf, privateBytes } from "./instance";
import { unknownProvider } from "./provider";
import type { Stored } from "./read-resource";
import type { ResourceSession } from "./session";

/** The scopes to observe for an id: its host, or all hosts where the id names none, and the namespace that the object may be in. */
function scopesFor(id: string, { provider }: Context): ReadonlyMap<string, Scope> {
  const [host, place] = id.split("/") as [string, string | undefined];
  const netns = place === ROOT ? undefined : place;
  const hosts = place === undefined ? Object.keys(provider.hosts) : [host];
  const scope: Scope = {
    ...{ netns: netns === undefined ? [] : [netns], adopt: {}, sysctls: [], firewall: true, names: true, proxies: true },
    ...(place === undefined && { neighbours: true, tunnels: true, ipsec: true }),
  };
  return new Map(hosts.filter((one) => Object.hasOwn(provider.hosts, one)).map((one) => [one, scope]));
}

async function observe(scopes: ReadonlyMap<string, Scope>, hosts: Hosts): Promise<Result<Facts>> {
  const answers = [...(await hosts.observe(scopes)).values()];
  const problems = answers.flatMap(({ diagnostics }) => diagnostics);
  if (hasErrors(problems)) return fail(...problems);
  return ok(new Map(answers.flatMap((answer) => (answer.ok ? [...answer.value.facts] : []))), problems);
}

/** An undeclared resource: only its id is known. */
function undeclared(type: string, id: string): Resolved {
  const instance = instanceOf(`${type}(${id})`, type, {});
  return knownById({ instance, attributes: {}, wants: [], seen: [], known: false, facts: [], diagnostics: [] }, id, registry);
}

/**
 * Takes over the object with this id as it is: nothing is changed on any host. Attributes that the host does not show, such as
 * labels, stay unset. The next apply marks the object and reconciles the rest.
 */
export async function importResource(type: string, id: string, session: ResourceSession): Promise<Result<Stored>> {
  const address = `${type}(${id})`;
  const at = { resource: address };
  if (!session.provider.known) return fail(unknownProvider(address));
  const { context } = session.provider;
  const hosts = await session.hosts();
  if (!hosts.ok) return hosts;
  const scopes = scopesFor(id, context);
  if (scopes.size === 0) return fail(noHost(id, at.resource, context));
  const first = await observe(scopes, hosts.value);
  if (!first.ok) return fail(...first.diagnostics.map((one) => located(one, at)));
  const blank = undeclared(type, id);
  const declared = foundById(blank, id, first.value, context, registry) ?? blank;
  const found = takeOver({ types: registry, declared, id, actual: first.value, context, owned: new Map() });
  if (!found.ok) return found;
  const all = await observe(scopesOf(everyFact(type, found.value.attributes, context), scopes.keys()), hosts.value);
  const whole = all.ok
    ? takeOver({ types: registry, declared, id, actual: new Map([...first.value, ...all.value]), context, owned: new Map() })
    : all;
  if (!whole.ok) return whole;
  const instance = written({ ...declared, ...whole.value }, registry);
  return ok({ type, attributes: instance.attributes, private: privateBytes(instance) });
}

function everyFact(type: string, attributes: Draft, context: Context): readonly Fact[] {
  return typeNamed(registry, type).compile(attributes, context);
}

function noHost(id: string, resource: string, { provider }: Context) {
  const names = Object.keys(provider.hosts).map((name) => `"${name}"`);
  const detail = `"${id}" must begin with the name of a host of the provider configuration. Its hosts are ${names.join(", ")}.`;
  return diagnose("invalid-import-id", detail, { resource });
}
