import type { Diagnostic } from "../../lib/diagnostic";
import type { StateStore } from "../../lib/ports/state-store";
import { value } from "./world";

/** The text of a stored state; undefined if nothing is stored. */
export async function textOf(store: StateStore): Promise<string | undefined> {
  const pieces = value(await store.read());
  let text = "";
  for await (const piece of pieces ?? []) text += Buffer.from(piece).toString();
  return pieces && text;
}

/** The codes and details of what is wrong. */
export async function problem(done: Promise<{ readonly diagnostics: readonly Diagnostic[] }>): Promise<string> {
  return (await done).diagnostics.map(({ code, detail }) => `${code}: ${detail}`).join("\n");
}
