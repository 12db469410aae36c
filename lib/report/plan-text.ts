import { concealing, secretsOfPlan } from "../engine/conceal";
import type { Plan, ResourceChange } from "../engine/plan";
import type { Change } from "../reconcile/plan";
import { parseAddress } from "../engine/state";
import { isSkeleton } from "../resources/firewall/skeleton";
import { attributeLines, painted } from "./attributes";
import { changeLine } from "./fact-lines";
import { harmless, type TerminalStyle, type Style } from "./look";
import { outputChangeLines } from "./outputs";
import { impactText } from "./impact-text";
import { remarkLines } from "./remarks";
import { NO_CHANGES, summaryLine, summaryOf } from "./plan-summary";

type ShownPlan = Exclude<ResourceChange["action"], "no-op">;

const signs: Readonly<Record<ShownPlan, readonly [sign: string, style: Style, legend: string, sentence: string]>> = {
  create: ["  +", "green", "create", "will be created"],
  update: ["  ~", "yellow", "update in-place", "will be updated in-place"],
  replace: ["-/+", "yellow", "destroy and then create replacement", "must be replaced"],
  delete: ["  -", "red", "destroy", "will be destroyed"],
  read: [" <=", "cyan", "read", "will be read during apply"],
};

/**
 * A plan as text for people, in pieces, for any number of resources: every resource with its attributes in Terraform's notation
 * and, below them, the kernel objects that change; then the steps per host, the endpoints that lose traffic, and the outputs. The
 * last line is Terraform's summary line. Diagnostics are not part of it.
 * `rehearsed`: no host was observed; `destroy`: the plan is to destroy everything.
 *
 * @example
 * for (const piece of planText(plan, look)) terminal.out(piece);
 */
export function* planText(plan: Plan, seen: TerminalStyle, how?: EmptyPlan): Generator<string> {
  const look = { ...seen, conceal: concealing(secretsOfPlan(plan)) };
  const summary = summaryOf(plan);
  if (summary.empty) return yield noChanges(look, how);
  const shown = plan.resources.filter(isShown);
  if (shown.length > 0) yield legend(shown, look);
  const taken = new Set(plan.diagnostics.flatMap(({ code, at }) => (code === "taken-over" ? (at.resource ?? []) : [])));
  yield* resourcesText(shown, { ...plan, taken }, look);
  yield* impactText(plan, look);
  yield* outputChangeLines(plan.outputs, look);
  yield `${look.paint("bold", summaryLine(summary))}\n`;
}

/** What a plan without changes means. */
type EmptyPlan = "rehearsed" | "destroy";

const COMPARED =
  "Netweft has compared your real infrastructure against your configuration\nand found no differences, so no changes are needed.";
const REHEARSED =
  "Netweft has compared the state with your configuration and found no differences.\nIf the hosts agree with the state, no changes are needed.";

const EMPTY = "The state has no resources: nothing was applied yet, or everything was destroyed already.";

function noChanges(look: TerminalStyle, how: EmptyPlan | undefined): string {
  const said = {
    compared: [NO_CHANGES.split(". ")[1]!, COMPARED],
    rehearsed: ["The state matches the configuration.", REHEARSED],
    destroy: ["No objects need to be destroyed.", EMPTY],
  } as const;
  const [second, why] = said[how ?? "compared"];
  return `${look.paint("green", "No changes.")} ${look.paint("bold", second)}\n\n${why}\n`;
}

type ShownChange = ResourceChange & { readonly action: ShownPlan };

function isShown(change: ResourceChange): change is ShownChange {
  return change.action !== "no-op" || change.movedFrom !== undefined;
}

function legend(shown: readonly ShownChange[], look: TerminalStyle): string {
  const actions = (Object.keys(signs) as ShownPlan[]).filter((action) => shown.some((change) => change.action === action));
  const lines = actions.map((action) => `${painted(look, signs[action][0], signs[action][1])} ${signs[action][2]}\n`);
  if (lines.length === 0) return "";
  return `Resource actions are indicated with the following symbols:\n${lines.join("")}\nNetweft will perform the following actions:\n\n`;
}

/** Addresses that are new only to the state: their objects exist already. */
interface TakenOver {
  readonly taken: ReadonlySet<string>;
}

/**
 * Each kernel object is shown below the first of its owners that changes; shared objects, and objects of resources that are not
 * shown, come last.
 */
function* resourcesText(
  shown: readonly ShownChange[],
  { changes, taken }: Pick<Plan, "changes"> & TakenOver,
  look: TerminalStyle,
): Generator<string> {
  const addresses = new Set(shown.map(({ address }) => address));
  const place = (change: Change) => (isCommon(change) ? COMMON : (change.owners.find((owner) => addresses.has(owner)) ?? UNCHANGED));
  const below = grouped(changes, place);
  for (const change of shown) yield* resourceText(change, { changes: below.get(change.address) ?? [], taken }, look);
  yield* section("# Shared by several resources of a host", below.get(COMMON) ?? [], look);
  yield* section("# Kernel objects of resources that do not change themselves", below.get(UNCHANGED) ?? [], look);
}

/** No address of a resource begins with a space. */
const COMMON = " common";
const UNCHANGED = " unchanged";

function isCommon({ before, after, owners }: Change): boolean {
  const fact = (after ?? before)!;
  return fact.shared === true || owners.length > 1 || isSkeleton(fact);
}

function* section(title: string, changes: readonly Change[], look: TerminalStyle): Generator<string> {
  if (changes.length === 0) return;
  yield `  ${look.paint("bold", title)}\n`;
  for (const change of changes) yield changeLine(change, look);
  yield "\n";
}

function* resourceText(
  change: ShownChange,
  { changes: facts, taken }: { readonly changes: readonly Change[] } & TakenOver,
  look: TerminalStyle,
): Generator<string> {
  const { before, after, replaceBy: forces, sensitive: hidden } = change;
  const address = harmless(change.address);
  const movedFrom = change.movedFrom && harmless(change.movedFrom);
  const kind = signs[change.action as ShownPlan] as (typeof signs)[ShownPlan] | undefined;
  const sentence = kind ? look.paint("bold", `# ${address} ${kind[3]}`) : look.paint("bold", `# ${movedFrom} has moved to ${address}`);
  yield `  ${sentence}\n`;
  if (taken.has(change.address)) yield "  # (exists already with the mark of this stack, is taken over)\n";
  if (kind && movedFrom) yield `  # (moved from ${movedFrom})\n`;
  const parts = parseAddress(change.address);
  const word = parts?.mode === "data" ? "data" : "resource";
  const head = parts ? `${word} ${JSON.stringify(parts.type)} ${JSON.stringify(parts.name)}` : JSON.stringify(address);
  yield `${kind ? painted(look, kind[0], kind[1]) : "   "} ${head} {\n`;
  yield* attributeLines({ before: worthShowing(before), after: worthShowing(after), forces, hidden, shortReferences: true }, look);
  yield "    }\n";
  for (const line of remarkLines(parts?.type ?? "", after, hidden, look)) yield `      ${line}`;
  for (const fact of facts) yield changeLine(fact, look);
  yield "\n";
}

/** All attributes except `drift`, which the lines below the resource show, and `ref`, which repeats the others. */
function worthShowing(attributes: ResourceChange["before"]): ResourceChange["before"] {
  if (attributes === null) return null;
  const { drift: _drift, ref: _ref, ...rest } = attributes;
  return rest;
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
