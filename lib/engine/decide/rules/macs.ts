import { diagnose, type Diagnostic } from "../../../diagnostic";
import type { View } from "./view";

/** No two interfaces behind one bridge have the same hardware address: the bridge would send to one of them only. */
export function macsAreUnique({ resolved }: View): readonly Diagnostic[] {
  const seen = new Map<string, string>();
  const found: Diagnostic[] = [];
  for (const { instance, attributes } of resolved) {
    const network = attributes["network"] as { readonly id?: unknown } | null | undefined;
    const mac = attributes["mac"];
    if (instance.type !== "netweft_endpoint" || typeof network?.id !== "string" || typeof mac !== "string" || mac === "") continue;
    const key = `${network.id} ${mac.toLowerCase()}`;
    const other = seen.get(key);
    if (other === undefined) seen.set(key, instance.address);
    else found.push(usedTwice(mac, instance.address, other));
  }
  return found;
}

function usedTwice(mac: string, resource: string, other: string): Diagnostic {
  return diagnose(
    "duplicate-mac",
    `${mac} is also the hardware address of ${other} on the same network. Choose another one, or leave \`mac\` out.`,
    {
      resource,
      path: ["mac"],
    },
  );
}
