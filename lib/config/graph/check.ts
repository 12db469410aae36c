/** Checks that references are valid, and collects the edges of the graph. */
import { diagnose, type Diagnostic, type Path, type Where } from "../../diagnostic";
import { nearest } from "../../schema/nearest";
import type { Model, ResourceBlock, Trigger } from "../blocks/model";
import { excerpt, type Expression } from "../document/reading";
import type { Reference } from "../language/ast";
import { analyse } from "../language/analyse";
import { unknownStep } from "./attributes";
import { targetOf, type Ambient, type AmbientTarget, type NamedTarget } from "../language/target";

/** A block being checked. */
export interface Check {
  readonly model: Model;
  readonly names: NamesByKind;
  readonly diagnostics: Diagnostic[];
  readonly where: Where;
  /** Names of the blocks that it refers to: addresses of resources, `local.x`. */
  readonly edges: string[];
  /** The context of the expression that is being checked. */
  ambient: readonly Ambient[];
}

/** Candidates for suggestions: variables, locals, and the resources of each type. Created on first use. */
export type NamesByKind = () => ReadonlyMap<string, readonly string[]>;

export function checkExpression(c: Check, { references, text }: Pick<Expression, "references" | "text">, path: Path): void {
  for (const reference of references) {
    const problem = checkReference(c, reference);
    if (problem) complain(c, problem.code, `${problem.why} It is in ${excerpt(text)}.`, path);
  }
}

function checkBare(c: Check, reference: Reference, path: Path): void {
  const problem = checkReference(c, reference);
  if (problem) complain(c, problem.code, problem.why, path);
}

/** An entry of `depends_on`: a block, or an instance of one. */
export function checkDependency(c: Check, reference: Reference, path: Path): void {
  checkBare(c, reference, path);
  const { target } = reference;
  if (target?.kind !== "resource" || target.steps.length === 0) return;
  const block = c.model.resources.get(target.name);
  const isInstance = target.steps.length === 1 && (typeof target.steps[0] === "number" || block?.forEach !== undefined);
  if (block && !isInstance)
    complain(c, "invalid-reference", `A block depends on whole resources or instances. Write ${JSON.stringify(block.address)}.`, path);
}

/** The steps of a trigger from its block; a key that is not constant stands for any. */
function stepsOf({ key, attribute }: Trigger, { count, forEach }: ResourceBlock): Path {
  if (key)
    return [
      key.kind === "literal" && (typeof key.value === "string" || typeof key.value === "number") ? key.value : count ? 0 : "",
      ...attribute,
    ];
  if (count && typeof attribute[0] === "string") return [0, ...attribute];
  return forEach && attribute.length === 0 ? [] : attribute;
}

/** An entry of `replace_triggered_by`. */
export function checkTrigger(c: Check, trigger: Trigger): void {
  const { block, key, text, path } = trigger;
  if (key) checkExpression(c, { references: analyse(key).references, text }, path);
  const named = c.model.resources.get(block);
  const why = named && unknownStep(named, stepsOf(trigger, named));
  if (why !== undefined) complain(c, "unknown-reference", why, path);
  if (named) c.edges.push(block);
  else if (!c.model.unreadable.has(block)) complain(c, "unknown-reference", noBlock(c, block), path);
}

/** A diagnostic at a path below the block being checked. */
export function complain(c: Check, code: GraphProblem["code"] | "invalid-import-id", detail: string, path: Path): void {
  c.diagnostics.push(diagnose(code, detail, { ...c.where, path: [...(c.where.path ?? []), ...path] }));
}

interface GraphProblem {
  readonly code: "invalid-reference" | "unknown-reference" | "needs-terraform";
  readonly why: string;
}

function checkReference(c: Check, reference: Reference): GraphProblem | undefined {
  if (reference.root === "module") return { code: "needs-terraform", why: "Modules are for Terraform, so there is no module to refer to." };
  const target = (reference.target ??= targetOf(reference.root, reference.steps));
  switch (target.kind) {
    case "incomplete":
      return { code: "invalid-reference", why: target.why };
    case "ambient":
      return checkAmbient(c, target);
    case "variable":
      return c.model.variables.has(target.name) ? undefined : missing(c, "variable", "var", target.name);
    case "local":
      if (!c.model.locals.has(target.name)) return missing(c, "local value", "local", target.name);
      c.edges.push(`local.${target.name}`);
      return undefined;
    case "resource":
      return checkResource(c, target);
  }
}

const MEMBERS: Readonly<Record<Ambient, readonly string[]>> = {
  each: ["key", "value"],
  count: ["index"],
  path: ["module", "root", "cwd"],
  terraform: ["workspace"],
  self: [],
};

const ELSEWHERE: Readonly<Record<Ambient, string>> = {
  each: '"each" is only available in a block with for_each.',
  count: '"count" is only available in a block with count.',
  self: '"self" is only available in a postcondition.',
  path: "",
  terraform: "",
};

function checkAmbient(c: Check, { root, steps }: AmbientTarget): GraphProblem | undefined {
  if (!c.ambient.includes(root)) return { code: "invalid-reference", why: ELSEWHERE[root] };
  const members = MEMBERS[root];
  if (members.length === 0 || members.includes(String(steps[0]))) return undefined;
  return { code: "invalid-reference", why: `It has only ${members.map((member) => `${root}.${member}`).join(", ")}.` };
}

function missing(c: Check, what: string, kind: string, name: string): GraphProblem {
  const meant = suggestion(c, kind, name);
  const hint = meant === undefined ? `Declare it, or remove the reference.` : `Did you mean ${kind}.${meant}?`;
  return { code: "unknown-reference", why: `There is no ${what} ${JSON.stringify(name)}. ${hint}` };
}

/** With more errors than this, suggestions are not worth their time. */
const PATIENCE = 50;

function suggestion(c: Check, kind: string, name: string): string | undefined {
  return c.diagnostics.length < PATIENCE ? nearest(name, c.names().get(kind) ?? []) : undefined;
}

function noBlock(c: Check, address: string): string {
  const dot = address.lastIndexOf(".");
  const type = address.slice(0, dot);
  const meant = suggestion(c, type, address.slice(dot + 1));
  const hint = meant === undefined ? "Declare it, or remove the reference." : `Did you mean ${type}.${meant}?`;
  return `There is no ${address.startsWith("data.") ? "data source" : "resource"} ${address}. ${hint}`;
}

function checkResource(c: Check, { name, steps }: NamedTarget): GraphProblem | undefined {
  const block = c.model.resources.get(name);
  if (!block) return c.model.unreadable.has(name) ? undefined : { code: "unknown-reference", why: noBlock(c, name) };
  c.edges.push(name);
  const why = unknownStep(block, steps);
  return why === undefined ? undefined : { code: "unknown-reference", why };
}
