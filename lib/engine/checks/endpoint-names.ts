import { diagnose, type Diagnostic } from "../../diagnostic";
import { calledAlike } from "../../kernel/kinds/clash";
import type { View } from "./view";

/** On a network with DNS, a name belongs to one endpoint. An alias can have several, if none of them has it as its name. */
export function namesAreUnique({ attachments }: View): readonly Diagnostic[] {
  const seen = new Map<string, { readonly address: string; readonly path: string }>();
  const found: Diagnostic[] = [];
  for (const { instance, attachment } of attachments) {
    const { network, names } = attachment;
    if (network.id === undefined) continue;
    for (const { name, path } of names) {
      const key = `${network.id} ${name}`;
      const other = seen.get(key);
      if (other === undefined) seen.set(key, { address: instance.address, path });
      else if (path === "name" || other.path === "name") {
        found.push(calledAlike(name, path, { resource: instance.address, other: other.address }));
      }
    }
  }
  return found;
}

/** Endpoints of an accepted network resolve the names of the network that accepts it: one that both networks have is another endpoint's as well. */
export function acceptedNamesDiffer({ attachments, networks }: View): readonly Diagnostic[] {
  const accepted = new Map(networks.map(({ network: { id, acceptFrom = [] } }) => [id, acceptFrom.filter((other) => other !== id)]));
  const named = new Map(
    attachments.flatMap((one) => one.attachment.names.map(({ name }) => [`${one.attachment.network.id} ${name}`, one])),
  );
  return attachments.flatMap(({ instance, attachment }) =>
    attachment.names.flatMap(({ name, path }) =>
      (accepted.get(attachment.network.id) ?? []).flatMap((from) => {
        const other = named.get(`${from} ${name}`);
        if (path !== "name" || other === undefined || other.attachment.namespace === attachment.namespace) return [];
        const [here, there] = [attachment.network.name ?? "", other.attachment.network.name ?? ""];
        const detail = `"${name}" is also ${other.instance.address}, on "${there}", which "${here}" accepts: for endpoints on "${there}" the name resolves to both. Use "${name}.${here}" and "${name}.${there}" there, or choose another name.`;
        return [diagnose("name-on-both", detail, { resource: instance.address, path: [path] })];
      }),
    ),
  );
}

/** Without dnsmasq there is no DNS: an error where names are configured, a warning where they are the default. */
export function namesAreServed({ networks, programs }: View): readonly Diagnostic[] {
  return networks.flatMap(({ instance, network }) => {
    const host = network.hosts.find((one) => !(programs.get(one)?.includes("dnsmasq") ?? true));
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
