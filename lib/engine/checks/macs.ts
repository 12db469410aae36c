import { diagnose, type Diagnostic } from "../../diagnostic";
import { canonicalAssigned } from "../../net/cidr";
import type { Resolved } from "../resolve/resolve";
import type { View } from "./view";

/** No two interfaces behind one bridge have the same MAC address: the bridge would send to one of them only. */
export function macsAreUnique({ resolved }: View): readonly Diagnostic[] {
  const seen = new Map<string, Resolved>();
  const found: Diagnostic[] = [];
  for (const one of resolved) {
    const { instance, attributes } = one;
    const network = attributes["network"] as { readonly id?: unknown } | null | undefined;
    const mac = attributes["mac"];
    if (instance.type !== "netweft_endpoint" || typeof network?.id !== "string" || typeof mac !== "string" || mac === "") continue;
    const key = `${network.id} ${mac.toLowerCase()}`;
    const other = seen.get(key);
    if (other === undefined) seen.set(key, one);
    else if (!followsFromAddress(one, other)) found.push(usedTwice(mac, instance.address, other.instance.address));
  }
  return found;
}

/** Derived MAC addresses are equal only if the IP addresses are, which have a rule of their own. */
function followsFromAddress(one: Resolved, other: Resolved): boolean {
  const [mine, yours] = [one, other].map(({ attributes: { addresses } }) => (Array.isArray(addresses) ? String(addresses[0]) : ""));
  const isChosen = [one, other].some(({ instance }) => typeof instance.config["mac"] === "string");
  return !isChosen && mine !== "" && canonicalAssigned(mine!) === canonicalAssigned(yours!);
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
