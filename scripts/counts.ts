/**
 * Figures of the source code that may only fall: `npm run counts` prints them, and fails when one is above its limit. When a
 * change lowers a figure, lower its limit with it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { kinds } from "../lib/kernel/kinds";
import { providerTypes, registry } from "../lib/resources";

/** Words that the project's English does without (see the glossary in CONTRIBUTING.md). */
const WORDS = /\b(?:somebody|nobody|whoever|whom|anew|mend(?:s|ed|ing)?|told)\b/i;
/** The system user of that name is meant. */
const SYSTEM_USER = /user[= ]+nobody|nobody:|"nobody"/;
/** The list of words itself. */
const ABOUT_WORDS = ["scripts/counts.ts", "CONTRIBUTING.md"];

interface Finding {
  readonly at: string;
  readonly what: string;
}

interface Figure {
  readonly name: string;
  readonly limit: number;
  readonly find: (source: Source) => readonly Finding[];
}

interface Source {
  readonly path: string;
  readonly text: string;
  /** For TypeScript only. */
  readonly tree?: ts.SourceFile;
}

function read(path: string): Source {
  const text = readFileSync(path, "utf8");
  return path.endsWith(".ts") ? { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) } : { path, text };
}

const TEXT = /\.(?:ts|js|cjs|sh|awk|md|txt|tf|json)$/;
const GENERATED =
  /^(?:package-lock\.json|lib\/constructs\/generated\/|providers\/backends\/iproute2\/programs\/texts\.ts|lib\/report\/page\/assets\.ts)/;

/** Folders that hold no source. */
const SKIPPED = new Set([".git", "node_modules", "dist", "coverage", "cdktf.out", ".netweft", ".terraform"]);

