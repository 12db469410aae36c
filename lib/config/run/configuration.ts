/** A model that can be evaluated repeatedly. */
import type { Diagnostic, Path } from "../../diagnostic";
import { isKnown, type Draft, type Value } from "../../schema/value";
import type { LocalBlock, Model, ProviderConfigBlock, ResourceBlock, VariableBlock } from "../blocks/model";
import type { ConfigGraph } from "../graph/graph";
import type { Configuration, Evaluation, Instance, ProviderBlock, Resolve, UserSource } from "../types";
import { assign } from "../values/plain";
import type { Typed } from "../values/typed";
import { evaluateBlock } from "./block";
import { kept, plainOf, siteOf, valueOf } from "./bodies";
import { checkConditions } from "./conditions";
import { evaluateImports } from "./imports";
import { evaluateOutputs } from "./outputs";
import { startRun, type BlockState, type EvaluationRun } from "./state";

export interface Sources {
  readonly files: readonly string[];
  readonly model: Model;
  readonly graph: ConfigGraph;
  /** Blocks whose replacements are created before the old ones are destroyed. */
  readonly createdFirst: ReadonlySet<string>;
  readonly variables: ReadonlyMap<string, Typed>;
  readonly directory: string;
  readonly workspace: string;
  readonly written: UserSource;
}

/** The blocks of earlier evaluations, for reuse. */
const memories = new WeakMap<Evaluation, ReadonlyMap<string, BlockState>>();

/** Evaluates the parts that need no resource, with their diagnostics: the provider blocks, and the validations of variables. */
export function configurationOf(sources: Sources): { readonly configuration: Configuration; readonly diagnostics: readonly Diagnostic[] } {
  const { model } = sources;
  const run = startRun(sources);
  for (const number of sources.graph.order) {
    const node = sources.graph.nodes[number]!;
    if (node.kind === "local") evaluateLocal(run, node);
  }
  // Errors in local values are found again when resources are evaluated, with all values known; but reaching a limit takes long.
  if (run.budget.stopped === undefined) run.diagnostics.length = 0;
  const providers = [...model.providers.values()].map((block) => evaluateProvider(run, block));
  const open = [...model.variables.values()].filter((block) => !checkConditions(siteOf(run, block.where), block.validations));
  const configuration: Configuration = {
    files: sources.files,
    blocks: [...model.resources.keys()],
    written: sources.written,
    repeated: new Map([...model.resources].flatMap(([address, block]) => repetitionOf(address, block))),
    guarded: new Set([...model.resources].flatMap(([address, { lifecycle }]) => (lifecycle.preventDestroy ? [address] : []))),
    moved: model.moved,
    localNames: model.names,
    ignoring: [...model.resources.values()].some(({ lifecycle: { ignoreChanges } }) => ignoreChanges === "all" || ignoreChanges.length > 0),
    importing: model.imports.length > 0,
    removed: model.removed,
    ...(model.backend && { backend: model.backend }),
    providers,
    evaluate: (resolve, previous) =>
      evaluate(sources, { open, isOpen: !providers.every(({ config }) => isKnown(config)) }, resolve, previous),
  };
  return { configuration, diagnostics: run.diagnostics };
}

function repetitionOf(address: string, { count, forEach }: ResourceBlock): readonly (readonly [string, "count" | "for_each"])[] {
  if (count) return [[address, "count"]];
  return forEach ? [[address, "for_each"]] : [];
}

function evaluateLocal(run: EvaluationRun, { name, where, value }: LocalBlock): void {
  const site = siteOf(run, where);
  run.locals.set(name, valueOf(site, value));
  kept(site, run.budget.built);
}

function evaluateProvider(run: EvaluationRun, block: ProviderConfigBlock): ProviderBlock {
  const site = siteOf(run, block.where);
  const config: Record<string, Value> = {};
  const secret: Path[] = [];
  for (const [name, body] of block.attributes) {
    const { value, sensitive } = plainOf(site, body, name);
    if (value !== null) assign(config, name, value);
    secret.push(...sensitive.map((path) => [name, ...path]));
  }
  return { alias: block.alias, config: config as Draft, ...(secret.length > 0 && { sensitive: secret }) };
}

/** What could not be evaluated without resources. */
interface OpenParts {
  /** Variables whose validations are open. */
  readonly open: readonly VariableBlock[];
  /** Whether a provider block is. */
  readonly isOpen: boolean;
}

/** The provider blocks once more, with the resources of this run. */
function providersIn(run: EvaluationRun): Required<Evaluation>["providers"] {
  const before = run.diagnostics.length;
  const blocks = [...run.model.providers.values()].map((block) => evaluateProvider(run, block));
  return { blocks, diagnostics: run.diagnostics.splice(before) };
}

function evaluate(sources: Sources, { open, isOpen }: OpenParts, resolve: Resolve, previous?: Evaluation): Evaluation {
  const memory = previous && memories.get(previous);
  const run = startRun(sources);
  const instances: Instance[] = [];
  const { nodes, order, edges, dependencies } = sources.graph;
  const settled = new Uint8Array(nodes.length);
  for (const number of order) {
    const node = nodes[number]!;
    const below = edges[number]!.every((edge) => settled[edge] === 1);
    let known = below;
    if (node.kind === "local") evaluateLocal(run, node);
    else {
      const before = below ? memory?.get(node.address) : undefined;
      const state = before?.settled
        ? before
        : evaluateBlock(
            { run, resolve, dependencies: dependencies[number]!, createsFirst: sources.createdFirst.has(node.address), settled: below },
            node,
          );
      run.blocks.set(node.address, state);
      for (const { instance } of state.instances) instances.push(instance);
      known = state.settled;
    }
    settled[number] = known ? 1 : 0;
  }
  for (const block of open) checkConditions(siteOf(run, block.where), block.validations);
  const outputs = evaluateOutputs(run);
  const imports = evaluateImports(run, sources.graph.imported);
  const rest = { ...(imports.length > 0 && { imports }), ...(isOpen && { providers: providersIn(run) }) };
  const evaluation: Evaluation = { instances, outputs, ...rest, diagnostics: run.diagnostics };
  memories.set(evaluation, run.blocks);
  return evaluation;
}
