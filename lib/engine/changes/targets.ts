import { diagnose, type Diagnostic } from "../../diagnostic";
import type { Resolved } from "../resolve/resolve";
import { currentAddress, isDeposed } from "../state/address";
import type { State, StateInstance } from "../state/types";

/** The instances that a plan concerns. Undefined: all of them. */
export type Selection = ReadonlySet<string> | undefined;

/** A deposed object belongs to its instance. */
function names(target: string, address: string, block: string): boolean {
  return target === currentAddress(address) || target === block;
}

function unknownTargets(
  targets: readonly string[],
  flag: string,
  known: readonly { address: string; block: string }[],
): readonly Diagnostic[] {
  return targets
    .filter((target) => !known.some(({ address, block }) => names(target, address, block)))
    .map((target) =>
      diagnose(
        "unknown-target",
        `${flag} "${target}" names no resource of the configuration or the state. \`netweft state list\` shows what there is.`,
        {
          resource: target,
        },
      ),
    );
}

function everything(resolved: Iterable<Resolved>, state: State): readonly Pick<StateInstance, "address" | "block" | "dependencies">[] {
  const declared = [...resolved].map(({ instance }) => instance);
  const seen = new Set(declared.map(({ address }) => address));
  return [...declared, ...[...state.instances.values()].filter(({ address }) => !seen.has(address))];
}

/** The instances of --target with their dependencies; in a destroy, with their dependents. */
export function select(
  targets: readonly string[],
  resolved: Iterable<Resolved>,
  state: State,
  mode: "apply" | "destroy",
): { readonly selection: Selection; readonly diagnostics: readonly Diagnostic[] } {
  if (targets.length === 0) return { selection: undefined, diagnostics: [] };
  const all = everything(resolved, state);
  const chosen = all.filter(({ address, block }) => targets.some((target) => names(target, address, block)));
  const needed = new Set(chosen.flatMap(({ dependencies }) => dependencies));
  const named = new Set(chosen.map(({ block }) => block));
  const follows = ({ block, dependencies }: (typeof all)[number]) =>
    mode === "apply" ? needed.has(block) : dependencies.some((one) => named.has(one));
  const selection = new Set([...chosen, ...all.filter(follows)].map(({ address }) => address));
  return { selection, diagnostics: unknownTargets(targets, "--target", all) };
}

/** The instances of --replace. */
export function forcedBy(
  replace: readonly string[],
  resolved: Iterable<Resolved>,
  state: State,
): { readonly forced: ReadonlySet<string>; readonly diagnostics: readonly Diagnostic[] } {
  if (replace.length === 0) return { forced: new Set(), diagnostics: [] };
  const all = everything(resolved, state);
  const forced = all.filter(({ address }) => replace.includes(address)).map(({ address }) => address);
  return { forced: new Set(forced), diagnostics: [...unknownTargets(replace, "--replace", all), ...withoutKey(replace, all)] };
}

/** The warnings for blocks with `count` or `for_each`, of which an instance has to be named. */
function withoutKey(replace: readonly string[], all: ReturnType<typeof everything>): readonly Diagnostic[] {
  return replace.flatMap((one) => {
    const instances = all.filter(({ address, block }) => block === one && !isDeposed(address));
    if (instances.length === 0 || instances.some(({ address }) => address === one)) return [];
    const options = instances.map(({ address }) => `\`--replace '${address}'\``).join(", ");
    const detail = `--replace "${one}" names no instance: ${one} has \`count\` or \`for_each\`, so nothing of it is replaced. Name the instances: ${options}.`;
    return [diagnose("incomplete-replace", detail, { resource: one })];
  });
}

/** The plan's actions on instances, as far as known before facts are compared. */
interface InstanceFate {
  readonly goes: (address: string) => boolean;
  readonly isReplaced: (address: string) => boolean;
}

/**
 * The instances that a plan leaves unchanged because their lines in the state cannot be read: these, their dependencies as far
 * as they would be deleted or replaced, and replacements triggered by those.
 */
export function leftOut(unread: Iterable<string>, resolved: Iterable<Resolved>, state: State, fate: InstanceFate): ReadonlySet<string> {
  const out = new Set(unread);
  if (out.size === 0) return out;
  const all = everything(resolved, state);
  const grow = (joins: (one: (typeof all)[number], others: typeof all) => boolean) => {
    const others = all.filter(({ address }) => out.has(address));
    for (const one of all) if (!out.has(one.address) && joins(one, others)) out.add(one.address);
  };
  for (let before = -1; before < out.size;) {
    before = out.size;
    grow(({ address, block }, others) => {
      const changes = fate.goes(address) || fate.isReplaced(address);
      return changes && others.some(({ dependencies }) => dependencies.includes(block));
    });
    grow(({ dependencies }, others) => others.some(({ address, block }) => fate.isReplaced(address) && dependencies.includes(block)));
  }
  return out;
}
