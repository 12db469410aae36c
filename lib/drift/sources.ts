/** The lines in which resources are written: of the user's own code, or of a document. */
import { inUsersWords } from "../config/app";
import type { Configuration } from "../config/types";
import { diagnose } from "../diagnostic";
import type { SourceLine } from "./finding";

/** Finds the line of each of these resources, all in one pass over the files. */
export function sourcesOf({ written }: Pick<Configuration, "written">, addresses: Iterable<string>): ReadonlyMap<string, SourceLine> {
  const asked = [...new Set(addresses)];
  // Where a resource is written is known of diagnostics: of which code does not matter.
  const about = asked.map((resource) => diagnose("invalid-fact", "", { resource }));
  const located = inUsersWords(written, about);
  return new Map(located.flatMap(({ at }, n) => lineIn(at.source ?? at.file).map((line) => [asked[n]!, line] as const)));
}

/** `main.ts:12:3` or `main.tf.json:12:3`. */
function lineIn(text: string | undefined): readonly SourceLine[] {
  const found = /^(.+?):(\d+)(?::\d+)?$/.exec(text ?? "");
  return found === null ? [] : [{ file: found[1]!.replace(/^\.\//, ""), line: Number(found[2]) }];
}
