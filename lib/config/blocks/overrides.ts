/** Override files: their blocks are no blocks of their own, but change those of the other files. */
import { isObject, type JsonObject, type JsonValue } from "../document/json";
import { inside, placeAt, report, type DocumentReading, type SourcePlace } from "../document/reading";
import { eachBlock, eachObject } from "./shape";

/** The content of an override file for one block. */
interface Override {
  readonly body: JsonObject;
  readonly place: SourcePlace;
}

/** Overrides by block, and the blocks that were there to be overridden. */
export interface Overrides {
  readonly of: ReadonlyMap<string, readonly Override[]>;
  readonly met: Set<string>;
}

/** Whether a file changes the blocks of others, by its name. */
export function isOverrideFile(name: string): boolean {
  return /(?:^|[/_])override\.tf\.json$/.test(name);
}

/** The labels of blocks by section; of those without, the names in a block are what is overridden. */
const LABELS: Readonly<Record<string, number>> = { data: 2, output: 1, provider: 1, resource: 2, terraform: 0, variable: 1 };

/** The name of a block in this file. Provider blocks of one name differ by their aliases. */
export function blockKey(section: string, labels: readonly string[], { alias }: JsonObject = {}): string {
  return JSON.stringify([section, ...labels, ...(section === "provider" ? [alias ?? ""] : [])]);
}

export function readOverrides(
  r: DocumentReading,
  documents: readonly { readonly file: string; readonly document: JsonObject }[],
): Overrides {
  const of = new Map<string, Override[]>();
  const add = (key: string, body: JsonObject, { where, path }: SourcePlace) =>
    of.set(key, [...(of.get(key) ?? []), { body, place: placeAt(where, ...path) }]);
  for (const { file, document } of documents) {
    for (const [section, value] of Object.entries(document)) {
      const place = placeAt({ file }, section);
      if (section === "//") continue;
      if (section === "locals") readLocals(r, value, place, add);
      else if (!Object.hasOwn(LABELS, section))
        report(r, place, "invalid-block", `An override file cannot contain ${JSON.stringify(section)}. Move it into another file.`);
      else
        eachBlock(r, value, LABELS[section]!, place, (body, ...labels) => {
          if (body.depends_on !== undefined)
            inside(place, "depends_on", () =>
              report(r, place, "invalid-block", "`depends_on` cannot be overridden. Change it in the block itself."),
            );
          add(blockKey(section, labels, body), body, place);
        });
    }
  }
  return { of, met: new Set() };
}

function readLocals(
  r: DocumentReading,
  value: JsonValue,
  place: SourcePlace,
  add: (key: string, body: JsonObject, place: SourcePlace) => void,
): void {
  eachObject(r, value, place, (object) => {
    for (const [name, json] of Object.entries(object)) {
      if (name !== "//") inside(place, name, () => add(blockKey("locals", [name]), { value: json }, place));
    }
  });
}

/** A block with what override files say of it, the later ones last. */
export function overridden({ of, met }: Overrides, key: string, body: JsonObject): JsonObject {
  const all = of.get(key) ?? [];
  met.add(key);
  return all.reduce<JsonObject>((base, { body: over }) => merged(base, over), body);
}

/** Arguments replace arguments; those of `lifecycle` singly. */
function merged(base: JsonObject, { "//": _comment, ...over }: JsonObject): JsonObject {
  if (base.lifecycle === undefined || over.lifecycle === undefined) return { ...base, ...over };
  const lifecycle = Object.assign({}, ...objectsOf(base.lifecycle), ...objectsOf(over.lifecycle)) as JsonObject;
  return { ...base, ...over, lifecycle };
}

function objectsOf(value: JsonValue): readonly JsonObject[] {
  if (isObject(value)) return [value];
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isObject) : [];
}

/** Reports overrides of blocks that no other file declares. The block `terraform` needs no other one. */
export function reportUnmet(r: DocumentReading, { of, met }: Overrides): void {
  for (const [key, all] of of) {
    if (met.has(key) || key === blockKey("terraform", [])) continue;
    const detail = "An override file changes a block that no other file declares. Declare it there, or rename this file.";
    for (const { place } of all) report(r, place, "invalid-block", detail);
  }
}
