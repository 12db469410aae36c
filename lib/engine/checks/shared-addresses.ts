import { diagnose, type Diagnostic } from "../../diagnostic";
import { canonicalAssigned } from "../../net/cidr";
import type { DeclaredAttachment, View } from "./view";

/** Each configured address of an interface, with its network. */
function* uses({ attachment }: DeclaredAttachment): Generator<{ readonly key: string; readonly address: string; readonly index: number }> {
  const { network, addresses } = attachment;
  if (network.id === undefined) return;
  for (const [index, address] of addresses.entries())
    if (address !== undefined) yield { key: `${network.id} ${canonicalAssigned(address)}`, address, index };
}

/** No two endpoints on a network have the same address. */
export function addressesAreUnique({ attachments }: View): readonly Diagnostic[] {
  const seen = new Map<string, string>();
  const found: Diagnostic[] = [];
  for (const one of attachments) {
    for (const { key, address, index } of uses(one)) {
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
