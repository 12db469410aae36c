import { diagnose, type Diagnostic, type Path } from "../diagnostic";
import { isDnsName } from "../net/names";
import type { Draft } from "../schema/value";
import { text, texts } from "./draft";

function refused(name: string, path: Path): Diagnostic {
  const detail = `"${name}" is valid for a namespace, but cannot be resolved by DNS: each label of a DNS name consists of letters, digits, "-" and "_", and ends with a letter, a digit or "_". Choose another one, or set \`names = false\` on the network.`;
  return diagnose("invalid-name", detail, { path });
}

/** A network's name is the domain of the names on it. */
export function checkDomain(draft: Draft): readonly Diagnostic[] {
  const name = text(draft, "name");
  return draft["names"] !== true || name === undefined || isDnsName(name) ? [] : [refused(name, ["name"])];
}

/** A name server that forwards to itself never answers. */
export function checkServers(draft: Draft): readonly Diagnostic[] {
  const gateways = texts(draft, "gateways") ?? [];
  return (texts(draft, "dns") ?? []).flatMap((server, n) => {
    if (!gateways.includes(server)) return [];
    const detail = `${server} is the network's own gateway, where its name server answers: it would ask itself. List other name servers, or omit \`dns\` to use those of the host.`;
    return [diagnose("conflicting-attributes", detail, { path: ["dns", n] })];
  });
}

/** On a network with names, the name and aliases of an endpoint must be valid in DNS. */
export function checkNames(draft: Draft, network: Draft): readonly Diagnostic[] {
  if (network["names"] !== true) return [];
  const name = text(draft, "name");
  const domain = text(network, "name");
  const aliases = texts(draft, "aliases") ?? [];
  return [
    ...(domain === undefined || isDnsName(domain) ? [] : [refused(domain, ["network", "name"])]),
    ...(name === undefined || isDnsName(name) ? [] : [refused(name, ["name"])]),
    ...aliases.filter((alias) => !isDnsName(alias)).map((alias) => refused(alias, ["aliases"])),
  ];
}
