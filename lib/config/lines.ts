/** The lines of `*.tf.json` files that diagnostics are about. */
import type { Diagnostic, Path, Where } from "../diagnostic";
import { providerFields } from "../resources/provider";
import type { Fields, Type } from "../schema/type";
import { isObject, readDocument } from "./document/json";
import { locate, type LocatedPath } from "./document/locate";
import type { SourceFile, UserSource } from "./types";

/** Diagnostics with the line and column of their attribute, or else of their block. What is in no file stays as it is. */
export function atItsLine(source: UserSource, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const paths = diagnostics.map(({ at }) => (/:\d+:\d+$/.test(at.file ?? "") ? undefined : pathInDocument(at, source)));
  if (paths.every((path) => path === undefined)) return diagnostics;
  const inFiles = source.files.map((file) => ({ file, places: placesIn(file, paths, diagnostics) }));
  return diagnostics.map((diagnostic, n) => {
    const [best] = inFiles
      .flatMap(({ file, places }) => (places[n] === undefined ? [] : [{ file, place: places[n] }]))
      .sort((a, b) => b.place.steps - a.place.steps);
    if (best === undefined) return diagnostic;
    return { ...diagnostic, at: { ...diagnostic.at, file: `${best.file.name}:${best.place.position}` } };
  });
}

/** By diagnostic. A place that is less than the block is none. */
function placesIn(
  file: SourceFile,
  paths: readonly (Path | undefined)[],
  diagnostics: readonly Diagnostic[],
): readonly (LocatedPath | undefined)[] {
  const searched = paths.map((path, n) => {
    const named = diagnostics[n]!.at.file;
    return path === undefined || (named !== undefined && named !== file.name) ? [] : fileStep(file, path);
  });
  return locate(file.text, searched).map((place, n) =>
    place !== undefined && place.steps >= stepsToBlock(diagnostics[n]!.at) ? place : undefined,
  );
}

/** The number of steps to the block of a diagnostic: what is located with fewer is not it. */
function stepsToBlock({ resource }: Where): number {
  if (resource === undefined) return 1;
  return resource.startsWith("provider[") ? 2 : 3;
}

/** The path of a diagnostic from the root of its document. */
function pathInDocument({ resource, path = [], file }: Where, { fields }: UserSource): Path | undefined {
  if (resource === undefined) return file === undefined ? undefined : path;
  const provider = /^provider\["netweft"\](?:\.(.*))?$/.exec(resource);
  if (provider) return ["provider", "netweft", `alias ${provider[1] ?? ""}`, ...pointable(providerFields, path)];
  const block = resource.replace(/\[.*$/s, "");
  const [type = "", name = ""] = block.replace(/^data\./, "").split(".");
  return [block.startsWith("data.") ? "data" : "resource", type, name, ...pointable(fields.get(block), path)];
}

/** Elements of sets are sorted, and so in another order than in the text. */
function pointable(fields: Fields | undefined, path: Path): Path {
  if (fields === undefined) return path;
  let type: Type = { kind: "object", fields };
  for (const [n, step] of path.entries()) {
    if (type.kind === "set") return path.slice(0, n);
    const next: Type | undefined = type.kind === "object" ? type.fields[step]?.type : "element" in type ? type.element : undefined;
    if (next === undefined) return path;
    type = next;
  }
  return path;
}

/** The path in this file: of several provider blocks in a list, the one with the alias. */
function fileStep(file: SourceFile, path: Path): Path {
  const [section, name, which] = path;
  if (section !== "provider" || typeof which !== "string" || !which.startsWith("alias ")) return path;
  const rest = path.slice(3);
  const document = readDocument(file);
  const blocks = document.ok ? document.value.flatMap(({ provider }) => (isObject(provider) ? (provider.netweft ?? []) : [])) : [];
  const index = blocks.findIndex((block) => isObject(block) && (block.alias ?? "") === which.slice("alias ".length));
  if (index < 0) return [];
  return blocks.length > 1 ? [section, name!, index, ...rest] : [section, name!, ...rest];
}
