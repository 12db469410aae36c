import { diagnose, type Diagnostic, type Path } from "../diagnostic";
import { isResolvOption } from "../kernel/kinds/resolv";
import { isDnsName } from "../net/names";
import { quote } from "../schema/quote";
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

/** The errors in search domains and options beyond their types, at `path`. */
export function checkResolvConf(draft: Draft, path: Path = []): readonly Diagnostic[] {
  const search = (texts(draft, "dns_search") ?? []).flatMap((domain, n) =>
    isDnsName(domain) ? [] : [noDomain(domain, [...path, "dns_search", n])],
  );
  const options = (texts(draft, "dns_options") ?? []).flatMap((option, n) =>
    isResolvOption(option) ? [] : [noOption(option, [...path, "dns_options", n])],
  );
  return [...search, ...options];
}

function noDomain(domain: string, path: Path): Diagnostic {
  const detail = `${quote(domain)} is not a domain: each label of a DNS name consists of letters, digits, "-" and "_", and ends with a letter, a digit or "_".`;
  return diagnose("invalid-name", detail, { path });
}

function noOption(option: string, path: Path): Diagnostic {
  const detail = `${quote(option)} is not an option of resolv.conf. Write one word for each option, as in resolv.conf(5): "ndots:2", "rotate", "timeout:1".`;
  return diagnose("invalid-value", detail, { path });
}

/** The errors of a network's name servers, search domains and options. A name server that forwards to itself never answers. */
export function checkServers(draft: Draft): readonly Diagnostic[] {
  return [...ownServers(draft), ...checkResolvConf(draft)];
}

function ownServers(draft: Draft): readonly Diagnostic[] {
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
    ...checkResolvConf(network, ["network"]),
    ...(domain === undefined || isDnsName(domain) ? [] : [refused(domain, ["network", "name"])]),
    ...(name === undefined || isDnsName(name) ? [] : [refused(name, ["name"])]),
    ...aliases.filter((alias) => !isDnsName(alias)).map((alias) => refused(alias, ["aliases"])),
  ];
}
