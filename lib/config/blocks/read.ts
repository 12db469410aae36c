/** Reads the documents of a configuration into one model. */
import type { PathStep } from "../../diagnostic";
import { nearest } from "../../schema/nearest";
import { blockAddress } from "../address";
import { isObject, readDocument, type JsonValue, type JsonObject } from "../document/json";
import { inside, placeAt, report, type SourcePlace, type DocumentReading } from "../document/reading";
import type { SourceFile } from "../types";
import type { ImportBlock, LocalBlock, Model, OutputBlock, ProviderConfigBlock, RemovedBlock, ResourceBlock, VariableBlock } from "./model";
import { readImports, readRemoved } from "./imports";
import { localNames } from "./local-names";
import { readLocal, readOutput } from "./output";
import { readResource, type KnownTypes } from "./resource";
import { readMoved, readProvider, readTerraform, type StateBackend } from "./settings";
import { checkName, eachBlock, eachObject, jsonName } from "./shape";
import { blockKey, isOverrideFile, overridden, readOverrides, reportUnmet, type Overrides } from "./overrides";
import { readVariable } from "./variable";

/** The model under construction. */
interface Growing {
  readonly r: DocumentReading;
  readonly types: KnownTypes;
  readonly directory: string;
  /** The names of our provider. */
  readonly names: ReadonlySet<string>;
  readonly resources: Map<string, ResourceBlock>;
  readonly unreadable: Set<string>;
  readonly locals: Map<string, LocalBlock>;
  readonly outputs: Map<string, OutputBlock>;
  readonly variables: Map<string, VariableBlock>;
  readonly providers: Map<string, ProviderConfigBlock>;
  readonly moved: { from: string; to: string }[];
  readonly imports: ImportBlock[];
  readonly removed: RemovedBlock[];
  readonly overrides: Overrides;
  backend?: StateBackend;
}

/** The top-level sections of a document. */
const SECTIONS: Readonly<Record<string, (g: Growing, value: JsonValue, file: string, place: SourcePlace) => void>> = {
  "//": () => undefined,
  data: (g, value, file, place) => resources(g, "data", value, file, place),
  import: (g, value, _file, place) => readImports(g.r, value, place, g.names, (block) => addImport(g, block)),
  locals: (g, value, file, place) => locals(g, value, file, place),
  moved: (g, value, _file, place) => readMoved(g.r, value, place, (move) => g.moved.push(move)),
  output: (g, value, file, place) =>
    eachBlock(g.r, value, 1, place, (body, name) =>
      add(g, g.outputs, name, readOutput(g.r, name!, whole(g, "output", [name!], body), file), place),
    ),
  removed: (g, value, _file, place) => readRemoved(g.r, value, place, (block) => g.removed.push(block)),
  provider: (g, value, file, place) =>
    eachBlock(g.r, value, 1, place, (body, name) => provider(g, name!, whole(g, "provider", [name!], body), file, place)),
  resource: (g, value, file, place) => resources(g, "managed", value, file, place),
  terraform: (g, value, _file, place) => eachObject(g.r, value, place, (body) => terraform(g, body, place)),
  variable: (g, value, file, place) =>
    eachBlock(g.r, value, 1, place, (body, name) =>
      add(g, g.variables, name, readVariable(g.r, name!, whole(g, "variable", [name!], body), file), place),
    ),
};

const TERRAFORM_ONLY: Readonly<Record<string, string>> = {
  check: "Checks run after an apply, which only Terraform does. Use a postcondition of a resource, or a precondition of an output.",
  ephemeral: "Ephemeral resources exist in Terraform only.",
  module:
    "Modules are fetched and combined by Terraform. Declare their resources directly, as CDKTF constructs do, or run this configuration with Terraform.",
};

export function readModel(r: DocumentReading, files: readonly SourceFile[], types: KnownTypes, directory: string): Model {
  const documents = files.flatMap((file) => {
    const document = readDocument(file);
    r.diagnostics.push(...document.diagnostics);
    return document.ok ? document.value.map((one) => ({ file: file.name, document: one })) : [];
  });
  for (const name of localNames(documents.map(({ document }) => document))) r.names.add(name);
  const overrides = readOverrides(
    r,
    documents.filter(({ file }) => isOverrideFile(file)),
  );
  const g: Growing = {
    r,
    types,
    directory,
    names: r.names,
    resources: new Map(),
    unreadable: new Set(),
    locals: new Map(),
    outputs: new Map(),
    variables: new Map(),
    providers: new Map(),
    moved: [],
    imports: [],
    removed: [],
    overrides,
  };
  for (const { file, document } of documents) if (!isOverrideFile(file)) sections(g, document, file);
  finish(g);
  return g;
}

/** What override files have for the block `terraform`, when no other file has one, and what they have for nothing. */
function finish(g: Growing): void {
  const key = blockKey("terraform", []);
  const [alone] = g.overrides.met.has(key) ? [] : (g.overrides.of.get(key) ?? []);
  if (alone) terraform(g, {}, alone.place);
  reportUnmet(g.r, g.overrides);
}

