/** `removed` blocks: resources that are declared no longer, and may stay on their hosts. */
import type { Configuration } from "../config/types";
import { diagnose, type Diagnostic } from "../diagnostic";
import type { ResourceChange } from "./plan";
import type { PlanRequest } from "./requests";
import { parseAddress } from "./state/address";
import type { State, StateInstance } from "./state/types";

/** Without the keys of modules, which a `removed` block does not name. */
function pathOf({ module, type, name }: { readonly module: string; readonly type: string; readonly name: string }): string {
  return `${module.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]\./g, ".")}${type}.${name}`;
}

/** Whether the block names the resource of an instance, or a module that it is in. */
function names(from: string, { address, mode }: StateInstance): boolean {
  const parts = parseAddress(address);
  if (parts === undefined || mode === "data") return false;
  const path = pathOf(parts);
  return path === from || path.startsWith(`${from}.module.`) || isIn(from, path);
}

/** Whether the last module of a path is this one. */
function isIn(module: string, path: string): boolean {
  return module.startsWith("module.") && path.startsWith(`${module}.`) && path.slice(module.length + 1).split(".").length === 2;
}

/** The instances whose resources leave the state without being destroyed. A destroy destroys them. */
export function forgottenIn(
  { instances }: State,
  { configuration, mode }: Pick<PlanRequest, "configuration" | "mode">,
): ReadonlySet<string> {
  const { removed = [] } = configuration;
  if (mode === "destroy" || removed.length === 0) return new Set();
  const isForgotten = (instance: StateInstance) => removed.find(({ from }) => names(from, instance))?.destroy === false;
  return new Set([...instances.values()].filter(isForgotten).map(({ address }) => address));
}

/** The errors for blocks that name what is declared. */
export function checkRemoved({ removed = [], blocks }: Pick<Configuration, "removed" | "blocks">): readonly Diagnostic[] {
  return removed
    .filter(({ from }) => blocks.includes(from))
    .map(({ from, where }) => {
      const detail = `A \`removed\` block says that ${from} was removed, but it is still declared. Remove its declaration, or the \`removed\` block.`;
      return diagnose("invalid-removal", detail, { ...where, path: [...(where.path ?? []), "from"] });
    });
}

/** The warning for objects that nothing manages any more. */
export function noLongerManaged(changes: readonly ResourceChange[]): readonly Diagnostic[] {
  const all = changes.filter(({ action }) => action === "forget").map(({ address }) => address);
  if (all.length === 0) return [];
  const [leave, its, it] = all.length === 1 ? ["leaves", "its", "it"] : ["leave", "their", "them"];
  const detail = `${all.join(", ")} ${leave} the state, and ${its} objects stay on their hosts, with Netweft's marks. To manage ${it} again, declare ${it} and import ${it}.`;
  return [diagnose("no-longer-managed", detail, all.length === 1 ? { resource: all[0]! } : {})];
}
