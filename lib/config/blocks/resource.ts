/** `resource` and `data` blocks. */
import type { Where } from "../../diagnostic";
import { nearestType } from "../../schema/nearest";
import type { Fields } from "../../schema/type";
import { blockAddress } from "../address";
import { bodyOf, type Body } from "../document/body";
import { isObject, type JsonValue, type JsonObject } from "../document/json";
import { inside, placeAt, report, type SourcePlace, type DocumentReading } from "../document/reading";
import { readLifecycle } from "./lifecycle";
import { OWN_NAME } from "./local-names";
import type { Attributes, Dependency, ResourceBlock } from "./model";
import { bareReference } from "./reference-text";
import { checkName, eachItem, jsonName } from "./shape";
import { sourceOf } from "./source";

/** The known types by name; accepts `ResourceType` and `DataType`. */
export interface KnownTypes {
  readonly resources: Readonly<Record<string, { readonly fields: Fields }>>;
  readonly data: Readonly<Record<string, { readonly fields: Fields }>>;
}

/** Whether a type is Netweft's, by its name: `netweft_…`. */
const PREFIX = "netweft_";

const META = new Set(["//", "count", "for_each", "depends_on", "provider", "lifecycle"]);

const FOREIGN: Readonly<Record<string, string>> = {
  provisioner: "Provisioners run programs, which only Terraform does.",
  connection: "A connection belongs to a provisioner, which only Terraform runs.",
  dynamic:
    "Netweft's resources have no nested blocks that `dynamic` could repeat. Set the attribute to a list, for example from a `for` expression.",
};

export interface Origin {
  readonly file: string;
  readonly directory: string;
  readonly types: KnownTypes;
  /** The names of our provider. */
  readonly names: ReadonlySet<string>;
}

/** The identity of a block, from its labels. */
export type Labels = Pick<ResourceBlock, "mode" | "type" | "name">;

export function readResource(r: DocumentReading, labels: Labels, body: JsonObject, origin: Origin): ResourceBlock | undefined {
  const { mode, type, name } = labels;
  const address = blockAddress(mode, type, name);
  const source = sourceOf(body["//"], origin.directory);
  const where: Where = { resource: address, file: origin.file, ...(source !== undefined && { source }) };
  const place = placeAt(where);
  checkName(r, name, place);
  const types = mode === "data" ? origin.types.data : origin.types.resources;
  const fields = Object.hasOwn(types, type) ? types[type]!.fields : undefined;
  if (fields)
    return {
      kind: "resource",
      ...labels,
      address,
      where,
      fields,
      ...readContent(r, body, place, type.startsWith(PREFIX) ? origin.names : undefined),
    };
  reportType(r, mode, type, types, place);
  return undefined;
}

function readContent(r: DocumentReading, body: JsonObject, place: SourcePlace, names: ReadonlySet<string> | undefined) {
  for (const word in FOREIGN) {
    if (body[word] !== undefined) inside(place, word, () => report(r, place, "needs-terraform", FOREIGN[word]!));
  }
  const count = optionalBody(r, body, "count", place);
  const forEach = optionalBody(r, body, "for_each", place);
  if (count && forEach) report(r, place, "count-and-for-each", BOTH);
  return {
    provider: readProvider(r, body.provider, place, names),
    ...(count && { count }),
    ...(forEach && { forEach }),
    attributes: readAttributes(r, body, place),
    dependsOn: readDependsOn(r, body.depends_on, place),
    lifecycle: readLifecycle(r, body.lifecycle, place),
  };
}

const BOTH = "The block has both count and for_each. Keep only one of them.";

function reportType(r: DocumentReading, mode: "managed" | "data", type: string, types: KnownTypes["resources"], place: SourcePlace): void {
  const what = mode === "data" ? "data source" : "resource type";
  if (!type.startsWith(PREFIX)) {
    const detail = `The ${what} ${JSON.stringify(type)} belongs to another provider. Netweft's own engine runs only netweft_… ; run this configuration with Terraform and Netweft's provider.`;
    return report(r, place, "other-provider", detail);
  }
  const meant = nearestType(type, Object.keys(types));
  const hint = meant === undefined ? `Types are ${Object.keys(types).join(", ")}.` : `Did you mean ${JSON.stringify(meant)}?`;
  report(r, place, "unknown-resource-type", `There is no ${what} ${JSON.stringify(type)}. ${hint}`);
}

/** An optional argument. Null is a value, and not one that it can have. */
function optionalBody(r: DocumentReading, object: JsonObject, name: string, place: SourcePlace): Body | undefined {
  const value = object[name];
  return value === undefined ? undefined : inside(place, name, () => bodyOf(r, value, place));
}

function readAttributes(r: DocumentReading, object: JsonObject, place: SourcePlace): Attributes {
  const attributes: (readonly [string, Body])[] = [];
  for (const [name, value] of Object.entries(object)) {
    if (META.has(name) || Object.hasOwn(FOREIGN, name)) continue;
    attributes.push([name, inside(place, name, () => bodyOf(r, value, place))]);
  }
  return attributes;
}

/** `netweft` or `netweft.alias`, with one of our provider's names. Without the argument, the beginning of the type is the name. */
export function readProvider(
  r: DocumentReading,
  value: JsonValue | undefined,
  place: SourcePlace,
  names: ReadonlySet<string> | undefined,
): string {
  if (value === undefined || value === null) {
    if (names?.has(OWN_NAME) === false) reportName(r, OWN_NAME, names, place);
    return "";
  }
  return inside(place, "provider", () => {
    const reference = bareReference(r, value, "invalid-reference", place);
    if (!reference) return "";
    if (names && !names.has(reference.root)) reportName(r, reference.root, names, place);
    const [alias, ...rest] = reference.steps;
    if (rest.length === 0 && (alias === undefined || typeof alias === "string")) return alias ?? "";
    report(r, place, "invalid-reference", `${JSON.stringify(value)} is not a provider configuration, such as "netweft" or "netweft.edge".`);
    return "";
  });
}

function reportName(r: DocumentReading, name: string, names: ReadonlySet<string>, place: SourcePlace): void {
  const ours = [...names].map((one) => `\`provider = ${one}\``).join(" or ");
  const detail = `The resource is of the provider ${JSON.stringify(name)}, and \`required_providers\` has Netweft's under another name. Write ${ours}.`;
  report(r, place, "other-provider", detail);
}

export function readDependsOn(r: DocumentReading, value: JsonValue | undefined, place: SourcePlace): readonly Dependency[] {
  const found: Dependency[] = [];
  inside(place, "depends_on", () => {
    if (isObject(value) || value === null)
      return report(r, place, "invalid-depends-on", `Expected a list of references, not ${jsonName(value)}.`);
    eachItem(value, place, (item) => {
      const reference = bareReference(r, item, "invalid-depends-on", place);
      if (reference) found.push({ reference, path: [...place.path] });
    });
  });
  return found;
}
