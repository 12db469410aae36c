import { diagnose, type Diagnostic } from "../../../diagnostic";
import { calledAlike } from "../../clashes";
import type { Resolved } from "../../survey/resolve";
import { hostsOfNetwork } from "../../survey/sites";
import type { View } from "./view";

/** What an endpoint is called on its network, if anybody answers there, and where that is said. */
function* claims({ attributes }: Resolved): Generator<{ readonly key: string; readonly name: string; readonly path: string }> {
  const network = attributes["network"] as { readonly id?: unknown; readonly names?: unknown } | null | undefined;
  const { name, aliases } = attributes;
  if (typeof network?.id !== "string" || network.names !== true || typeof name !== "string") return;
  yield { key: `${network.id} ${name}`, name, path: "name" };
  for (const alias of new Set(Array.isArray(aliases) ? (aliases as readonly string[]) : []))
    if (alias !== name) yield { key: `${network.id} ${alias}`, name: alias, path: "aliases" };
}

/** On a network with names, a name or an alias stands for one endpoint: whoever asks for it gets one answer. */
export function namesAreUnique({ resolved }: View): readonly Diagnostic[] {
  const seen = new Map<string, string>();
  const found: Diagnostic[] = [];
  for (const one of resolved) {
    if (one.instance.type !== "netweft_endpoint") continue;
    for (const { key, name, path } of claims(one)) {
      const other = seen.get(key);
      if (other === undefined) seen.set(key, one.instance.address);
      else found.push(calledAlike(name, one.instance.address, other, path));
    }
  }
  return found;
}

/** Where there is no dnsmasq nobody can answer: that is an error where names are asked for, and worth a word where they are not. */
export function namesAreServed({ resolved, programs }: View): readonly Diagnostic[] {
  return resolved.flatMap(({ instance, attributes }) => {
    const host = hostsOfNetwork(instance.type, attributes).find((one) => !(programs.get(one)?.includes("dnsmasq") ?? true));
    if (host === undefined) return [];
    const asked = instance.config["names"] ?? null;
    if (asked !== true && asked !== null) return [];
    const at = { resource: instance.address, path: ["names"], host };
    const lacking = `Host "${host}" has no dnsmasq, the name server that Netweft uses.`;
    if (asked === true)
      return [diagnose("no-name-server", `${lacking} Install it there (Debian's package is dnsmasq-base), or set \`names = false\`.`, at)];
    const off = `${lacking} Endpoints on this network do not find each other by name. Install it there (Debian's package is dnsmasq-base) and plan again, or set \`names = false\` to say that this is meant.`;
    return [diagnose("names-unavailable", off, at)];
  });
}
