import type { Configuration, SourceFile } from "../config/types";
import type { Draft } from "../schema/value";
import { objectOf } from "./app";

/**
 * The `backend` block of a configuration, read without evaluating it: the block cannot contain expressions, and errors
 * elsewhere in the files do not matter here.
 */
export function backendOf(files: readonly SourceFile[]): Configuration["backend"] {
  for (const { text } of files) {
    for (const terraform of listOf(objectOf(text)?.["terraform"])) {
      for (const backend of listOf(terraform["backend"])) {
        const [type, config] = Object.entries(backend)[0] ?? [];
        if (type !== undefined) return { type, config: (listOf(config)[0] ?? {}) as Draft };
      }
    }
  }
  return undefined;
}

/** In Terraform JSON a block is an object or a list of objects. */
function listOf(json: unknown): readonly Readonly<Record<string, unknown>>[] {
  const list: readonly unknown[] = Array.isArray(json) ? json : [json];
  return list.filter((one): one is Record<string, unknown> => typeof one === "object" && one !== null && !Array.isArray(one));
}
