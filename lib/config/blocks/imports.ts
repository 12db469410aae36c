/** `import` and `removed` blocks. */
import { bodyOf } from "../document/body";
import type { JsonObject, JsonValue } from "../document/json";
import { inside, report, type DocumentReading, type SourcePlace } from "../document/reading";
import { analyse } from "../language/analyse";
import type { Node, Reference } from "../language/ast";
import { parseExpression } from "../language/parse";
import { LANGUAGE_ROOTS } from "../language/target";
import { keyText } from "../address";
import type { ImportBlock, RemovedBlock } from "./model";
import { bareReference, interpolation } from "./reference-text";
import { readProvider } from "./resource";
import { constantBool, eachObject, jsonName, onlyKnown } from "./shape";

const IMPORT = ["to", "id", "for_each", "provider"];

/** `import` blocks. `names`: the local names of our provider. */
export function readImports(
  r: DocumentReading,
  value: JsonValue | undefined,
  place: SourcePlace,
  names: ReadonlySet<string>,
  found: (block: ImportBlock) => void,
): void {
  eachObject(r, value, place, (object) => {
    const block = readImport(r, object, place, names);
    if (block) found(block);
  });
}

function readImport(r: DocumentReading, object: JsonObject, place: SourcePlace, names: ReadonlySet<string>): ImportBlock | undefined {
  onlyKnown(r, object, IMPORT, place);
  const lacking = ["to", "id"].filter((name) => object[name] === undefined);
  for (const name of lacking) report(r, place, "missing-attribute", `The \`import\` block lacks ${JSON.stringify(name)}.`);
  const forEach = object.for_each === undefined ? undefined : inside(place, "for_each", () => bodyOf(r, object.for_each!, place));
  const to = object.to === undefined ? undefined : inside(place, "to", () => importTarget(r, object.to!, place));
  const id = object.id === undefined ? undefined : inside(place, "id", () => bodyOf(r, object.id!, place));
  const provider = (object.provider ?? null) === null ? undefined : readProvider(r, object.provider, place, names);
  if (to === undefined || id === undefined) return undefined;
  const where = { ...place.where, path: [...place.path] };
  return { kind: "import", where, to, id, ...(forEach && { forEach }), ...(provider !== undefined && { provider }) };
}

const ADDRESS = "the address of a managed resource or of an instance of one";

function importTarget(r: DocumentReading, value: JsonValue, place: SourcePlace): ImportBlock["to"] | undefined {
  const wrong = (why: string): undefined => {
    report(r, place, "invalid-block", why);
    return undefined;
  };
  if (typeof value !== "string") return wrong(`Expected ${ADDRESS} as text, not ${jsonName(value)}.`);
  const inner = interpolation(value);
  if (inner !== undefined)
    return wrong(`${JSON.stringify(value)} would be evaluated; expected the address itself. Write ${JSON.stringify(inner)}.`);
  const parsed = parseExpression(value);
  if ("problem" in parsed) return wrong(`${JSON.stringify(value)} is not ${ADDRESS}. ${parsed.problem.message}`);
  const { node } = parsed;
  if (isInModule(node)) {
    report(r, place, "needs-terraform", "Imports into modules are for Terraform, because modules are.");
    return undefined;
  }
  const target = node.kind === "index" ? computedTarget(node.of, node.key) : staticTarget(node, value);
  return target ? { ...target, text: value } : wrong(`${JSON.stringify(value)} is not ${ADDRESS}.`);
}

function isInModule(node: Node): boolean {
  if (node.kind === "index" || node.kind === "access") return isInModule(node.of);
  return node.kind === "reference" && node.root === "module";
}

type ImportTarget = Omit<ImportBlock["to"], "text">;

/** `netweft_namespace.a`, `netweft_namespace.a[0]`, `netweft_namespace.a["x"]`. */
function staticTarget(node: Node, text: string): ImportTarget | undefined {
  if (node.kind !== "reference") return undefined;
  const { root, steps } = node;
  const [name, key, ...rest] = steps;
  if (!isBlock(node) || rest.length > 0 || (typeof key === "string" && !text.includes("["))) return undefined;
  const block = `${root}.${name}`;
  if (key === undefined) return { block };
  return { block, key: { kind: "literal", value: key, at: node.at, end: node.end } };
}

