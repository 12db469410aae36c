import { diagnose, type Diagnostic } from "../../diagnostic";
import type { ResourceChange } from "../plan";
import { addressOfBlock, isDeposed, parseAddress } from "../state/address";

/** Whether the block of an instance has `prevent_destroy`. It guards those that leave its `count` or `for_each`, too. */
function isGuarded(address: string, guarded: ReadonlySet<string>): boolean {
  return !isDeposed(address) && guarded.has(addressOfBlock(parseAddress(address)!));
}

/** The errors for instances of blocks with `prevent_destroy` that a plan would destroy. */
export function prevented(changes: readonly ResourceChange[], guarded: ReadonlySet<string>): readonly Diagnostic[] {
  if (guarded.size === 0) return [];
  return changes
    .filter(({ address, action }) => (action === "replace" || action === "delete") && isGuarded(address, guarded))
    .map(({ address, replaceBy }) => {
      const why = replaceBy.length > 0 ? ` because of ${replaceBy.map((name) => `\`${name}\``).join(", ")}` : "";
      const detail = `${address} would be destroyed${why}, but its lifecycle has \`prevent_destroy\`. Remove that first, or leave the resource unchanged.`;
      return diagnose("prevented-destroy", detail, { resource: address, path: ["lifecycle", "prevent_destroy"] });
    });
}
