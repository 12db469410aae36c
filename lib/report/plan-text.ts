import { isOpen } from "../config/values/typed";
import { concealing, secretsOfPlan } from "../engine/conceal";
import { asOneOwner, deposedIn } from "../engine/deposed";
import { isChange, shownOrigin, type Plan, type ResourceChange } from "../engine/plan";
import type { Change } from "../reconcile/plan";
import type { Diagnostic } from "../diagnostic";
import { currentAddress, deposedKey, parseAddress } from "../engine/state";
import { isSkeleton } from "../resources/firewall/skeleton";
import { attributeLines, painted } from "./attributes";
import { foldedLines, notable } from "./creation";
import { changeLines } from "./fact-lines";
import { harmless, shown, type TerminalStyle, type Style } from "./look";
import { outputChangeLines } from "./outputs";
import { impactText } from "./impact-text";
import { remarkLines } from "./remarks";
import { NO_CHANGES, summaryLine, summaryOf } from "./plan-summary";
import { deletionReason, replacement, subject } from "./reasons";
import { remindersText } from "./reminders";
import { shownAttributes } from "./resource-json";

/** A replacement whose new object comes first is shown as an action of its own. */
type ShownPlan = Exclude<ResourceChange["action"], "no-op"> | "succeed";

function shownAs({ action, deposed }: ResourceChange): ShownPlan | undefined {
  if (action === "no-op") return undefined;
  return deposed === undefined ? action : "succeed";
}

const signs: Readonly<Record<ShownPlan, readonly [sign: string, style: Style, legend: string, sentence: string]>> = {
  create: ["  +", "green", "create", "will be created"],
  update: ["  ~", "yellow", "update in-place", "will be updated in-place"],
  replace: ["-/+", "yellow", "destroy and then create replacement", "must be replaced"],
  succeed: ["+/-", "yellow", "create replacement and then destroy", "must be replaced"],
  delete: ["  -", "red", "destroy", "will be destroyed"],
  forget: ["  .", "red", "stop managing, without destroying", "will no longer be managed by Netweft, but will not be destroyed"],
  read: [" <=", "cyan", "read", "will be read during apply"],
};

/**
 * A plan as text for people, in pieces, for any number of resources: every resource with its attributes in Terraform's notation
 * and, below them, the kernel objects that change; then the outputs, a line for each warning, the steps per host and the endpoints
 * that lose traffic. The last line is Terraform's summary line. New resources are short unless all `lines` are wanted.
 *
 * @example
 * for (const piece of planText(plan, look, { lines: true })) terminal.out(piece);
 */
export function* planText(plan: Plan, seen: TerminalStyle, { how, lines = false, warnings = [] }: PlanView = {}): Generator<string> {
  const look = { ...seen, conceal: concealing(secretsOfPlan(plan)) };
  const summary = summaryOf(plan);
  if (summary.empty) return yield noChanges(look, how);
  const shown = plan.resources.filter(isChange);
  if (shown.length > 0) yield legend(shown, lines, look);
  const taken = new Set(plan.diagnostics.flatMap(({ code, at }) => (code === "taken-over" ? (at.resource ?? []) : [])));
  yield* resourcesText(shown, { ...plan, taken, lines }, look);
  yield* outputChangeLines(plan.outputs, look);
  yield* remindersText([...warnings, ...plan.diagnostics], look);
  yield* impactText(plan, look);
  if (shown.length + plan.changes.length > 0) yield `${look.paint("bold", summaryLine(summary))}\n`;
}

