/** The target of a reference: its first steps name a block or a value of the expression's context. */
import type { PathStep } from "../../diagnostic";

type Steps = readonly PathStep[];

export type TargetAddress = NamedTarget | AmbientTarget | { readonly kind: "incomplete"; readonly why: string };

/** A block by its name, for resources the address, and the remaining steps. */
export interface NamedTarget {
  readonly kind: "variable" | "local" | "resource";
  readonly name: string;
  readonly steps: Steps;
}

export interface AmbientTarget {
  readonly kind: "ambient";
  readonly root: Ambient;
  readonly steps: Steps;
}

export type Ambient = "each" | "count" | "self" | "path" | "terraform";

const AMBIENT = new Set(["each", "count", "self", "path", "terraform"]);

/** The names that no type of a resource has, because a reference begins with them. */
export const LANGUAGE_ROOTS: ReadonlySet<string> = new Set([...AMBIENT, "data", "var", "local", "module"]);

export function targetOf(root: string, steps: Steps): TargetAddress {
  if (AMBIENT.has(root)) return { kind: "ambient", root: root as Ambient, steps };
  const [first, second] = steps;
  if (root === "data") {
    if (typeof first !== "string" || typeof second !== "string")
      return incomplete("A reference to a data source needs type and name: data.netweft_host.here.");
    return { kind: "resource", name: `data.${first}.${second}`, steps: steps.slice(2) };
  }
  if (typeof first !== "string") return incomplete(whyIncomplete(root));
  if (root === "var") return { kind: "variable", name: first, steps: steps.slice(1) };
  if (root === "local") return { kind: "local", name: first, steps: steps.slice(1) };
  return { kind: "resource", name: `${root}.${first}`, steps: steps.slice(1) };
}

function incomplete(why: string): TargetAddress {
  return { kind: "incomplete", why };
}

function whyIncomplete(root: string): string {
  if (root === "var" || root === "local") return `"${root}" must be followed by a name: ${root}.example.`;
  if (root === "undefined")
    return '"undefined" is not a value: something was undefined when the configuration was synthesized. Set it to a value, or omit it.';
  return `${JSON.stringify(root)} alone is not a reference. Text needs double quotes; a reference to a resource needs type and name, as in netweft_endpoint.web.`;
}
