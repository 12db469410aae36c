/** The change of a resource's attributes, in the notation of Terraform's plans. */
import { sameValue } from "../engine/replaced";
import type { Draft, Value } from "../schema/value";
import { shown, type TerminalStyle, type Style } from "./look";
import { hiddenIn, isContainer, isHidden, nameText, scalarText, SENSITIVE, type Hidden } from "./values";

export type Sign = "+" | "-" | "~" | " ";

const styles: Readonly<Record<Sign, Style | undefined>> = { "+": "green", "-": "red", "~": "yellow", " ": undefined };

export function painted(look: TerminalStyle, sign: string, style: Style | undefined): string {
  return style ? look.paint(style, sign) : sign;
}

/** Attributes before and after; missing on the side without a resource. */
export interface AttributeChange {
  readonly before: Draft | null;
  readonly after: Draft | null;
  readonly hidden: Hidden;
  /** Names that force a replacement, nested ones with dots. */
  readonly forces: readonly string[];
  /** Whether objects that have an id, which are references to other resources, are shown by their id alone. */
  readonly shortReferences?: true;
  /** Whether lists and objects that fit are on one line, references as the id alone. */
  readonly compact?: true;
}

/** One value among its siblings: `label` precedes it, `end` follows it. */
interface TextPart {
  readonly label: string;
  readonly end: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  readonly hidden: Hidden;
  readonly forces: readonly string[];
}

/** Names that are shown even without a change, to identify the resource. */
const KEPT = new Set(["id", "name"]);

/**
 * The lines between the braces of a resource, sorted by name: all attributes with a value for a creation or a deletion, otherwise
 * those that change.
 */
export function* attributeLines(change: AttributeChange, look: TerminalStyle): Generator<string> {
  const setting = { indent: "      ", top: true, shortReferences: change.shortReferences ?? false, compact: change.compact ?? false, look };
  yield* objectParts(change.before ?? undefined, change.after ?? undefined, change, setting);
}

interface TextSetting {
  readonly indent: string;
  /** Whether this is the top level, where deleted values are shown as `-> null`. */
  readonly top: boolean;
  readonly shortReferences: boolean;
  readonly compact: boolean;
  readonly look: TerminalStyle;
}

function deeper(setting: TextSetting): TextSetting {
  return { ...setting, indent: `${setting.indent}    `, top: false };
}

function* partLines(part: TextPart, setting: TextSetting): Generator<string> {
  const { before, after, label } = part;
  const sign = signOf(before, after);
  const start = `${setting.indent}${painted(setting.look, sign, styles[sign])} ${label}`;
  const note = part.forces.includes("") ? setting.look.paint("red", " # forces replacement") : "";
  const gone = sign === "-" && setting.top ? " -> null" : "";
  const one = sign === "-" ? before : after;
  if (isHidden(part.hidden)) yield `${start}${SENSITIVE}${gone}${part.end}${note}\n`;
  else if (sign === "~" && !sameShape(before, after))
    yield `${start}${lineOf(before, setting)} -> ${lineOf(after, setting)}${part.end}${note}\n`;
  else if (sign !== "~" && isShort(one, part.hidden, setting)) yield `${start}${shortText(one, setting)}${gone}${part.end}${note}\n`;
  else if (!isContainer(one)) yield `${start}${lineOf(one, setting)}${gone}${part.end}${note}\n`;
  else yield* containerLines(part, { start, sign, one, tail: `${gone}${part.end}`, note }, setting);
}

interface ShownAttribute {
  readonly start: string;
  readonly sign: Sign;
  readonly one: Value;
  readonly tail: string;
  readonly note: string;
}

function* containerLines(part: TextPart, { start, sign, one, tail, note }: ShownAttribute, setting: TextSetting): Generator<string> {
  const list = Array.isArray(one);
  const before = sign === "+" ? undefined : part.before;
  const after = sign === "-" ? undefined : part.after;
  yield `${start}${list ? "[" : "{"}${note}\n`;
  if (list) yield* listParts((before ?? []) as readonly Value[], (after ?? []) as readonly Value[], part.hidden, deeper(setting));
  else yield* objectParts(before as Draft | undefined, after as Draft | undefined, part, deeper(setting));
  yield `${setting.indent}  ${list ? "]" : "}"}${tail}\n`;
}