/** What a plan's text shows beside the plan. */
export interface PlanView {
  /** `rehearsed`: no host was observed; `destroy`: the plan is to destroy everything. */
  readonly how?: EmptyPlan | undefined;
  /** Whether new resources are shown with every attribute and kernel object, as everything else is. */
  readonly lines?: boolean;
  /** Warnings that are not the plan's own. */
  readonly warnings?: readonly Diagnostic[];
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

function legend(shown: readonly ResourceChange[], lines: boolean, look: TerminalStyle): string {
  const actions = (Object.keys(signs) as ShownPlan[]).filter((action) => shown.some((change) => shownAs(change) === action));
  const said = actions.map((action) => {
    const note = action === "create" && !lines ? look.paint("dim", " (in short; --lines shows every attribute and kernel object)") : "";
    return `${painted(look, signs[action][0], signs[action][1])} ${signs[action][2]}${note}\n`;
  });
  if (said.length === 0) return "";
  return `Resource actions are indicated with the following symbols:\n${said.join("")}\nNetweft will perform the following actions:\n\n`;
}

interface ResourceView {
  /** Addresses that are new only to the state: their objects exist already. */
  readonly taken: ReadonlySet<string>;
  readonly providers: Plan["providers"];
  readonly lines: boolean;
}

/**
 * Each kernel object is shown below the first of its owners that changes; shared objects, and objects of resources that are not
 * shown, come last.
 */
function* resourcesText(
  shown: readonly ResourceChange[],
  { changes, ...view }: Pick<Plan, "changes"> & ResourceView,
  look: TerminalStyle,
): Generator<string> {
  const addresses = new Set(shown.map(({ address }) => address));
  const place = (change: Change) => (isCommon(change) ? COMMON : (change.owners.find((owner) => addresses.has(owner)) ?? UNCHANGED));
  const below = grouped(asOneOwner(changes, deposedIn({ resources: shown })), place);
  for (const change of shown) {
    const facts = below.get(change.address) ?? [];
    if (change.action === "create" && !view.lines) yield* creationText(change, facts, { ...view, look });
    else yield* resourceText(change, { changes: facts, ...view }, look);
  }
  const [common, unchanged] = [below.get(COMMON) ?? [], below.get(UNCHANGED) ?? []];
  const isNew = new Set(shown.flatMap(({ action, address }) => (action === "create" ? [address] : [])));
  const isFolded = !view.lines && isNew.size > 0;
  const folded = isFolded ? common.filter(({ owners }) => owners.some((owner) => isNew.has(owner))) : [];
  yield* section(
    "# Shared by several resources of a host",
    [
      ...foldedLines(folded, look),
      ...changeLines(
        common.filter((one) => !folded.includes(one)),
        look,
      ),
    ],
    look,
  );
  yield* section("# Kernel objects of resources that do not change themselves", [...changeLines(unchanged, look)], look);
}

/** No address of a resource begins with a space. */
const COMMON = " common";
const UNCHANGED = " unchanged";

function isCommon({ before, after, owners }: Change): boolean {
  const fact = (after ?? before)!;
  return fact.shared === true || owners.length > 1 || isSkeleton(fact);
}

function* section(title: string, lines: readonly string[], look: TerminalStyle): Generator<string> {
  if (lines.length === 0) return;
  yield `  ${look.paint("bold", title)}\n`;
  yield* lines;
  yield "\n";
}

/** A new resource in short: what was said of it or chosen for it, and the number of its kernel objects. */
function* creationText(
  { address, after, sensitive: hidden }: ResourceChange,
  facts: readonly Change[],
  { taken, providers, look }: ResourceView & { readonly look: TerminalStyle },
): Generator<string> {
  const { type = "" } = parseAddress(address) ?? {};
  const id = hidden.some(([name]) => name === "id") ? undefined : after?.["id"];
  const place = typeof id === "string" && !isOpen(id) ? ` (${shown(id, look)})` : "";
  yield `  ${look.paint("bold", `# ${harmless(address)} ${signs.create[3]}`)}${place}\n`;
  if (taken.has(address)) yield TAKEN_OVER;
  yield* attributeLines({ before: null, after: notable(type, after ?? {}, hidden, providers), forces: [], hidden, compact: true }, look);
  for (const line of remarkLines(type, after, hidden, look)) yield `      ${line}`;
  yield* foldedLines(facts, look);
  yield "\n";
}

const LEFT_OVER = "  # (left over from a partially-failed replacement of this instance)\n";
const TAKEN_OVER = "  # (exists already with the mark of this stack, is taken over)\n";

function sentence(change: ResourceChange, usual: string, look: TerminalStyle): string {
  return change.action === "replace" ? replacement(change, look) : usual;
}

function* resourceText(
  change: ResourceChange,
  { changes: facts, taken }: { readonly changes: readonly Change[] } & ResourceView,
  look: TerminalStyle,
): Generator<string> {
  const { before, after, replaceBy: forces, sensitive: hidden } = change;
  const address = harmless(change.address);
  const origin = shownOrigin(change);
  const movedFrom = origin && harmless(currentAddress(origin));
  const action = shownAs(change);
  const kind = action && signs[action];
  const still = change.importing === undefined ? `# ${movedFrom} has moved to ${address}` : `# ${address} will be imported`;
  yield `  ${look.paint("bold", kind ? `# ${subject(change.address)} ${sentence(change, kind[3], look)}` : still)}\n`;
  if (taken.has(change.address)) yield TAKEN_OVER;
  if (action === "delete") yield deletionReason(change);
  if (deposedKey(change.address) !== undefined) yield LEFT_OVER;
  if (kind && movedFrom) yield `  # (moved from ${movedFrom})\n`;
  yield* importText(change, kind !== undefined, look);
  const parts = parseAddress(change.address);
  const word = parts?.mode === "data" ? "data" : "resource";
  const head = parts ? `${word} ${JSON.stringify(parts.type)} ${JSON.stringify(parts.name)}` : JSON.stringify(address);
  yield `${kind ? painted(look, kind[0], kind[1]) : "   "} ${head} {\n`;
  const [was, is] = [before, change.action === "forget" ? before : after].map((attributes) => worthShowing(parts?.type ?? "", attributes));
  yield* attributeLines({ before: was!, after: is!, forces, hidden, shortReferences: true }, look);
  yield "    }\n";
  for (const line of remarkLines(parts?.type ?? "", after, hidden, look)) yield `      ${line}`;
  yield* changeLines(facts, look);
  yield "\n";
}

/** Which object it is imported from, or that it leaves the state by a `removed` block. */
function* importText({ action, importing }: ResourceChange, isChanged: boolean, look: TerminalStyle): Generator<string> {
  if (action === "forget") yield "  # (destroy = false is set in the configuration)\n";
  if (importing && isChanged) yield `  # (imported from ${JSON.stringify(shown(importing.id, look))})\n`;
  if (importing && action === "replace") yield `  # ${look.paint("yellow", "Warning: this will destroy the imported resource")}\n`;
}

/** All attributes except `drift`, which the lines below the resource show, and `ref`, which repeats the others. */
function worthShowing(type: string, attributes: ResourceChange["before"]): ResourceChange["before"] {
  if (attributes === null) return null;
  const { drift: _drift, ref: _ref, ...rest } = attributes;
  return shownAttributes(type, rest);
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
