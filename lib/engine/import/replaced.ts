import { diagnose, type Diagnostic } from "../../diagnostic";
import { typeOf } from "../../kernel/kinds";
import { parseWritten } from "../../kernel/line";
import type { ResourceChange } from "../plan";
import type { StateInstance } from "../state/types";
import type { BlockImports } from "./blocks";

/** Whether an object of the instance carries no mark yet, so that it is still another program's. */
function isUnmarked({ private: own }: StateInstance): boolean {
  const facts = (own?.facts ?? []).flatMap((line) => {
    const read = parseWritten(line);
    return read.ok ? [read.value] : [];
  });
  return facts.some((fact) => fact.mark === undefined && typeOf(fact).markable);
}

/** The errors for imported objects that the same plan would destroy, although they carry no mark. */
export function replacedImports(changes: readonly ResourceChange[], imports: BlockImports | undefined): readonly Diagnostic[] {
  const unmarked = new Set((imports?.instances ?? []).filter(isUnmarked).map(({ address }) => address));
  return changes
    .filter(({ address, action }) => action === "replace" && unmarked.has(address))
    .map(({ address, importing, replaceBy }) => {
      const why = replaceBy.length > 0 ? ` because of ${replaceBy.map((name) => `\`${name}\``).join(", ")}` : "";
      const detail = `${address} would be imported from ${JSON.stringify(importing!.id)} and replaced${why}, which destroys an object that is not Netweft's. Declare what is there, or import another object.`;
      return diagnose("import-replaced", detail, { resource: address, ...(replaceBy[0] !== undefined && { path: [replaceBy[0]] }) });
    });
}
