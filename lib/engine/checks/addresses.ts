import { diagnose, type Diagnostic } from "../../diagnostic";
import { canonicalAssigned } from "../../net/cidr";
import type { Resolved } from "../resolve/resolve";
import type { View } from "./view";

/** Each configured address of an endpoint, with its network. */
function* claims({ attributes }: Resolved): Generator<{ readonly key: string; readonly address: string; readonly index: number }> {
  const network = attributes["network"] as { readonly id?: unknown; readonly kind?: unknown } | null;
  if (typeof network?.id !== "string" || network.kind === "host" || !Array.isArray(attributes["addresses"])) return;
  for (const [index, address] of (attributes["addresses"] as readonly unknown[]).entries()) {
    if (typeof address === "string") yield { key: `${network.id} ${canonicalAssigned(address)}`, address, index };
  }
}

/** No two endpoints on a network have the same address. */
export function addressesAreUnique({ resolved }: View): readonly Diagnostic[] {
  const seen = new Map<string, string>();
  const found: Diagnostic[] = [];
  for (const one of resolved) {
    if (one.instance.type !== "netweft_endpoint") continue;
    for (const { key, address, index } of claims(one)) {
      const other = seen.get(key);
      if (other === undefined) seen.set(key, one.instance.address);
      else found.push(usedTwice(address, one.instance.address, other, index));
    }
  }
  return found;
}

function usedTwice(address: string, resource: string, other: string, index: number): Diagnostic {
  const detail = `${address} is also the address of ${other} on the same network. Choose another one, or leave \`addresses\` out to have a free one allocated.`;
  return diagnose("duplicate-address", detail, { resource, path: ["addresses", index] });
}
