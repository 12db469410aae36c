import { diagnose, type Diagnostic } from "../../diagnostic";
import { canonicalAssigned } from "../../net/cidr";
import type { DeclaredAttachment, View } from "./view";

/** No two interfaces behind one bridge have the same MAC address: the bridge would send to one of them only. */
export function macsAreUnique({ attachments }: View): readonly Diagnostic[] {
  const seen = new Map<string, DeclaredAttachment>();
  const found: Diagnostic[] = [];
  for (const one of attachments) {
    const { instance, attachment } = one;
    const { network, mac = "" } = attachment;
    if (network.id === undefined || mac === "") continue;
    const key = `${network.id} ${mac.toLowerCase()}`;
    const other = seen.get(key);
    if (other === undefined) seen.set(key, one);
    else if (!followsFromAddress(one, other)) found.push(usedTwice(mac, instance.address, other.instance.address));
  }
  return found;
}

/** Derived MAC addresses are equal only if the IP addresses are, which have a rule of their own. */
function followsFromAddress(one: DeclaredAttachment, other: DeclaredAttachment): boolean {
  const [mine, yours] = [one.attachment.addresses[0], other.attachment.addresses[0]];
  const isChosen = [one, other].some(({ instance }) => typeof instance.config["mac"] === "string");
  return !isChosen && mine !== undefined && canonicalAssigned(mine) === canonicalAssigned(yours ?? "");
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
