import type { Instance } from "../../config/types";
import { hasErrors } from "../../diagnostic";
import { topologyOf } from "../../drift/topology";
import { secretsOf } from "../../engine/conceal";
import { readProviders } from "../../engine/providers";
import { registry, type Context } from "../../resources";
import { findDataType, findType } from "../../resources/registry";
import { withDefaults } from "../../schema/defaults";
import { UNKNOWN, type Draft } from "../../schema/value";
import { graphPage } from "../../report/graph-page";
import { dotGraph, mermaidGraph, type DrawnNode } from "../../report/graph";
import { readOutputs, writeOutputs } from "../outputs";
import { complain, failed, type CliSession } from "../session";
import { declaredStack } from "../stack";

const formats = { dot: dotGraph, mermaid: mermaidGraph } as const;
const names = ["dot", "mermaid", "html"];

/** `netweft graph`: the blocks of the configuration and what each depends on. */
export async function graph(session: CliSession): Promise<number> {
  const outputs = await readOutputs(session, names);
  if (!outputs.ok) return failed(session, outputs.diagnostics);
  const stack = await declaredStack(session);
  if (!stack.ok) return failed(session, stack.diagnostics);
  const { configuration, backend } = stack.value;
  const providers = readProviders(configuration.providers, backend);
  const contexts = providers.ok ? providers.value.contexts : new Map<string, Context>();
  const { instances, diagnostics } = configuration.evaluate(asDeclared);
  if (hasErrors(diagnostics)) return failed(session, [...stack.value.diagnostics, ...diagnostics]);
  complain(session, [...stack.value.diagnostics, ...diagnostics]);
  const picture = () => pictureOf(configuration.evaluate((one) => completed(one, contexts)).instances, contexts, session.version);
  const written = await writeOutputs(session, outputs.value, (format) =>
    format === "html" ? picture() : formats[format as keyof typeof formats](nodesOf(instances)),
  );
  return written.ok ? 0 : failed(session, written.diagnostics);
}

/** An instance's attributes without an observation: the declared values, the rest unknown. */
function asDeclared({ type, config }: Instance): Draft {
  const fields = (findType(registry, type) ?? findDataType(registry, type))?.fields ?? {};
  return Object.fromEntries(Object.keys(fields).map((name) => [name, config[name] ?? UNKNOWN]));
}

/** The same with defaults and what follows from the declared values: ids, and the names of links. */
function completed(instance: Instance, contexts: ReadonlyMap<string, Context>): Draft {
  const [type, context] = [findType(registry, instance.type), contexts.get(instance.provider) ?? contexts.get("")];
  if (type === undefined || context === undefined) return asDeclared(instance);
  return type.complete(asDeclared({ ...instance, config: withDefaults(type.fields, instance.config) }), context);
}

function pictureOf(instances: readonly Instance[], contexts: ReadonlyMap<string, Context>, version: string): Iterable<string> {
  const pictured = instances.map((one) => ({ ...one, attributes: completed(one, contexts) }));
  return graphPage(topologyOf(pictured, registry), secretsOf(pictured), version);
}

/** One node for each block. Dependencies are transitive; those that another one already implies are not drawn. */
function nodesOf(instances: readonly Instance[]): readonly DrawnNode[] {
  const blocks = new Map<string, ReadonlySet<string>>();
  for (const { block, dependencies } of instances) blocks.set(block, new Set([...(blocks.get(block) ?? []), ...dependencies]));
  const accepted = acceptedBy(instances);
  return [...blocks].map(([name, dependencies]) => {
    const implied = (other: string) => [...dependencies].some((between) => between !== other && blocks.get(between)?.has(other));
    return { name, dependencies: [...dependencies].filter((other) => !implied(other)), accepts: [...(accepted.get(name) ?? [])] };
  });
}

/** Block → the blocks of the networks that it accepts by id; what the configuration does not declare is left out. */
function acceptedBy(instances: readonly Instance[]): ReadonlyMap<string, ReadonlySet<string>> {
  const networks = instances.filter(({ type }) => isNetwork(type));
  const blockOf = new Map(networks.map(({ block, config }) => [`${String(config["host"] ?? "local")}/${String(config["name"])}`, block]));
  const found = new Map<string, Set<string>>();
  for (const { block, config } of networks) {
    const ids = Array.isArray(config["accept_from"]) ? (config["accept_from"] as readonly unknown[]) : [];
    const others = ids.flatMap((id) => (typeof id === "string" ? (blockOf.get(id) ?? []) : []));
    if (others.length > 0) found.set(block, new Set([...(found.get(block) ?? []), ...others]));
  }
  return found;
}

function isNetwork(type: string): boolean {
  return findType(registry, type)?.network !== undefined;
}
