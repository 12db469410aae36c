/** `docs/reference/typescript.md`: the constructs, their properties and members, out of their source and its doc comments. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const FOLDER = "lib/constructs";

/** A property, or a member of a construct. */
interface DocumentedProperty {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly doc: ConstructDoc;
}

/** A doc comment, in its parts. */
interface ConstructDoc {
  readonly text: string;
  readonly fallback: string;
  readonly returns: string;
  readonly examples: readonly string[];
  readonly isInternal: boolean;
}

/** What the package exports under one name. */
interface DocumentedExport {
  readonly name: string;
  readonly doc: ConstructDoc;
  /** Of a class: how it is made. */
  readonly signature?: string;
  readonly isConstruct: boolean;
  /** Of a type that is derived from another one. */
  readonly definition?: string;
  readonly properties: readonly DocumentedProperty[];
  readonly methods: readonly DocumentedProperty[];
}

/** All exports, in the order of the index. */
export function documentedExports(): readonly DocumentedExport[] {
  return parsed("index").statements.filter(ts.isExportDeclaration).flatMap(exportsOf);
}

function exportsOf({ exportClause, moduleSpecifier }: ts.ExportDeclaration): readonly DocumentedExport[] {
  if (exportClause === undefined || !ts.isNamedExports(exportClause)) return [];
  const source = parsed((moduleSpecifier as ts.StringLiteral).text);
  return exportClause.elements.map(({ name }) => {
    const declaration = source.statements.find((it) => isDocumented(it) && it.name?.text === name.text);
    if (declaration === undefined) throw new Error(`${source.fileName} declares no ${name.text}.`);
    return documented(declaration as DocumentedDeclaration);
  });
}

type DocumentedDeclaration = ts.ClassDeclaration | ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

const isDocumented = (node: ts.Node): node is DocumentedDeclaration =>
  ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);

function parsed(name: string): ts.SourceFile {
  const path = join(FOLDER, `${name}.ts`);
  return ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
}

function documented(node: DocumentedDeclaration): DocumentedExport {
  const common = { name: node.name!.text, doc: docOf(node), isConstruct: isConstruct(node) };
  if (ts.isTypeAliasDeclaration(node)) return { ...common, definition: flat(node.type), properties: [], methods: [] };
  const members = [...node.members].filter(isPublic);
  const of = (is: (member: ts.Node) => boolean) => members.filter(is).map(property);
  const constructor = members.find(ts.isConstructorDeclaration);
  return {
    ...common,
    ...(constructor && { signature: `new ${common.name}(${parameters(constructor)})` }),
    properties: of((it) => ts.isPropertySignature(it) || ts.isPropertyDeclaration(it) || ts.isGetAccessor(it)),
    methods: of(ts.isMethodDeclaration),
  };
}

function isConstruct(node: DocumentedDeclaration): boolean {
  if (!ts.isClassDeclaration(node)) return false;
  const parents = (node.heritageClauses ?? []).flatMap(({ types }) => types.map(({ expression }) => expression.getText()));
  return parents.some((name) => /^(Construct|TerraformStack)$/.test(name));
}

function isPublic(member: ts.ClassElement | ts.TypeElement): boolean {
  const hidden = [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword, ts.SyntaxKind.OverrideKeyword, ts.SyntaxKind.StaticKeyword];
  const modifiers = ts.canHaveModifiers(member) ? (ts.getModifiers(member) ?? []) : [];
  return !member.name?.getText().startsWith("#") && !modifiers.some(({ kind }) => hidden.includes(kind)) && !docOf(member).isInternal;
}

function property(member: ts.Node): DocumentedProperty {
  const it = member as ts.PropertySignature | ts.PropertyDeclaration | ts.GetAccessorDeclaration | ts.MethodDeclaration;
  const type = it.type === undefined ? "" : flat(it.type);
  const name = it.name.getText();
  return {
    name: ts.isMethodDeclaration(it) ? `${name}(${parameters(it)})` : name,
    type,
    isRequired: it.questionToken === undefined,
    doc: docOf(it),
  };
}

