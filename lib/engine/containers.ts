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
