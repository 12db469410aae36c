/** Kernel objects that change, as canonical lines with a sign before each. */
import type { Change } from "../reconcile/plan";
import type { Fact } from "../kernel/fact";
import { sayPlaceholders } from "../kernel/placeholder";
import { headOf, partsOf } from "../kernel/line";
import { painted } from "./attributes";
import { inOrder } from "./host-order";
import { shown, type TerminalStyle, type Style } from "./look";
import { OPEN } from "./values";

const signs: Readonly<Record<Change["action"], readonly [string, Style]>> = {
  add: ["+", "green"],
  change: ["~", "yellow"],
  replace: ["-/+", "yellow"],
  remove: ["-", "red"],
};

const reasons: Readonly<Record<Change["because"], string>> = {
  declared: "",
  drift: "drift",
  collateral: "kernel side effect",
};

/** The line of one change, with its reason if that is not the configuration. */
export function changeLine(change: Change, look: TerminalStyle): string {
  const [sign, style] = signs[change.action];
  const shared = change.owners.length > 1 ? `shared by ${change.owners.length} resources` : "";
  const notes = [reasons[change.because], getsMark(change) ? "gets its mark" : "", shared].filter((note) => note !== "").join(", ");
  const parts = partLines(change.before, change.after, look, " ".repeat(10));
  return [
    `      ${painted(look, sign, style)} ${shown(wordsOf(change), look)}${notes ? look.paint("dim", `  # ${notes}`) : ""}\n`,
    ...parts,
  ].join("");
}

/** The lines of changes, one host after the other. */
export function* changeLines(changes: readonly Change[], look: TerminalStyle): Generator<string> {
  for (const change of [...changes].sort((a, b) => inOrder(hostOf(a), hostOf(b)))) yield changeLine(change, look);
}

function hostOf({ before, after }: Change): string {
  return (after ?? before)!.host;
}

/**
 * The parts of an added or deleted fact (the rules of a chain), or those that differ between two versions, each on a line of
 * its own with a sign: `-` for a deleted one. Nothing for facts of one line.
 */
export function partLines(before: Fact | undefined, after: Fact | undefined, look: TerminalStyle, indent: string): readonly string[] {
  const [was, is] = [before && partsOf(before), after && partsOf(after)];
  if (was === undefined && is === undefined) return [];
  const gone = (was ?? []).filter((part) => !is?.includes(part));
  const come = (is ?? []).filter((part) => !was?.includes(part));
  const line = (sign: "-" | "+", part: string) => `${indent}${painted(look, sign, sign === "-" ? "red" : "green")} ${shown(part, look)}\n`;
  if (was && is && gone.length + come.length === 0) return was.join() === is.join() ? [] : [`${indent}the same rules in another order\n`];
  return [...gone.map((part) => line("-", part)), ...come.map((part) => line("+", part))];
}

/** Whether the change marks an imported object, as the first apply does. */
function getsMark({ action, before, after }: Change): boolean {
  return action === "change" && before?.mark === undefined && after?.mark !== undefined;
}

/** Placeholders are shown as in attributes. */
function wordsOf({ action, before, after }: Change): string {
  const fact = action === "remove" ? before : after;
  const isBoth = before !== undefined && after !== undefined && action !== "remove" && action !== "add";
  return sayPlaceholders(isBoth ? betweenLines(headOf(before), headOf(after)) : headOf((fact ?? before ?? after)!), OPEN);
}

/** Two lines combined: words that differ are shown as `1500 -> 1450`; lines of different lengths one after the other. */
export function betweenLines(before: string, after: string): string {
  const [was, is] = [before.split(" "), after.split(" ")];
  if (was.length !== is.length) return `${before} -> ${after}`;
  return is.map((word, n) => (word === was[n] ? word : `${was[n]} -> ${word}`)).join(" ");
}
