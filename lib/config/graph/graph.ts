/** The graph of a model: the dependencies of resources and local values, and their order of evaluation. */
import { diagnose, type Diagnostic, type PathStep, type Where } from "../../diagnostic";
import type {
  Condition,
  ImportBlock,
  LocalBlock,
  Model,
  OutputBlock,
  ProviderConfigBlock,
  ResourceBlock,
  VariableBlock,
} from "../blocks/model";
import { eachExpression, type Body } from "../document/body";
import { checkDependency, checkExpression, checkTrigger, complain, type Check, type NamesByKind } from "./check";
import { closures } from "./closure";
import { orderOf, type Graph } from "./order";
import { analyse } from "../language/analyse";
import type { Ambient } from "../language/target";

export type GraphNode = ResourceBlock | LocalBlock;

/** Nodes are identified by their index in `nodes`. */
export interface ConfigGraph {
  readonly nodes: readonly GraphNode[];
  /** Dependencies first. */
  readonly order: readonly number[];
  /** Per node, the nodes that it refers to directly. */
  readonly edges: Graph;
  /** Per node, the addresses of the managed blocks that it depends on, directly or through others. */
  readonly dependencies: readonly (readonly string[])[];
  /** Per `import` block, the addresses of the managed blocks that its id and its keys are computed from. */
  readonly imported: readonly (readonly string[])[];
}

export function graphOf(model: Model, diagnostics: Diagnostic[]): ConfigGraph {
  const names = lazily(() => namesOf(model));
  const start = (where: Where): Check => ({ model, names, diagnostics, where, edges: [], ambient: EVERYWHERE });
  const nodes: GraphNode[] = [...model.resources.values(), ...model.locals.values()];
  const numbers = new Map(nodes.map((node, i) => [nameOf(node), i]));
  const edges = nodes.map((node) => {
    const found = node.kind === "resource" ? resourceEdges(start(node.where), node) : localEdges(start(node.where), node);
    return distinct(found.map((name) => numbers.get(name)!));
  });
  for (const block of [...model.outputs.values(), ...model.providers.values(), ...model.variables.values()])
    checkOther(start(block.where), block);
  const graph = ordered(nodes, edges, diagnostics);
  const imported = model.imports.map((block) => {
    const found = importEdges(start(block.where), block).map((name) => numbers.get(name)!);
    return [...new Set(found.flatMap((number) => [...managedAt(nodes, number), ...(graph.dependencies[number] ?? [])]))].sort();
  });
  return { ...graph, imported };
}

/** The address of a node, if it is a managed block. */
function managedAt(nodes: readonly GraphNode[], number: number): readonly string[] {
  const node = nodes[number]!;
  return node.kind === "resource" && node.mode === "managed" ? [node.address] : [];
}

/** The blocks with `create_before_destroy`, and those that they depend on, which Terraform replaces in the same order. */
export function createdFirst({ nodes, dependencies }: ConfigGraph): ReadonlySet<string> {
  const all = nodes.flatMap((node, number) => {
    const isAsked = node.kind === "resource" && node.mode === "managed" && node.lifecycle.createBeforeDestroy;
    return isAsked ? [node.address, ...(dependencies[number] ?? [])] : [];
  });
  return new Set(all);
}

const EVERYWHERE: readonly Ambient[] = ["path", "terraform"];

function distinct(numbers: readonly number[]): readonly number[] {
  return numbers.length < 2 ? numbers : [...new Set(numbers)].sort((a, b) => a - b);
}

export function nameOf(node: GraphNode): string {
  return node.kind === "resource" ? node.address : `local.${node.name}`;
}

function ordered(nodes: readonly GraphNode[], edges: Graph, diagnostics: Diagnostic[]): Omit<ConfigGraph, "imported"> {
  const { order, cycles } = orderOf(edges);
  for (const cycle of cycles) diagnostics.push(cycleDiagnostic(cycle.map((i) => nodes[i]!)));
  return { nodes, order, edges, dependencies: cycles.length > 0 ? [] : closures(edges, order, (i) => managedAt(nodes, i)[0]) };
}

/** Long cycles are truncated. */
const SHOWN = 20;

function cycleDiagnostic(cycle: readonly GraphNode[]): Diagnostic {
  const [first] = cycle;
  const names = cycle.map(nameOf);
  const shown = names.length > SHOWN ? [...names.slice(0, SHOWN), `… ${names.length - SHOWN} more …`] : names;
  const detail =
    cycle.length === 1
      ? `${names[0]} refers to itself. Remove the reference, or move the common value to a local value.`
      : `${[...shown, names[0]].join(" → ")}: each of them needs the next one first. Break the cycle, for example with a literal value instead of a reference.`;
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

function resourceEdges(c: Check, block: ResourceBlock): readonly string[] {
  body(c, block.count, "count");
  body(c, block.forEach, "for_each");
  if (block.count) c.ambient = [...EVERYWHERE, "count"];
  if (block.forEach) c.ambient = [...EVERYWHERE, "each"];
  for (const [name, value] of block.attributes) body(c, value, name);
  for (const { reference, path } of block.dependsOn) checkDependency(c, reference, path);
  conditions(c, block.lifecycle.preconditions);
  for (const trigger of block.lifecycle.replaceTriggeredBy) checkTrigger(c, trigger);
  return block.lifecycle.postconditions.length > 0 ? [...c.edges, ...afterEdges(c, block)] : c.edges;
}

/** A postcondition may refer to its own block. */
function afterEdges(c: Check, block: ResourceBlock): readonly string[] {
  const after: Check = { ...c, edges: [], ambient: [...c.ambient, "self"] };
  conditions(after, block.lifecycle.postconditions);
  return after.edges.filter((name) => name !== block.address);
}

function localEdges(c: Check, block: LocalBlock): readonly string[] {
  body(c, block.value);
  return c.edges;
}

/** Its own resource is not there before it is imported. */
function importEdges(c: Check, { to, id, forEach }: ImportBlock): readonly string[] {
  body(c, forEach, "for_each");
  if (forEach) c.ambient = [...EVERYWHERE, "each"];
  body(c, id, "id");
  if (to.key) checkExpression({ ...c, edges: [] }, { references: analyse(to.key).references, text: to.text }, ["to"]);
  if (c.edges.includes(to.block))
    complain(c, "invalid-import-id", `The id of ${to.block} refers to ${to.block} itself, which is not there before it is imported.`, [
      "id",
    ]);
  return c.edges;
}

function checkOther(c: Check, block: OutputBlock | ProviderConfigBlock | VariableBlock): void {
  if (block.kind === "provider") return block.attributes.forEach(([name, value]) => body(c, value, name));
  if (block.kind === "variable") return conditions(c, block.validations);
  body(c, block.value, "value");
  for (const { reference, path } of block.dependsOn) checkDependency(c, reference, path.slice(2));
  conditions(c, block.preconditions);
}
