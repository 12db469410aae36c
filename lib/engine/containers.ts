import { parseWritten } from "../kernel/line";
import { addressesIn } from "../kernel/kinds/addr";
import { LOOPBACK } from "../kernel/key";
import type { Context } from "../resources";
import type { ContainerPlace } from "../resources/abilities";
import { containerOf, type Registry } from "../resources/registry";
import { contextIn } from "./owned";
import type { State } from "./state";

/** A namespace of the state, and the instance that it is. */
export interface ContainerInState extends ContainerPlace {
  readonly address: string;
}

/** The namespaces of a state in which programs can be started. */
export function containersIn(
  { instances }: State,
  contexts: ReadonlyMap<string, Context>,
  registry: Registry,
): readonly ContainerInState[] {
  const contextOf = contextIn(contexts);
  return [...instances.values()].flatMap((instance) => {
    const context = contextOf(instance);
    const container = instance.mode === "managed" && context ? containerOf(registry, instance, context) : undefined;
    return container === undefined ? [] : [{ ...container, address: instance.address }];
  });
}

/** The addresses that a stack gives the links of a namespace, with their prefix lengths. */
export function addressesInside({ instances }: State, { host, name }: Pick<ContainerPlace, "host" | "name">): readonly string[] {
  const lines = [...instances.values()].flatMap((instance) => instance.private?.facts ?? []);
  const inside = lines.filter((line) => line.startsWith(`${host} ${name} addr `)).map(parseWritten);
  const facts = inside.flatMap((read) => (read.ok ? [read.value] : []));
  return addressesIn(facts).flatMap(({ address, dev }) => (dev === LOOPBACK ? [] : [address]));
}
