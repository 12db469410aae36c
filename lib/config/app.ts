/** Configurations that an app has synthesized: what they say of the user's own file. */
import { located, type Diagnostic } from "../diagnostic";
import { providerFields } from "../resources/provider";
import { inTypeScript, settableNames } from "../schema/typescript";
import type { Model } from "./blocks/model";
import type { KnownTypes } from "./blocks/resource";
import type { AppSource } from "./types";

/** Undefined unless constructs have recorded the lines that declared them. */
export function appSource({ resources }: Pick<Model, "resources">, types: KnownTypes): AppSource | undefined {
  const lines = new Map([...resources].flatMap(([address, { where }]) => (where.source === undefined ? [] : [[address, where.source]])));
  if (lines.size === 0) return undefined;
  const all = [providerFields, ...Object.values(types.resources).map(({ fields }) => fields)];
  return { lines, attributes: new Set(all.flatMap(settableNames)) };
}

/** Diagnostics in the words of the user's file, with the line that declared their resource; as they are of what no app has made. */
export function inUsersWords(app: AppSource | undefined, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (app === undefined) return diagnostics;
  return diagnostics.map((diagnostic) => {
    const source = app.lines.get(diagnostic.at.resource?.replace(/\[.*$/s, "") ?? "");
    return inTypeScript(source === undefined ? diagnostic : located(diagnostic, { source }), app.attributes);
  });
}
