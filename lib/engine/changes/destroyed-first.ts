import { diagnose, type Diagnostic } from "../../diagnostic";
import type { Resolved } from "../resolve/resolve";
import type { ResourceChange } from "../plan";

/** The warnings for replacements with `create_before_destroy`: this engine deletes first. */
export function destroyedFirst(changes: readonly ResourceChange[], declared: readonly Resolved[]): readonly Diagnostic[] {
  const wished = new Set(declared.flatMap(({ instance }) => (instance.lifecycle.createBeforeDestroy ? [instance.address] : [])));
  return changes
    .filter(({ address, action }) => action === "replace" && wished.has(address))
    .map(({ address }) => {
      const detail = `${address} is deleted and then created, although its lifecycle has \`create_before_destroy\`. If the creation fails, there is neither. Create the new one under another address first, or apply this change with Terraform.`;
      return diagnose("destroyed-first", detail, { resource: address, path: ["lifecycle", "create_before_destroy"] });
    });
}
