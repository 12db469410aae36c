/**
 * What Terraform knows only after the apply: values of resources that are no objects of a host. This engine knows them when it plans,
 * but a configuration that Terraform refuses, or whose resources it changes because of them, means the same here.
 */
import type { Configuration } from "../../config/types";
import type { Diagnostic } from "../../diagnostic";
import { findType, type Registry } from "../../resources/registry";
import type { Draft } from "../../schema/value";
import type { State } from "../state/types";
import { ignoring } from "./ignore";
import type { Resolved } from "./resolve";

export interface Deferred {
  /** Instances that are replaced, because what triggers it is not known before. */
  readonly replaced: ReadonlySet<string>;
  /** Instances that are updated, whatever comes out. */
  readonly updated: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

const NOTHING: Deferred = { replaced: new Set(), updated: new Set(), diagnostics: [] };

/** Evaluates the configuration once more, with what Terraform knows when it plans. `forced`: instances that are replaced in any case. */
export function deferredIn(
  configuration: Configuration,
  resolved: ReadonlyMap<string, Resolved>,
  { state, types }: { readonly state: State; readonly types: Registry },
  forced: ReadonlySet<string>,
): Deferred {
  if (![...resolved.values()].some(({ instance }) => findType(types, instance.type)?.planned !== undefined)) return NOTHING;
  const [replaced, updated] = [new Set<string>(), new Set<string>()];
  const { diagnostics } = configuration.evaluate((instance): Draft => {
    const type = instance.mode === "managed" ? findType(types, instance.type) : undefined;
    if (type?.planned === undefined) return resolved.get(instance.address)?.attributes ?? {};
    const prior = state.instances.get(instance.address)?.attributes;
    const isForced = forced.has(instance.address);
    const { config } = prior === undefined || isForced ? instance : ignoring(instance, prior, types);
    const first = type.planned(config, prior, isForced);
    const planned = first.action === "replace" ? type.planned(instance.config, prior, true) : first;
    if (planned.action === "replace") replaced.add(instance.address);
    if (planned.action === "update") updated.add(instance.address);
    return planned.attributes;
  });
  return { replaced, updated, diagnostics: diagnostics.filter(({ code }) => code === "unknown-count" || code === "unknown-import-id") };
}
