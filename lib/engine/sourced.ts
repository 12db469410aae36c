import type { Configuration } from "../config/types";
import { located, type Diagnostic } from "../diagnostic";
import { addressOfBlock, parseAddress } from "./state/address";

/** Diagnostics with the user's own line that declared their resource, where the configuration has it: an app records it for each construct. */
export function sourced({ sources }: Pick<Configuration, "sources">, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (sources === undefined || sources.size === 0) return diagnostics;
  return diagnostics.map((diagnostic) => {
    const parts = diagnostic.at.resource === undefined ? undefined : parseAddress(diagnostic.at.resource);
    const source = parts && sources.get(addressOfBlock(parts));
    return source === undefined ? diagnostic : located(diagnostic, { source });
  });
}
