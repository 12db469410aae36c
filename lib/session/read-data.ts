import { fail, hasErrors, ok, type Result } from "../diagnostic";
import { readData as readHosts } from "../engine/resolve/host-properties";
import { resolveData } from "../engine/resolve/resolve";
import { registry } from "../resources";
import type { Draft } from "../schema/value";
import { dataInstanceOf } from "./instance";
import { of, unknownProvider } from "./provider";
import type { ResourceSession } from "./session";

/** Reads a data source: the current properties of its host. */
export async function readData(type: string, config: Draft, session: ResourceSession): Promise<Result<Draft>> {
  const address = `data.${type}`;
  if (!session.provider.known) return fail(unknownProvider(address));
  const instance = dataInstanceOf(address, type, config);
  const blank = resolveData(instance, registry, { host: () => undefined });
  if (hasErrors(blank.diagnostics)) return fail(...blank.diagnostics);
  const host = String(blank.attributes["host"]);
  const [hosts, observer] = [await session.hosts(), await session.observer()];
  if (!hosts.ok) return fail(...of(address, hosts.diagnostics));
  if (!observer.ok) return fail(...of(address, observer.diagnostics));
  const seen = await observer.value.observe([], [host]);
  const problems = [...seen.values()].flatMap((answer) => answer.diagnostics);
  if (hasErrors(problems)) return fail(...of(address, problems));
  const observed = new Map([...seen].flatMap(([name, answer]) => (answer.ok ? [[name, answer.value] as const] : [])));
  const read = await readHosts([instance], hosts.value, observed, new Map());
  const { attributes, diagnostics } = resolveData(instance, registry, { host: (name) => read.get(name) });
  return hasErrors(diagnostics) ? fail(...diagnostics) : ok(attributes, problems);
}
