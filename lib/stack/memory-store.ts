import { diagnose, fail, ok } from "../diagnostic";
import type { StateStore } from "../ports/state-store";

/**
 * A state in memory. `text`: its initial content, as an earlier `text()` returned it. It is locked like a file.
 */
export function memoryStore(text?: string): StateStore & { readonly text: () => string | undefined } {
  let stored = text;
  let holding: string | undefined;
  return {
    name: "memory",
    text: () => stored,
    read: async () => ok(stored === undefined ? undefined : pieces(stored)),
    async write(pieces) {
      stored = [...pieces].join("");
      return ok(undefined);
    },
    async lock({ operation }) {
      if (holding !== undefined) return fail(diagnose("state-locked", `It is locked by "${holding}" of this program. Wait for its end.`));
      holding = operation;
      return ok(async () => {
        holding = undefined;
        return [];
      });
    },
    async unlock() {
      return fail(diagnose("not-locked", "A lock in memory ends with the run that holds it."));
    },
  };
}

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
