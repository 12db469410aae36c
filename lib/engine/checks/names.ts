import { diagnose, type Diagnostic } from "../../diagnostic";
import { calledAlike } from "../../reconcile/clashes";
import type { Resolved } from "../resolve/resolve";
import { hostsOfNetwork } from "../resolve/sites";
import type { View } from "./view";

/** The DNS names of an endpoint on a network with DNS, and their attribute paths. */
function* claims({ attributes }: Resolved): Generator<{ readonly key: string; readonly name: string; readonly path: string }> {
  const network = attributes["network"] as { readonly id?: unknown; readonly names?: unknown } | null | undefined;
  const { name, aliases } = attributes;
  if (typeof network?.id !== "string" || network.names !== true || typeof name !== "string") return;
  yield { key: `${network.id} ${name}`, name, path: "name" };
  for (const alias of new Set(Array.isArray(aliases) ? (aliases as readonly string[]) : []))
    if (alias !== name) yield { key: `${network.id} ${alias}`, name: alias, path: "aliases" };
}

/** On a network with DNS, a name or an alias belongs to one endpoint. */
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

/** Without dnsmasq there is no DNS: an error where names are configured, a warning where they are the default. */
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
