/** Pages of a provider in the layout of Terraform's registries. */
import { hclLine, type Hcl } from "../hcl";
import type { Fields, Type } from "../type";
import { limits, schemaSection, typeLabel } from "./schema";

/** A source file of the folder `examples`, verbatim. */
export type SourceText = string;

/** An example with its kernel objects. */
export interface WorkedExample {
  readonly title: string;
  readonly source: SourceText;
  /** Undefined for a page without kernel objects. */
  readonly facts?: readonly string[];
}

export interface ProviderPage {
  readonly name: string;
  readonly doc: string;
  readonly fields: Fields;
  readonly example: SourceText;
}

/** The page of a resource or of a data source. */
export interface TypePage {
  readonly kind: "Resource" | "Data Source";
  readonly type: string;
  readonly provider: string;
  readonly doc: string;
  readonly fields: Fields;
  /** Notes for this page only, beside `doc`. */
  readonly note?: string | undefined;
  readonly example: SourceText;
  /** A script that imports an existing object. */
  readonly imports?: SourceText;
  readonly worked: readonly WorkedExample[];
}

export interface FunctionPage {
  readonly name: string;
  readonly provider: string;
  readonly summary: string;
  readonly doc: string;
  readonly parameters: readonly { readonly name: string; readonly type: Type; readonly doc: string }[];
  readonly result: Type;
  readonly results: readonly { readonly call: string; readonly gives: unknown }[];
  readonly example: SourceText;
}

export function providerPage({ name, doc, fields, example }: ProviderPage): string {
  return page(`${name} Provider`, firstSentence(doc), [`# ${name} Provider`, doc, ...exampleUsage(example), schemaSection(fields)]);
}

export function typePage({ kind, type, provider, doc, fields, note, example, imports, worked }: TypePage): string {
  return page(`${type} ${kind} - ${provider}`, firstSentence(doc), [
    `# ${type} (${kind})`,
    doc,
    ...(note === undefined ? [] : [`-> **Note:** ${note}`]),
    ...exampleUsage(example),
    schemaSection(fields),
    ...(imports === undefined ? [] : ["## Import", "An existing object is imported by its id:", fenced("shell", imports)]),
    ...(worked.length === 0
      ? []
      : ["## Kernel Objects", "The kernel objects of some configurations, one line each.", ...worked.flatMap(workedExample)]),
  ]);
}

export function functionPage({ name, provider, summary, doc, parameters, result, results, example }: FunctionPage): string {
  const signature = `${name}(${parameters.map((one) => `${one.name} ${typeWord(one.type)}`).join(", ")}) ${typeWord(result)}`;
  const gives = results.map(({ call, gives }) => `- \`${call}\` gives \`${hclLine(gives as Hcl)}\`.`);
  return page(`${name} function - ${provider}`, `${summary}.`, [
    `# function: ${name}`,
    doc,
    "Provider functions need Terraform 1.8 or later.",
    ...exampleUsage(example),
    gives.join("\n"),
    "## Signature",
    fenced("text", signature),
    "## Arguments",
    parameters
      .map((one, i) => `${i + 1}. \`${one.name}\` (${typeLabel(one.type)}) ${[one.doc, ...limits(one.type, one.doc)].join(" ")}`)
      .join("\n"),
  ]);
}

function page(title: string, description: string, parts: readonly string[]): string {
  const front = ["---", `page_title: ${JSON.stringify(title)}`, 'subcategory: ""', "description: |-", `  ${description}`, "---"];
  return `${[front.join("\n"), ...parts].join("\n\n")}\n`;
}

function exampleUsage(source: SourceText): readonly string[] {
  return ["## Example Usage", fenced("terraform", source)];
}

function workedExample({ title, source, facts }: WorkedExample): readonly string[] {
  const made = facts === undefined || facts.length === 0 ? "No kernel objects." : fenced("text", facts.join("\n"));
  return [`### ${title}`, fenced("terraform", source), made];
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

/** A type's name in signatures. */
function typeWord(type: Type): string {
  return type.kind === "string" || type.kind === "number" || type.kind === "bool" ? type.kind : typeLabel(type).toLowerCase();
}

function firstSentence(doc: string): string {
  const sentence = doc.split(/(?<=\.) /)[0]!;
  return sentence.endsWith(".") ? sentence : `${sentence}.`;
}
