import { EMPTY_SCOPE } from "../reconcile/scope";
import type { Diagnostic } from "../diagnostic";
import { unsettable } from "../engine/resolve/unsettable";
import { accessOf } from "../kernel/sysctls";
import { registry } from "../resources";
import { declaredSettings } from "../resources/registry";
import type { Draft } from "../schema/value";
import { instanceOf, nameOf } from "./instance";
import type { ResourceSession } from "./session";

/**
 * What only the host can say of a planned resource: whether it has the settings that no table knows. A host that cannot be reached
 * yet may be made by the same apply, which asks it before it does anything.
 */
export async function askHost(type: string, planned: Draft, session: ResourceSession): Promise<readonly Diagnostic[]> {
  const { host, names = [] } = declaredSettings(registry, { type, attributes: planned }) ?? {};
  const offered = names.filter((name) => accessOf(name) === "absent");
  if (host === undefined || offered.length === 0) return [];
  const hosts = await session.hosts();
  if (!hosts.ok) return [];
  const answers = await hosts.value.observe(new Map([[host, { ...EMPTY_SCOPE, offered }]]));
  const observed = new Map([...answers].flatMap(([name, answer]) => (answer.ok ? [[name, answer.value] as const] : [])));
  return unsettable([{ instance: instanceOf(nameOf(type, planned), type, planned), attributes: planned }], observed, registry);
}
