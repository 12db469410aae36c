/** Required, optional and read-only attributes, in the layout of Terraform registry pages. */
import { hclLine, type Hcl } from "../hcl";
import { isComputed } from "../terraform";
import type { Field, Fields, Type } from "../type";

/** The group of an attribute. */
const GROUPS = ["Required", "Optional", "Read-Only"] as const;
type Group = (typeof GROUPS)[number];

type RegistryEntry = readonly [string, Field];

/** A nested object of the schema, by its path. */
interface Nested {
  readonly path: readonly string[];
  readonly fields: Fields;
  readonly isGiven: boolean;
}

/**
 * The section "Schema" of a page: attributes by group, then one part with an anchor for each nested object.
 */
export function schemaSection(fields: Fields): string {
  const top: Nested = { path: [], fields, isGiven: false };
  const groups = groupsOf(top).map(([group, entries]) => `### ${group}\n\n${entries.map((entry) => item(entry, top)).join("\n")}`);
  return ["## Schema", ...groups, ...nestedIn(top).map(nestedPart)].join("\n\n");
}

/** A type's name in registries: `List of String`, `Attributes Set`. */
export function typeLabel(type: Type): string {
  switch (type.kind) {
    case "string":
      return "String";
    case "number":
      return "Number";
    case "bool":
      return "Boolean";
    case "object":
      return "Attributes";
    case "dynamic":
      return "Dynamic";
    default: {
      const kind = `${type.kind.charAt(0).toUpperCase()}${type.kind.slice(1)}`;
      return type.element.kind === "object" ? `Attributes ${kind}` : `${kind} of ${typeLabel(type.element)}`;
    }
  }
}

/** The limits of a type, in sentences, unless the doc states them already. */
export function limits(type: Type, doc: string): readonly string[] {
  if (type.kind === "number") return [`From ${type.min} to ${type.max}.`];
  if (type.kind === "list" || type.kind === "set") return type.element.kind === "object" ? [] : limits(type.element, doc);
  if (type.kind !== "string" || type.oneOf === undefined) return [];
  const isSaid = (word: string) => doc.includes(`\`${word}\``) || doc.includes(`"${word}"`);
  return type.oneOf.every(isSaid) ? [] : [`One of ${type.oneOf.map((word) => `\`${word}\``).join(", ")}.`];
}

function groupsOf({ fields, isGiven }: Nested): readonly (readonly [Group, readonly RegistryEntry[]])[] {
  const all = Object.entries(fields);
  return GROUPS.map((group) => [group, all.filter(([, field]) => (isGiven ? "Read-Only" : groupOf(field)) === group)] as const).filter(
    ([, entries]) => entries.length > 0,
  );
}

function groupOf(field: Field): Group {
  if (field.required) return "Required";
  return field.optional ? "Optional" : "Read-Only";
}

function item([name, field]: RegistryEntry, { path, isGiven }: Nested): string {
  const isOurs = isGiven || groupOf(field) === "Read-Only";
  const text = [
    `- \`${name}\` (${typeLabel(field.type)}${field.sensitive ? ", Sensitive" : ""}) ${field.doc}`,
    ...(isOurs ? [] : [...limits(field.type, field.doc), ...defaultText(field)]),
    ...(field.replace ? ["Forces replacement."] : []),
    ...(inner(field.type) ? [`(see [below for nested schema](#${anchor([...path, name])}))`] : []),
  ];
  return text.join(" ");
}

function defaultText(field: Field): readonly string[] {
  return field.default === undefined ? [] : [`Default: \`${hclLine(field.default as Hcl)}\`.`];
}

function anchor(path: readonly string[]): string {
  return `nestedatt--${path.join("--")}`;
}

function inner(type: Type): Fields | undefined {
  if (type.kind === "object") return type.fields;
  return "element" in type ? inner(type.element) : undefined;
}

function nestedIn({ fields, path, isGiven }: Nested): readonly Nested[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const parts = inner(field.type);
    if (parts === undefined) return [];
    const nested = { path: [...path, name], fields: parts, isGiven: isGiven || (groupOf(field) === "Read-Only" && isComputed(field)) };
    return [nested, ...nestedIn(nested)];
  });
}

function nestedPart(nested: Nested): string {
  const { path } = nested;
  const groups = groupsOf(nested).map(([group, entries]) => `${group}:\n\n${entries.map((entry) => item(entry, nested)).join("\n")}`);
  return [`<a id="${anchor(path)}"></a>\n\n### Nested Schema for \`${path.join(".")}\``, ...groups].join("\n\n");
}
