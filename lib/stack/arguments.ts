/** The arguments of the functions of `netweft/engine`: a program in JavaScript may misspell an option, and nothing else would say so. */
import { diagnose, type Diagnostic } from "../diagnostic";
import { nearest } from "../schema/nearest";

/** What a member may be: its check, and in words. */
type MemberKind = readonly [is: (value: unknown) => boolean, words: string];

const isText = (value: unknown): boolean => typeof value === "string";
const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

const TEXT: MemberKind = [isText, "text"];
const BOOL: MemberKind = [(value) => typeof value === "boolean", "true or false"];
const OBJECT: MemberKind = [isObject, "an object"];
const FUNCTION: MemberKind = [(value) => typeof value === "function", "a function"];
const TEXTS: MemberKind = [(value) => Array.isArray(value) && value.every(isText), "a list of text"];
const LIST: MemberKind = [Array.isArray, "a list"];
const FINDINGS: MemberKind = [
  (value) => Array.isArray(value) && value.every((one: unknown) => isObject(one) && isFinding(one as Record<string, unknown>)),
  "a list of findings, as an earlier report has them",
];
const FILES: MemberKind = [
  (value) => Array.isArray(value) && value.every((file: unknown) => isObject(file) && hasTexts(file as Record<string, unknown>)),
  "a list of objects with `name` and `text`",
];

function hasTexts({ name, text }: Record<string, unknown>): boolean {
  return isText(name) && isText(text);
}

function isFinding({ fingerprint, host, firstSeen }: Record<string, unknown>): boolean {
  return isText(fingerprint) && isText(host) && isText(firstSeen);
}

/** An argument: its name for people, its members, and those that must be there. */
interface ArgumentShape {
  readonly name: string;
  readonly members: Readonly<Record<string, MemberKind>>;
  readonly required?: readonly string[];
  /** It has members besides these. */
  readonly open?: boolean;
}

const world = { backends: OBJECT, store: OBJECT, clock: OBJECT, holder: OBJECT };
const declared = { ...world, files: FILES, variables: OBJECT, backend: TEXT, directory: TEXT, outputsOf: FUNCTION };

export const STACK: ArgumentShape = { name: "stack", members: declared, required: [...Object.keys(world), "files"] };
/** A stack is an environment, too. */
export const ENVIRONMENT: ArgumentShape = { name: "environment", members: declared, required: Object.keys(world) };
export const PLAN_OPTIONS: ArgumentShape = { name: "options", members: { destroy: BOOL, targets: TEXTS, replace: TEXTS, refresh: BOOL } };
export const APPLY_OPTIONS: ArgumentShape = {
  name: "options",
  members: { onEvent: FUNCTION, signal: OBJECT, onFailure: [(value) => value === "rollback" || value === "stop", '"rollback" or "stop"'] },
};
export const DRIFT_OPTIONS: ArgumentShape = { name: "options", members: { ignores: LIST, baseline: FINDINGS } };
/** What `plan` has returned as the value of its result. */
export const PLAN: ArgumentShape = {
  name: "plan",
  members: {
    version: [(value) => value === 1, "1"],
    resources: LIST,
    phases: LIST,
    prior: OBJECT,
  },
  required: ["version", "resources", "phases", "prior"],
  open: true,
};
export const IMPORTED: ArgumentShape = { name: "object", members: { address: TEXT, id: TEXT }, required: ["address", "id"] };

/** All errors in the arguments of a call. An option that is undefined is not set. */
export function wrongArguments(...given: readonly (readonly [ArgumentShape, unknown])[]): readonly Diagnostic[] {
  return given.flatMap(([shape, value]) => {
    if (!isObject(value))
      return [diagnose("invalid-argument", `The argument \`${shape.name}\` is no object. Pass one.`, { path: [shape.name] })];
    const set = Object.entries(value as object).filter(([, member]) => member !== undefined);
    const missing = (shape.required ?? []).filter((name) => !set.some(([one]) => one === name));
    return [...missing.map((name) => lacking(shape, name)), ...set.flatMap(([name, member]) => wrongMember(shape, name, member))];
  });
}

function lacking({ name, members }: ArgumentShape, member: string): Diagnostic {
  const detail = `\`${member}\` is required and has no value: expected ${members[member]![1]}.`;
  return diagnose("invalid-argument", detail, { path: [name, member] });
}

function wrongMember({ name, members, open: isOpen = false }: ArgumentShape, member: string, value: unknown): readonly Diagnostic[] {
  const at = { path: [name, member] };
  const kind = Object.hasOwn(members, member) ? members[member] : undefined;
  if (kind === undefined ? isOpen : kind[0](value)) return [];
  if (kind !== undefined) return [diagnose("invalid-argument", `\`${member}\` cannot have this value: expected ${kind[1]}.`, at)];
  const meant = nearest(member, Object.keys(members));
  const names = Object.keys(members).map((one) => `\`${one}\``);
  const hint = meant === undefined ? `There are ${names.join(", ")}.` : `Did you mean \`${meant}\`?`;
  return [diagnose("invalid-argument", `There is no \`${member}\` in \`${name}\`. ${hint}`, at)];
}
