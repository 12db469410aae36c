import { diagnose, type Diagnostic } from "../../diagnostic";
import type { ResourceChange } from "../plan";

/** The errors for instances with `prevent_destroy` that a plan would destroy. */
export function prevented(changes: readonly ResourceChange[], guarded: ReadonlySet<string>): readonly Diagnostic[] {
  return changes
    .filter(({ address, action }) => guarded.has(address) && (action === "replace" || action === "delete"))
    .map(({ address, replaceBy }) => {
      const why = replaceBy.length > 0 ? ` because of ${replaceBy.map((name) => `\`${name}\``).join(", ")}` : "";
      const detail = `${address} would be destroyed${why}, but its lifecycle has \`prevent_destroy\`. Remove that first, or leave the resource unchanged.`;
      return diagnose("prevented-destroy", detail, { resource: address, path: ["lifecycle", "prevent_destroy"] });
    });
}
