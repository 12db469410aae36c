import { diagnose, type Diagnostic } from "../../diagnostic";
import type { Resolved } from "../survey/resolve";
import type { State } from "../state/types";

/** Which instances a plan is about. Undefined: all of them. */
export type Selection = ReadonlySet<string> | undefined;

function names(target: string, address: string, block: string): boolean {
  return target === address || target === block;
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

function everything(
  resolved: Iterable<Resolved>,
  state: State,
): readonly { address: string; block: string; dependencies: readonly string[] }[] {
  const declared = [...resolved].map(({ instance }) => instance);
  const seen = new Set(declared.map(({ address }) => address));
  return [...declared, ...[...state.instances.values()].filter(({ address }) => !seen.has(address))];
}

/** What --target names, with everything that it depends on; in a destroy, with everything that depends on it. */
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

/** The instances that --replace names. */
export function forcedBy(
  replace: readonly string[],
  resolved: Iterable<Resolved>,
  state: State,
): { readonly forced: ReadonlySet<string>; readonly diagnostics: readonly Diagnostic[] } {
  const all = everything(resolved, state);
  const forced = all.filter(({ address, block }) => replace.some((one) => names(one, address, block))).map(({ address }) => address);
  return { forced: new Set(forced), diagnostics: replace.length === 0 ? [] : unknownTargets(replace, "--replace", all) };
}
