import { diagnose, type Diagnostic } from "../../diagnostic";
import type { FactOf } from "../../kernel/fact";
import { addressesIn } from "../../kernel/kinds/addr";
import { ownServersIn } from "../../kernel/kinds/resolv";
import { routesIn } from "../../kernel/kinds/route";
import { contains, networkOf, parseCidr } from "../../net/cidr";
import { parseIp } from "../../net/ip";
import { ownerOf, type View } from "./view";

/** The networks to which packets leave the namespace: those of its addresses, and those that its routes lead to. */
function reachedFrom({ host, name }: FactOf<"resolv">, { wanted }: View): readonly string[] {
  const isHere = (one: { readonly host: string; readonly netns: string }) => one.host === host && one.netns === name;
  const addresses = addressesIn(wanted).filter(isHere);
  const routes = routesIn(wanted).filter((route) => isHere(route) && route.type === undefined);
  return [...addresses.map(({ address }) => address), ...routes.map(({ destination }) => destination)];
}

function isAmong(server: string, networks: readonly string[]): boolean {
  return networks.some((text) => contains(networkOf(parseCidr(text)!), parseIp(server)!));
}

/** Packets to the name servers of a namespace can leave it. On internal networks only, most servers are not reached. */
export function serversAreReached(view: View): readonly Diagnostic[] {
  return ownServersIn(view.wanted).flatMap((part): readonly Diagnostic[] => {
    const id = `${part.host}/${part.name}`;
    const networks = view.attachments.flatMap(({ attachment }) => (attachment.namespace === id ? [attachment.network] : []));
    if (networks.length === 0 || networks.some(({ internal }) => !internal)) return [];
    const lost = part.nameservers.filter((server) => !isAmong(server, reachedFrom(part, view)));
    if (lost.length === 0) return [];
    const called = networks.map(({ name }) => `"${name ?? ""}"`).join(", ");
    const detail = `The namespace "${id}" is on internal networks only (${called}), and packets to ${lost.join(", ")} cannot leave it: only names of its networks resolve. Name a server on one of its networks, attach it to a network that is not internal, or remove \`dns\`.`;
    return [diagnose("dns-unreachable", detail, { resource: ownerOf(view, part), path: ["dns"], host: part.host })];
  });
}