/** `netweft_namespace.a[each.key]`. */
function computedTarget(of: Node, key: Node): ImportTarget | undefined {
  if (of.kind !== "reference" || of.steps.length !== 1 || !isBlock(of)) return undefined;
  const { references } = analyse(key);
  return references.every(({ root }) => root === "each") ? { block: `${of.root}.${of.steps[0]}`, key } : undefined;
}

function isBlock({ root, steps }: Reference): boolean {
  return typeof steps[0] === "string" && !LANGUAGE_ROOTS.has(root);
}

/** `removed` blocks. */
export function readRemoved(
  r: DocumentReading,
  value: JsonValue | undefined,
  place: SourcePlace,
  found: (block: RemovedBlock) => void,
): void {
  eachObject(r, value, place, (object) => {
    onlyKnown(r, object, ["from", "lifecycle", "provisioner", "connection"], place);
    for (const word of ["provisioner", "connection"])
      if (object[word] !== undefined)
        inside(place, word, () => report(r, place, "needs-terraform", "Provisioners run programs, which only Terraform does."));
    const from = inside(place, "from", () => removedAddress(r, object.from, place));
    const destroy = inside(place, "lifecycle", () => readDestroy(r, object.lifecycle, place));
    if (from !== undefined) found({ from, destroy, where: { ...place.where, path: [...place.path] } });
  });
}

function readDestroy(r: DocumentReading, value: JsonValue | undefined, place: SourcePlace): boolean {
  let destroy = true;
  eachObject(r, value, place, (object) => {
    onlyKnown(r, object, ["destroy"], place);
    if (object.destroy === null)
      inside(place, "destroy", () => report(r, place, "invalid-block", '"destroy" must be true or false, not null.'));
    destroy = constantBool(r, object, "destroy", place) ?? destroy;
  });
  return destroy;
}

function removedAddress(r: DocumentReading, value: JsonValue | undefined, place: SourcePlace): string | undefined {
  const wrong = (why: string): undefined => {
    report(r, place, "invalid-block", why);
    return undefined;
  };
  if (value === undefined) return wrong('The `removed` block lacks "from".');
  const reference = bareReference(r, value, "invalid-block", place);
  if (!reference) return undefined;
  const { root, steps } = reference;
  if (root === "data") return wrong("Data sources are never destroyed. Remove the block of the data source, and it leaves the state.");
  const rest = root === "module" ? withoutModules(steps) : { path: "", steps: [root, ...steps] };
  const [type, name, ...more] = rest?.steps ?? ["", ""];
  if (rest !== undefined && type === undefined) return rest.path.slice(0, -1);
  if (rest !== undefined && typeof type === "string" && typeof name === "string" && more.length === 0 && !LANGUAGE_ROOTS.has(type))
    return `${rest.path}${type}.${name}`;
  if (more.length === 1 && (typeof more[0] === "number" || String(value).includes("[")))
    return wrong(
      `${JSON.stringify(value)} is an instance, and \`removed\` is of whole resources. Name the resource, or use \`netweft state rm ${type}.${String(name)}${keyText(more[0])}\`.`,
    );
  return wrong(`${JSON.stringify(value)} is not the address of a managed resource or a module.`);
}

/** `module.a.module.b.` and the steps after it. Undefined: an instance of a module. */
function withoutModules(
  steps: readonly (string | number)[],
): { readonly path: string; readonly steps: readonly (string | number)[] } | undefined {
  const [name, next, ...rest] = steps;
  if (typeof name !== "string" || typeof next === "number") return undefined;
  if (next !== "module") return { path: `module.${name}.`, steps: steps.slice(1) };
  const inner = withoutModules(rest);
  return inner && { path: `module.${name}.${inner.path}`, steps: inner.steps };
}
