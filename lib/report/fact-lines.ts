/** Kernel objects that change, as canonical lines with a sign before each. */
import type { Change } from "../engine/plan";
import { textOf } from "../kernel/line";
import { painted } from "./attributes";
import type { Look, Style } from "./look";

const signs: Readonly<Record<Change["action"], readonly [string, Style]>> = {
  add: ["+", "green"],
  change: ["~", "yellow"],
  replace: ["-/+", "yellow"],
  remove: ["-", "red"],
};

const reasons: Readonly<Record<Change["because"], string>> = {
  declared: "",
  drift: "drift",
  collateral: "the kernel takes it along",
};

/** The line of one change, and why it is there when the configuration is not the reason. */
export function changeLine(change: Change, look: Look): string {
  const [sign, style] = signs[change.action];
  const shared = change.owners.length > 1 ? `shared by ${change.owners.length} resources` : "";
  const notes = [reasons[change.because], getsMark(change) ? "gets its mark" : "", shared].filter((note) => note !== "").join(", ");
  return `      ${painted(look, sign, style)} ${wordsOf(change)}${notes ? look.paint("dim", `  # ${notes}`) : ""}\n`;
}

/** What was imported is marked as Netweft's by the first apply. */
function getsMark({ action, before, after }: Change): boolean {
  return action === "change" && before?.mark === undefined && after?.mark !== undefined;
}

function wordsOf({ action, before, after }: Change): string {
  if (before && after && action !== "remove" && action !== "add") return betweenLines(textOf(before), textOf(after));
  const fact = action === "remove" ? before : after;
  return textOf((fact ?? before ?? after)!);
}

/** Two lines in one: words that differ are shown as `1500 -> 1450`; lines of different lengths one after the other. */
export function betweenLines(before: string, after: string): string {
  const [was, is] = [before.split(" "), after.split(" ")];
  if (was.length !== is.length) return `${before} -> ${after}`;
  return is.map((word, n) => (word === was[n] ? word : `${was[n]} -> ${word}`)).join(" ");
}
