/** What a reference is about: its first steps name a block or something that is around the expression. */
import type { PathStep } from "../../diagnostic";

type Steps = readonly PathStep[];

export type Target = NamedTarget | AmbientTarget | { readonly kind: "incomplete"; readonly why: string };

/** A block by its name, for resources their address, and the steps behind it. */
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

export function targetOf(root: string, steps: Steps): Target {
  if (AMBIENT.has(root)) return { kind: "ambient", root: root as Ambient, steps };
  const [first, second] = steps;
  if (root === "data") {
    if (typeof first !== "string" || typeof second !== "string")
      return incomplete("A data source is referred to by type and name: data.netweft_host.here.");
    return { kind: "resource", name: `data.${first}.${second}`, steps: steps.slice(2) };
  }
  if (typeof first !== "string") return incomplete(whyIncomplete(root));
  if (root === "var") return { kind: "variable", name: first, steps: steps.slice(1) };
  if (root === "local") return { kind: "local", name: first, steps: steps.slice(1) };
  return { kind: "resource", name: `${root}.${first}`, steps: steps.slice(1) };
}

function incomplete(why: string): Target {
  return { kind: "incomplete", why };
}

function whyIncomplete(root: string): string {
  if (root === "var" || root === "local") return `"${root}" must be followed by a name: ${root}.example.`;
  if (root === "undefined")
    return '"undefined" is no value here: something was undefined when the configuration was synthesized. Give it a value, or leave it out.';
  return `${JSON.stringify(root)} alone refers to nothing. Text must stand in double quotes; a resource is referred to by type and name, as in netweft_endpoint.web.`;
}