/** A block with what override files say of it. */
function whole(g: Growing, section: string, labels: readonly string[], body: JsonObject): JsonObject {
  return overridden(g.overrides, blockKey(section, labels, body), body);
}

/** The overrides of `terraform` count once, whatever the number of its blocks; an overridden backend replaces any other. */
function terraform(g: Growing, { backend, ...rest }: JsonObject, place: SourcePlace): void {
  const key = blockKey("terraform", []);
  const isFirst = !g.overrides.met.has(key);
  const isReplaced = g.overrides.of.get(key)?.some(({ body }) => body.backend !== undefined);
  const base = backend === undefined || isReplaced ? rest : { ...rest, backend };
  readTerraform(g.r, isFirst ? whole(g, "terraform", [], base) : base, place, (found) => keepBackend(g, found, place));
}

function sections(g: Growing, document: JsonObject, file: string): void {
  for (const [name, value] of Object.entries(document)) {
    const place = placeAt({ file }, name);
    const read = Object.hasOwn(SECTIONS, name) ? SECTIONS[name] : undefined;
    if (read) read(g, value, file, place);
    else if (Object.hasOwn(TERRAFORM_ONLY, name)) report(g.r, place, "needs-terraform", TERRAFORM_ONLY[name]!);
    else unknownSection(g, name, place);
  }
}

function unknownSection(g: Growing, name: string, place: SourcePlace): void {
  const meant = nearest(name, Object.keys(SECTIONS).slice(1));
  const hint =
    meant === undefined ? `Sections are ${Object.keys(SECTIONS).slice(1).join(", ")}.` : `Did you mean ${JSON.stringify(meant)}?`;
  report(g.r, place, "unknown-block", `There is no section ${JSON.stringify(name)}. ${hint}`);
}

function resources(g: Growing, mode: "managed" | "data", value: JsonValue, file: string, place: SourcePlace): void {
  const origin = { file, directory: g.directory, types: g.types, names: g.names };
  eachBlock(g.r, value, 2, place, (body, type, name) => {
    const own = whole(g, mode === "data" ? "data" : "resource", [type!, name!], body);
    const block = readResource(g.r, { mode, type: type!, name: name! }, own, origin);
    if (!block) return void g.unreadable.add(blockAddress(mode, type!, name!));
    const before = g.resources.get(block.address);
    if (!before) g.resources.set(block.address, block);
    else
      report(g.r, placeAt(block.where), "duplicate-block", `${block.address} is declared twice; the other one is in ${before.where.file}.`);
  });
}

function locals(g: Growing, value: JsonValue, file: string, place: SourcePlace): void {
  if (!isObject(value) && !Array.isArray(value))
    return report(g.r, place, "invalid-block", `Expected an object of names and values, not ${jsonName(value)}.`);
  eachObject(g.r, value, place, (object) => {
    for (const name of Object.keys(object)) {
      if (name !== "//") inside(place, name, () => add(g, g.locals, name, readLocal(g.r, name, local(g, name, object), file), place));
    }
  });
}

function local(g: Growing, name: string, object: JsonObject): JsonObject {
  return { [name]: whole(g, "locals", [name], { value: object[name]! }).value! };
}

function provider(g: Growing, name: string, body: JsonObject, file: string, place: SourcePlace): void {
  const block = readProvider(g.r, name, body, file, g.names);
  if (!block) return;
  const which =
    block.alias === "" ? "The provider configuration without an alias" : `The provider configuration ${JSON.stringify(block.alias)}`;
  if (g.providers.has(block.alias))
    return report(g.r, place, "duplicate-block", `${which} is declared twice. Give one of them another alias.`);
  g.providers.set(block.alias, block);
}

/** As in Terraform, two blocks of one address are an error, as far as the addresses are written out. */
function addImport(g: Growing, block: ImportBlock): void {
  const twin = g.imports.find(({ to }) => to.text === block.to.text);
  if (twin === undefined || block.forEach || twin.forEach) return void g.imports.push(block);
  const detail = `${block.to.text} has two \`import\` blocks, and one resource is one object. Remove one of them.`;
  report(g.r, placeAt({ file: block.where.file! }, ...(block.where.path ?? []), "to"), "duplicate-block", detail);
}

function keepBackend(g: Growing, backend: StateBackend, place: SourcePlace): void {
  if (g.backend) return report(g.r, place, "duplicate-block", "A configuration can have only one backend, and this is a second one.");
  g.backend = backend;
}

function add<T extends { readonly kind: string }>(
  g: Growing,
  into: Map<string, T>,
  name: PathStep | undefined,
  block: T | undefined,
  place: SourcePlace,
): void {
  if (!block || typeof name !== "string") return;
  if (!checkName(g.r, name, place)) return;
  if (into.has(name)) return report(g.r, place, "duplicate-block", `The ${block.kind} ${JSON.stringify(name)} is declared twice.`);
  into.set(name, block);
}