/** The paths of all files below a folder. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}

function sources(): readonly Source[] {
  return filesIn(".")
    .filter((path) => TEXT.test(path) && !GENERATED.test(path))
    .map(read);
}

const isProduct = ({ path }: Source) => /^(?:lib|providers|api|bin)\//.test(path);

/** All nodes of a file, each with its line as a location. */
function nodes<N extends ts.Node>(
  { path, tree }: Source,
  is: (node: ts.Node) => node is N,
): readonly { readonly node: N; readonly at: string }[] {
  const found: { node: N; at: string }[] = [];
  if (tree === undefined) return found;
  const visit = (node: ts.Node): void => {
    if (is(node)) found.push({ node, at: `${path}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}` });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function vocabulary({ path, text }: Source): readonly Finding[] {
  if (ABOUT_WORDS.includes(path)) return [];
  return text.split("\n").flatMap((line, n) => {
    const word = SYSTEM_USER.test(line) ? undefined : WORDS.exec(line)?.[0];
    return word === undefined ? [] : [{ at: `${path}:${n + 1}`, what: word }];
  });
}

const KIND_HOMES = /^(?:lib\/kernel\/kinds\/|providers\/backends\/(?:iproute2\/(?!programs|questions)\w+\/|simulated\/namespaces\.ts))/;
/** The language has kinds of values, `set` among them. */
const KINDS_OF_VALUES = /^lib\/(?:config|schema)\//;
/** The kind of a fact; `type.kind` is that of a type of values, wherever one is read or written. */
const KIND_OF_FACT = /(?:^|(?<!\btype\??)\.)kind$/;

/** The functions with which kinds look for their own facts. */
const FOR_A_KIND = /^(?:among|at|indexed|onDev)$/;

/** Comparisons of a fact's kind with a literal, cases of a switch over it, and questions for the facts of a named kind. */
function kindsByName(source: Source): readonly Finding[] {
  if (!isProduct(source) || KIND_HOMES.test(source.path) || KINDS_OF_VALUES.test(source.path)) return [];
  return nodes(source, ts.isStringLiteral).flatMap(({ node, at }) => {
    const { parent } = node;
    const isComparison = ts.isBinaryExpression(parent) && KIND_OF_FACT.test(parent.left.getText());
    const isCase = ts.isCaseClause(parent) && KIND_OF_FACT.test(parent.parent.parent.expression.getText());
    const isQuestion = ts.isCallExpression(parent) && FOR_A_KIND.test(parent.expression.getText());
    return node.text in kinds && (isComparison || isCase || isQuestion) ? [{ at, what: node.text }] : [];
  });
}

/** Names of types of resources and data sources as literals. */
/** Of the data sources only our provider's: PostgreSQL's schema with states is called as Terraform's own one. */
function typesByName(source: Source): readonly Finding[] {
  if (!isProduct(source) || source.path.startsWith("lib/resources/")) return [];
  const isType = (name: string) => Object.hasOwn(registry.resources, name) || Object.hasOwn(providerTypes.data, name);
  return nodes(source, ts.isStringLiteral).flatMap(({ node, at }) => (isType(node.text) ? [{ at, what: node.text }] : []));
}

/** As the linter counts (`max-lines-per-function`): without blank lines and lines with comments only. */
const MOST_LINES = 40;

function longFunctions(source: Source): readonly Finding[] {
  if (!isProduct(source)) return [];
  return nodes(source, ts.isFunctionLike).flatMap(({ node, at }) => {
    const lines = node
      .getText()
      .replaceAll(/^\s*\/\*[\s\S]*?\*\/\s*$/gm, "")
      .split("\n");
    const count = lines.filter((line) => !/^\s*(?:\/\/.*)?$/.test(line)).length;
    return "body" in node && count > MOST_LINES ? [{ at, what: `${count} lines` }] : [];
  });
}

/** Casts that the compiler does not check. */
function forcedCasts(source: Source): readonly Finding[] {
  if (!isProduct(source)) return [];
  return nodes(source, ts.isAsExpression).flatMap(({ node, at }) => {
    const isNever = node.type.kind === ts.SyntaxKind.NeverKeyword;
    const isDouble = ts.isAsExpression(node.expression) && node.expression.type.kind === ts.SyntaxKind.UnknownKeyword;
    return isNever || isDouble ? [{ at, what: node.getText().slice(0, 60) }] : [];
  });
}

const isType = (node: ts.Node): node is ts.InterfaceDeclaration | ts.TypeAliasDeclaration =>
  ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);

/** Declarations of a type name that another file declares as well. */
function sharedTypeNames(all: readonly Source[]): (source: Source) => readonly Finding[] {
  const files = new Map<string, Set<string>>();
  for (const source of all.filter(isProduct))
    for (const { node } of nodes(source, isType)) files.set(node.name.text, (files.get(node.name.text) ?? new Set()).add(source.path));
  return (source) =>
    isProduct(source)
      ? nodes(source, isType).flatMap(({ node, at }) => (files.get(node.name.text)!.size > 1 ? [{ at, what: node.name.text }] : []))
      : [];
}

function figures(all: readonly Source[]): readonly Figure[] {
  return [
    { name: "old words", limit: 0, find: vocabulary },
    { name: "type names declared in several files", limit: 0, find: sharedTypeNames(all) },
    { name: "kinds by name outside their homes", limit: 0, find: kindsByName },
    { name: "types of resources by name outside lib/resources", limit: 0, find: typesByName },
    { name: "casts by force", limit: 6, find: forcedCasts },
    { name: "functions over 40 lines", limit: 0, find: longFunctions },
  ];
}

function main(): void {
  const all = sources();
  const isVerbose = process.argv.includes("--list");
  for (const { name, limit, find } of figures(all)) {
    const found = all.flatMap(find);
    const isOver = found.length > limit;
    console.log(`${name}: ${found.length} (limit ${limit})`);
    if (isOver || isVerbose) for (const { at, what } of found.slice(0, isVerbose ? Infinity : 10)) console.log(`  ${at}  ${what}`);
    if (isOver) process.exitCode = 1;
  }
}

main();
