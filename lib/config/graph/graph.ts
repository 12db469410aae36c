/** The graph of a model: which resources and local values need which, and in what order they can be evaluated. */
import { diagnose, type Diagnostic } from "../../diagnostic";
import type { Condition, LocalBlock, Model, OutputBlock, ProviderConfigBlock, ResourceBlock, VariableBlock } from "../blocks/model";
import { eachExpression, type Body } from "../document/body";
import type { PathStep } from "../../diagnostic";
import { checkBare, checkExpression, checkTrigger, startCheck, type Edges, type NamesByKind } from "./check";
import { closures } from "./closure";
import { orderOf } from "./order";
import type { Ambient } from "./target";

export type GraphNode = ResourceBlock | LocalBlock;

export interface ConfigGraph {
  /** Resources and local values, what is referred to first. */
  readonly order: readonly GraphNode[];
  /** Per resource address, the managed blocks that it depends on. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** Per resource address or `local.name`, what it refers to directly. */
  readonly edges: ReadonlyMap<string, Edges>;
}

type Check = ReturnType<typeof startCheck>;

export function graphOf(model: Model, diagnostics: Diagnostic[]): ConfigGraph {
  const names = lazily(() => namesOf(model));
  const start = (where: Check["where"], ...ambient: Ambient[]) => startCheck(model, names, diagnostics, where, ambient);
  const nodes: GraphNode[] = [...model.resources.values(), ...model.locals.values()];
  const edges = new Map<string, Edges>();
  for (const node of nodes) edges.set(nameOf(node), node.kind === "resource" ? resourceEdges(start, node) : localEdges(start, node));
  for (const block of [...model.outputs.values(), ...model.providers.values(), ...model.variables.values()])
    checkOther(start(block.where), block);
  return ordered(nodes, edges, diagnostics);
}

export function nameOf(node: GraphNode): string {
  return node.kind === "resource" ? node.address : `local.${node.name}`;
}

function ordered(nodes: readonly GraphNode[], edges: ReadonlyMap<string, Edges>, diagnostics: Diagnostic[]): ConfigGraph {
  const numbers = new Map(nodes.map((node, i) => [nameOf(node), i]));
  const graph = nodes.map((node) => [...edges.get(nameOf(node))!].map((name) => numbers.get(name)!));
  const { order, cycles } = orderOf(graph);
  for (const cycle of cycles) diagnostics.push(cycleDiagnostic(cycle.map((i) => nodes[i]!)));
  const managed = (i: number) => {
    const node = nodes[i]!;
    return node.kind === "resource" && node.mode === "managed" ? node.address : undefined;
  };
  const reached = cycles.length > 0 ? [] : closures(graph, order, managed);
  return { order: order.map((i) => nodes[i]!), dependencies: new Map(nodes.map((node, i) => [nameOf(node), reached[i] ?? []])), edges };
}

/** Long cycles are shown by their beginning. */
const SHOWN = 20;

function cycleDiagnostic(cycle: readonly GraphNode[]): Diagnostic {
  const [first] = cycle;
  const names = cycle.map(nameOf);
  const shown = names.length > SHOWN ? [...names.slice(0, SHOWN), `… ${names.length - SHOWN} more …`] : names;
  const detail =
    cycle.length === 1
      ? `${names[0]} refers to itself. Remove the reference, or put the common value into a local value.`
      : `${[...shown, names[0]].join(" → ")}: each of them needs the next one first. Break the circle, for example with a value that is given instead of referred to.`;
  return diagnose("cycle", detail, first!.where);
}

function lazily<T>(make: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= make());
}

function namesOf(model: Model): ReturnType<NamesByKind> {
  const names = new Map<string, string[]>([
    ["var", [...model.variables.keys()]],
    ["local", [...model.locals.keys()]],
  ]);
  for (const { address, name } of model.resources.values()) {
    const type = address.slice(0, -name.length - 1);
    const known = names.get(type);
    if (known) known.push(name);
    else names.set(type, [name]);
  }
  return names;
}

type Start = (where: Check["where"], ...ambient: Ambient[]) => Check;

function body(c: Check, of: Body | undefined, ...path: PathStep[]): void {
  if (of) eachExpression(of, path, (expression, at) => checkExpression(c, expression, at));
}

function conditions(c: Check, found: readonly Condition[]): void {
  for (const { condition, message, path } of found) {
    const at = path.slice(c.where.path?.length ?? 0);
    body(c, condition, ...at, "condition");
    body(c, message, ...at, "error_message");
  }
}

function resourceEdges(start: Start, block: ResourceBlock): Edges {
  const instance: Ambient[] = block.count ? ["count"] : block.forEach ? ["each"] : [];
  const c = start(block.where, ...instance);
  const outside = start(block.where);
  body(outside, block.count, "count");
  body(outside, block.forEach, "for_each");
  for (const [name, value] of block.attributes) body(c, value, name);
  for (const { reference, path } of block.dependsOn) checkBare(c, reference, path);
  conditions(c, block.lifecycle.preconditions);
  for (const trigger of block.lifecycle.replaceTriggeredBy) checkTrigger(c, trigger);
  const after = start(block.where, ...instance, "self");
  conditions(after, block.lifecycle.postconditions);
  after.edges.delete(block.address);
  return new Set([...outside.edges, ...c.edges, ...after.edges]);
}

function localEdges(start: Start, block: LocalBlock): Edges {
  const c = start(block.where);
  body(c, block.value);
  return c.edges;
}

function checkOther(c: Check, block: OutputBlock | ProviderConfigBlock | VariableBlock): void {
  if (block.kind === "provider") return block.attributes.forEach(([name, value]) => body(c, value, name));
  if (block.kind === "variable") return conditions(c, block.validations);
  body(c, block.value, "value");
  for (const { reference, path } of block.dependsOn) checkBare(c, reference, path.slice(2));
  conditions(c, block.preconditions);
}
