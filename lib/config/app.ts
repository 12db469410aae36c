/** Diagnostics in the terms of the user's own files: where it is written, and by which names. */
import { located, type Diagnostic } from "../diagnostic";
import { providerFields } from "../resources/provider";
import { inTypeScript, settableNames } from "../schema/typescript";
import type { Model } from "./blocks/model";
import type { KnownTypes } from "./blocks/resource";
import { atItsLine } from "./lines";
import type { AppSource, SourceFile, UserSource } from "./types";

export function userSource(model: Pick<Model, "resources">, types: KnownTypes, files: readonly SourceFile[]): UserSource {
  const app = appSource(model, types);
  return { files, fields: new Map([...model.resources].map(([address, { fields }]) => [address, fields])), ...(app && { app }) };
}

/** Undefined unless constructs have recorded the lines that declared them. */
function appSource({ resources }: Pick<Model, "resources">, types: KnownTypes): AppSource | undefined {
  const lines = new Map([...resources].flatMap(([address, { where }]) => (where.source === undefined ? [] : [[address, where.source]])));
  if (lines.size === 0) return undefined;
  const all = [providerFields, ...Object.values(types.resources).map(({ fields }) => fields)];
  return { lines, attributes: new Set(all.flatMap(settableNames)) };
}

/**
 * Diagnostics in the words of the user's file, with the line that declared their resource: of an app, or of a document. Every
 * diagnostic about a configuration passes here, once, on its way to the user.
 */
export function inUsersWords(source: UserSource | undefined, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (source === undefined || diagnostics.length === 0) return diagnostics;
  const { app } = source;
  if (app === undefined) return atItsLine(source, diagnostics);
  return diagnostics.map((diagnostic) => {
    const line = app.lines.get(diagnostic.at.resource?.replace(/\[.*$/s, "") ?? "");
    return inTypeScript(line === undefined ? diagnostic : located(diagnostic, { source: line }), app.attributes);
  });
}
