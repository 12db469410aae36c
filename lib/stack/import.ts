import { fail, ok, type Result } from "../diagnostic";
import { importInstance } from "../engine";
import { writeState } from "../engine/state";
import { registry } from "../resources";
import { IMPORTED, STACK, wrongArguments } from "./arguments";
import { onHosts, whileHeld, type StackInput } from "./stack";

/** What is imported. */
export interface ImportedObject {
  /** The address of a declared instance that is not in the state. */
  readonly address: string;
  /** The id of an object on a host: `local/front`, or with the kernel's own name, `local/br0`. */
  readonly id: string;
}

/** The instance's own id, and the lines of its objects as observed. */
export interface ImportedLines {
  readonly id: string;
  readonly lines: readonly string[];
}

/**
 * Takes an object that exists on a host into the state, as the resource with this address. Nothing is changed on the host; the next
 * plan shows what differs from the declaration.
 */
export async function importObject(input: StackInput, object: ImportedObject): Promise<Result<ImportedLines>> {
  const wrong = wrongArguments([STACK, input], [IMPORTED, object]);
  if (wrong.length > 0) return fail(...wrong);
  return whileHeld(input, "import", () =>
    onHosts(input, async (request) => {
      const imported = await importInstance({ ...request, ...object });
      if (!imported.ok) return imported;
      const { state, id, lines, diagnostics } = imported.value;
      const unsaved = await writeState(input.store, state, registry);
      return unsaved.length > 0 ? fail(...unsaved) : ok({ id, lines }, diagnostics);
    }),
  );
}
