import { describeType } from "./quote";
import type { Field, Fields, Type } from "./type";
import type { Value } from "./value";

/** The content of a reference page. */
export interface DocumentedAttribute {
  readonly doc: string;
  readonly fields: Fields;
  readonly examples?: readonly {
    readonly title: string;
    readonly config: Readonly<Record<string, unknown>>;
    /** Hosts of the provider configuration that the example needs. */
    readonly hosts?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly facts?: readonly string[];
  }[];
}

/** The kind of block that a page documents. */
export type ReferenceBlock = "resource" | "data" | "provider";

/**
 * The reference page of one resource, data source or provider, as Markdown.
 *
 * @param block how examples are written: `{"resource": {"netweft_namespace": {"example": {…}}}}`
 */
export function referencePage(block: ReferenceBlock, type: string, subject: DocumentedAttribute): string {
  const heading = block === "data" ? `Data source \`${type}\`` : block === "provider" ? `Provider \`${type}\`` : `\`${type}\``;
  const settable = Object.entries(subject.fields).filter(([, field]) => isSettable(field));
  const given = Object.entries(subject.fields).filter(([, field]) => !isSettable(field));
  const parts = [
    `# ${heading}`,
    subject.doc,
    ...section("Examples", (subject.examples ?? []).map((example) => exampleText(block, type, example)).join("\n\n")),
    ...section("Arguments", settable.length > 0 ? table(settable, block) : ""),
    ...section("Attributes", given.length > 0 ? table(given, "given") : ""),
    ...nestedTables(subject.fields, block),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** The list of all pages. */
export function referenceIndex(pages: readonly { readonly file: string; readonly title: string; readonly doc: string }[]): string {
  const lines = pages.map(({ file, title, doc }) => `- [${title}](${file}): ${firstSentence(doc)}`);
  return `# Reference\n\nThe constructs, all resources and data sources, and the provider. Generated from the definitions in \`lib/resources\` and \`lib/constructs\`.\n\n${lines.join("\n")}\n`;
}

function section(title: string, text: string): string[] {
  return text === "" ? [] : [`## ${title}`, text];
}

function isSettable(field: Field): boolean {
  return field.required === true || field.optional === true;
}

/** `of`: the kind of block; only a resource can be replaced, and all nested attributes of computed ones are computed. */
function table(entries: readonly (readonly [string, Field])[], of: ReferenceBlock | "given"): string {
  const canReplace = of === "resource";
  const rows = entries.map(
    ([name, field]) =>
      `| \`${name}\` | ${typeText(field.type)} | ${of === "given" ? "computed" : givenText(field)} | ${cell(field.doc + note(field, canReplace))} |`,
  );
  return ["| Attribute | Type | | Meaning |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function note(field: Field, canReplace: boolean): string {
  return `${field.sensitive ? " Never shown." : ""}${canReplace && field.replace ? " **Changing it replaces the resource.**" : ""}`;
}

function givenText(field: Field): string {
  if (field.required) return "required";
  if (!field.optional) return "given";
  if (field.default !== undefined) return `default ${cell(`\`${JSON.stringify(field.default)}\``)}`;
  return field.computed ? "optional, otherwise computed" : "optional";
}

function typeText(type: Type): string {
  if (type.kind === "object") return "object";
  return cell(type.kind === "string" && type.format ? `text (${type.format.replace("?", "")})` : describeType(type));
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** One table for each nested object, however deep, under the path that leads there. */
function nestedTables(fields: Fields, block: ReferenceBlock, prefix = ""): string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const inner = nestedFields(field.type);
    const path = `${prefix}${name}`;
    if (inner === undefined) return [];
    return [
      `## \`${path}\``,
      `${sentence(field.doc)} ${shape(field.type)}`,
      table(Object.entries(inner), isSettable(field) ? block : "given"),
      ...nestedTables(inner, block, `${path}.`),
    ];
  });
}

function nestedFields(type: Type): Fields | undefined {
  if (type.kind === "object") return type.fields;
  return "element" in type ? nestedFields(type.element) : undefined;
}

function shape(type: Type): string {
  if (type.kind === "object") return "An object:";
  return type.kind === "map" ? "A map by name; each value is an object:" : `A ${type.kind}; each element is an object:`;
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}

function firstSentence(text: string): string {
  return sentence(text.split(/(?<=\.) /)[0]!);
}

function exampleText(
  block: ReferenceBlock,
  type: string,
  { title, config, hosts, facts }: NonNullable<DocumentedAttribute["examples"]>[number],
): string {
  const on = hosts === undefined ? {} : { provider: { netweft: { hosts } } };
  const body = block === "provider" ? { provider: { [type]: config } } : { ...on, [block]: { [type]: { example: config } } };
  const made =
    facts === undefined ? [] : facts.length === 0 ? ["No kernel objects."] : ["Kernel objects:", `\`\`\`text\n${facts.join("\n")}\n\`\`\``];
  return [`### ${title}`, `\`\`\`json\n${pretty(body as Value)}\n\`\`\``, ...made].join("\n\n");
}

/** JSON with lists and small objects on one line, as a person would write it. */
function pretty(value: Value, indent = ""): string {
  const flat = oneLine(value);
  if (value === null || typeof value !== "object" || Array.isArray(value)) return flat;
  const nested = Object.values(value).some((part) => part !== null && typeof part === "object" && !Array.isArray(part));
  if (!nested && indent.length > 4 && flat.length < 80) return flat;
  const lines = Object.entries(value).map(([name, part]) => `${indent}  ${JSON.stringify(name)}: ${pretty(part, `${indent}  `)}`);
  return `{\n${lines.join(",\n")}\n${indent}}`;
}

function oneLine(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const parts = Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}: ${oneLine(part as Value)}`);
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}
