/** What the formats of a drift report say alike. */
import type { Finding, FindingClass, Ignore, Layer, Severity, StackFindings } from "../../drift/finding";
import { isComplete } from "../../drift/complete";
import { severities } from "../../drift/finding";

/** What a class means, as a sentence. */
export const classMeaning: Readonly<Record<FindingClass, string>> = {
  missing: "A declared object does not exist.",
  changed: "An object differs from its declaration, has lost its mark, or its address is in use elsewhere.",
  unexpected: "Something that nothing declares is in an object of the stack.",
  orphaned: "An object carries the mark of the stack, and the state does not have it.",
};

/** What a layer is, in the plural. */
export const layerMeaning: Readonly<Record<Layer, string>> = {
  link: "Interfaces and bridges",
  address: "Addresses",
  route: "Routes and routing rules",
  neighbour: "Neighbour and forwarding entries",
  nft: "Packet filter and address translation",
  sysctl: "Kernel settings",
  keys: "Keys of encrypted tunnels",
  names: "Names and resolvers",
  rates: "Rate limits",
  files: "Files of the host",
  listener: "Programs that listen on published or bound ports",
};

/** One object of a layer, for titles: "missing packet filter object of …". */
export const layerNoun: Readonly<Record<Layer, string>> = {
  link: "link",
  address: "address",
  route: "route",
  neighbour: "neighbour entry",
  nft: "packet filter object",
  sysctl: "kernel setting",
  keys: "tunnel key",
  names: "name record",
  rates: "rate limit",
  files: "file",
  listener: "listener",
};

export const severityMeaning: Readonly<Record<Severity, string>> = {
  outage: "Packets that are to pass are lost.",
  exposure: "Packets pass that are not to, or others can read or redirect them.",
  degraded: "Packets pass, slower or with a part of what was declared.",
  cosmetic: "No effect on traffic.",
};

/** The object of a finding for a title: its first resource, or the line of what belongs to none. */
export function subjectOf({ resources, expected, actual }: Pick<Finding, "resources" | "expected" | "actual">): string {
  return resources[0] ?? expected ?? actual ?? "";
}

/** A finding in a few words: `missing address of netweft_endpoint.web on host "edge"`. */
export function titleOf(finding: Pick<Finding, "class" | "layer" | "host" | "resources" | "expected" | "actual">): string {
  const { class: kind, layer, host, resources } = finding;
  const owner = resources[0] === undefined ? subjectOf(finding) : `of ${resources[0]}`;
  return `${kind} ${layerNoun[layer]} ${owner} on host ${JSON.stringify(host)}`;
}

export function countsBySeverity(findings: readonly Pick<Finding, "severity">[]): Readonly<Record<Severity, number>> {
  const count = (one: Severity) => findings.filter(({ severity }) => severity === one).length;
  return Object.fromEntries(severities.map((one) => [one, count(one)])) as Record<Severity, number>;
}

/** `2 outages, 1 exposure, 3 degraded, 1 cosmetic`, without what there is none of. */
export function severityCounts(findings: readonly Pick<Finding, "severity">[]): string {
  const counts = countsBySeverity(findings);
  const plural = (one: Severity, n: number) => (n === 1 || one === "degraded" || one === "cosmetic" ? one : `${one}s`);
  return severities.flatMap((one) => (counts[one] === 0 ? [] : [`${counts[one]} ${plural(one, counts[one])}`])).join(", ");
}

/** What an entry of the ignores matches, as in its file. */
export function ignoreText({ class: kind, layer, resource, line }: Ignore): string {
  const parts = { class: kind, layer, resource, line };
  const given = Object.entries(parts).flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]));
  return given.length === 0 ? "every finding" : given.join(", ");
}

/** That an entry has expired, as a sentence. */
export function expiryText(ignore: Ignore): string {
  return `The ignore of ${ignoreText(ignore)} expired on ${ignore.until ?? ""}. ${ignore.by}: ${ignore.reason}`;
}

/** The result in one sentence. */
export function verdict(report: StackFindings): string {
  const { findings, expired, unread, unapplied, facts, instances, uncompared } = report;
  const compared = `${counted(facts, "kernel object")} of ${counted(instances, "resource")} compared.`;
  if (unapplied) return `Nothing was compared: the state has no resources, and the configuration declares some. ${compared}`;
  if (facts === 0 && unread.length > 0) return "Nothing was compared: no host could be read.";
  const late = expired.length === 0 ? "" : ` ${counted(expired.length, "ignore")} expired.`;
  const blind = uncompared.length === 0 ? "" : ` ${counted(uncompared.length, "resource")} not compared.`;
  if (findings.length > 0) return `Drift: ${severityCounts(findings)}. ${compared}${blind}${late}`;
  return `${isComplete(report) ? "No drift." : "No drift where it was read."} ${compared}${blind}${late}`;
}

export function counted(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? "" : "s"}`;
}

/** Names of a list that are written out. */
export const MOST_NAMES = 10;

export function someOf(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more > 1 ? `${names.slice(0, MOST_NAMES).join(", ")} and ${more} more` : names.join(", ");
}