/** The parameters of a function; one with a default value is optional. */
function parameters(node: ts.SignatureDeclaration): string {
  return node.parameters
    .map(({ dotDotDotToken, name, questionToken, initializer, type }) => {
      const isOptional = questionToken !== undefined || initializer !== undefined;
      return `${dotDotDotToken ? "..." : ""}${name.getText()}${isOptional ? "?" : ""}: ${type ? flat(type) : "unknown"}`;
    })
    .join(", ");
}

const flat = (node: ts.Node) => node.getText().replaceAll(/\s+/g, " ");

function docOf(node: ts.Node): ConstructDoc {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const tags = comments.flatMap(({ tags = [] }) => [...tags]);
  const tagged = (name: string) =>
    tags.filter(({ tagName }) => tagName.text === name).map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "");
  return {
    text: comments.map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "").join("\n\n"),
    fallback: tagged("default").join(" "),
    returns: tagged("returns").join(" "),
    examples: tagged("example"),
    isInternal: tagged("internal").length > 0,
  };
}

/** The page, as Markdown. */
export function typescriptPage(): string {
  const all = documentedExports();
  const links = new Map(all.map(({ name }) => [name, `#${name.toLowerCase()}`]));
  const constructs = all.filter(({ isConstruct }) => isConstruct);
  const types = all.filter(({ isConstruct }) => !isConstruct);
  const list = (title: string, entries: readonly DocumentedExport[]) =>
    `${title}: ${entries.map(({ name }) => `[${name}](${links.get(name)!})`).join(", ")}.`;
  return [
    "# TypeScript API",
    "What the package `netweft` exports for apps. Generated from the doc comments in `lib/constructs`.",
    '```ts\nimport { App } from "cdktf";\nimport { BridgeNetwork, Container, NetworkStack } from "netweft";\n```',
    list("Constructs", constructs),
    list("Types", types),
    "`resource` of a construct is the binding of its resource, for what has no property here. `bindings` exports the bindings of all resources, whose attributes are those of the [reference](README.md) in camel case.",
    ...[...constructs, ...types].flatMap((one) => section(one, links)),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

type Links = ReadonlyMap<string, string>;

function section({ name, doc, signature, definition, properties, methods }: DocumentedExport, links: Links): readonly string[] {
  const isClass = signature !== undefined;
  return [
    `## \`${name}\``,
    doc.text,
    ...(signature === undefined ? [] : [code(signature)]),
    ...doc.examples.map(code),
    ...(definition === undefined ? [] : [typed(definition, links)]),
    ...(properties.length === 0 ? [] : [isClass ? members(properties, links) : options(properties, links)]),
    ...methods.flatMap(({ name: call, type, doc: its }) => [
      `### \`${name}.${call.split("(")[0]!}\``,
      code(`${call}: ${type}`),
      its.text,
      ...(its.returns === "" ? [] : [`Returns ${its.returns}.`]),
      ...its.examples.map(code),
    ]),
  ];
}

const code = (text: string) => `\`\`\`ts\n${text}\n\`\`\``;

function options(properties: readonly DocumentedProperty[], links: Links): string {
  const rows = properties.map(({ name, type, isRequired, doc }) => {
    const fallback = isRequired ? "required" : doc.fallback === "" ? "" : `default: ${literal(doc.fallback)}`;
    return `| \`${name}\` | ${typed(type, links)} | ${cell(fallback)} | ${cell(doc.text)} |`;
  });
  return ["| Property | Type | | Meaning |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function members(properties: readonly DocumentedProperty[], links: Links): string {
  const rows = properties.map(({ name, type, doc }) => `| \`${name}\` | ${typed(type, links)} | ${cell(doc.text)} |`);
  return ["| Member | Type | Meaning |", "| --- | --- | --- |", ...rows].join("\n");
}

/** A default value is code, unless it is described in words. */
const literal = (text: string) => (/^("[^"]*"|\d+|true|false|\[\])$/.test(text) ? `\`${text}\`` : text);

function typed(type: string, links: Links): string {
  const name = (type.match(/\w+/g) ?? []).find((word) => links.has(word));
  const text = cell(`\`${type}\``);
  return name === undefined ? text : `[${text}](${links.get(name)!})`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