function* objectParts(
  before: Draft | undefined,
  after: Draft | undefined,
  part: Pick<TextPart, "hidden" | "forces">,
  setting: TextSetting,
): Generator<string> {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort();
  const changing = before !== undefined && after !== undefined;
  const kept = names.filter((name) => {
    if (isNothing(before?.[name]) && isNothing(after?.[name])) return false;
    return !changing || !sameValue(before[name], after[name]) || (setting.top && KEPT.has(name));
  });
  const width = Math.max(0, ...kept.map((name) => nameText(name, setting.look).length));
  for (const name of kept) {
    const label = `${nameText(name, setting.look).padEnd(width)} = `;
    const forces = part.forces.flatMap((path) => (path === name ? [""] : path.startsWith(`${name}.`) ? [path.slice(name.length + 1)] : []));
    yield* partLines(
      { label, end: "", before: before?.[name], after: after?.[name], hidden: hiddenIn(part.hidden, name), forces },
      setting,
    );
  }
  const left = changing ? names.filter((name) => !kept.includes(name) && !isNothing(after[name])).length : 0;
  if (left > 0)
    yield `${setting.indent}  ${setting.look.paint("dim", `# (${left} unchanged ${left === 1 ? "attribute" : "attributes"} hidden)`)}\n`;
}

/** Elements on only one side are deleted or added; the others are shown between them. With sensitive elements, they are compared by index. */
function* listParts(before: readonly Value[], after: readonly Value[], hidden: Hidden, setting: TextSetting): Generator<string> {
  const simple = hidden.length === 0 && ![...before, ...after].some(isContainer);
  const rows: readonly (readonly [Value | undefined, Value | undefined])[] = simple
    ? [
        ...before.filter((one) => !after.includes(one)).map((one) => [one, undefined] as const),
        ...after.map((one) => [before.includes(one) ? one : undefined, one] as const),
      ]
    : Array.from({ length: Math.max(before.length, after.length) }, (_, n) => [before[n], after[n]] as const);
  for (const [n, [was, is]] of rows.entries()) {
    yield* partLines({ label: "", end: ",", before: was, after: is, hidden: hiddenIn(hidden, n), forces: [] }, { ...setting, top: false });
  }
}

function signOf(before: Value | undefined, after: Value | undefined): Sign {
  if (sameValue(before ?? null, after ?? null)) return " ";
  if (isNothing(before)) return "+";
  return isNothing(after) ? "-" : "~";
}

function isNothing(value: Value | undefined): boolean {
  return value === undefined || value === null;
}

function sameShape(before: Value | undefined, after: Value | undefined): boolean {
  return isContainer(before) && isContainer(after) && Array.isArray(before) === Array.isArray(after);
}

/** The longest list, in characters, that is shown on one line. */
const SHORT = 72;

/** Whether a value that is added, deleted or kept as a whole is shown on one line. */
function isShort(value: Value | undefined, hidden: Hidden, setting: TextSetting): boolean {
  if (!isContainer(value) || hidden.length > 0) return false;
  if (setting.compact) return inlineText(value, setting.look).length <= SHORT;
  if (Array.isArray(value)) return !value.some(isContainer) && shortText(value, setting).length <= SHORT;
  return Object.keys(value).length === 0 || (setting.shortReferences && typeof (value as Draft)["id"] === "string");
}

function shortText(value: Value | undefined, { look, compact }: TextSetting): string {
  if (compact) return inlineText(value, look);
  if (Array.isArray(value)) return `[${value.map((part: Value) => scalarText(part, look)).join(", ")}]`;
  const { id, ...rest } = value as Draft;
  const more = Object.keys(rest).length;
  return id === undefined ? "{}" : `{ id = ${scalarText(id, look)}${more > 0 ? ", …" : ""} }`;
}

/** A whole value on one line: `[{ host_port = 8080, port = 80 }]`. */
function inlineText(value: Value | undefined, look: TerminalStyle): string {
  if (!isContainer(value)) return scalarText(value, look);
  if (Array.isArray(value)) return `[${value.map((part: Value) => inlineText(part, look)).join(", ")}]`;
  const { id } = value as Draft;
  if (typeof id === "string") return scalarText(id, look);
  const parts = Object.entries(value as Draft).filter(([, part]) => !isNothing(part));
  return parts.length === 0 ? "{}" : `{ ${parts.map(([name, part]) => `${nameText(name, look)} = ${inlineText(part, look)}`).join(", ")} }`;
}

function lineOf(value: Value | undefined, { look }: TextSetting): string {
  return isContainer(value) ? shown(JSON.stringify(value), look) : scalarText(value, look);
}
