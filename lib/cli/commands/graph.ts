import type { Instance } from "../../config/types";
import { diagnose, hasErrors } from "../../diagnostic";
import { registry } from "../../resources";
import { findDataType, findType } from "../../resources/registry";
import { UNKNOWN, type Draft } from "../../schema/value";
import { dotGraph, mermaidGraph, type DrawnNode } from "../../report/graph";
import { complain, failed, print, type CliSession } from "../session";
import { declaredStack } from "../stack";

const formats = { dot: dotGraph, mermaid: mermaidGraph } as const;

/** `netweft graph`: the blocks of the configuration and what each depends on. */
export async function graph(session: CliSession): Promise<number> {
  const format = session.given.value("format") ?? "dot";
  if (format !== "dot" && format !== "mermaid")
    return failed(session, [diagnose("invalid-option-value", `--format ${JSON.stringify(format)} is neither dot nor mermaid.`)]);
  const stack = await declaredStack(session);
  if (!stack.ok) return failed(session, stack.diagnostics);
  const { instances, diagnostics } = stack.value.configuration.evaluate(asDeclared);
  if (hasErrors(diagnostics)) return failed(session, [...stack.value.diagnostics, ...diagnostics]);
  complain(session, [...stack.value.diagnostics, ...diagnostics]);
  print(session, formats[format](nodesOf(instances)));
  return 0;
}

/** An instance's attributes without an observation: the declared values, the rest unknown. */
function asDeclared({ type, config }: Instance): Draft {
  const fields = (findType(registry, type) ?? findDataType(registry, type))?.fields ?? {};
  return Object.fromEntries(Object.keys(fields).map((name) => [name, config[name] ?? UNKNOWN]));
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
