import type { FactOf } from "../../kernel/fact";
import { chainFor, isOfIptables } from "../resolve/supplement/cooperation";

/** The setting that makes Netweft add the rules itself. */
export const COOPERATE =
  'Or set `host_firewall = "cooperate"` in the provider block: then Netweft adds these rules, marked as its own, and takes them away again.';

/** The command-line program for the tables of a family. */
export function iptablesFor(family: string): string {
  return `${family.startsWith("ip6") ? "ip6tables" : "iptables"}${family.endsWith("-legacy") ? "-legacy" : ""}`;
}

const NAMES = { docker: "Docker's", ufw: "ufw's", firewalld: "firewalld's" } as const;

/** The owner of the chain, after the name of the firewall. */
export function whoseIs({ by }: Pick<FactOf<"policy">, "by">): string {
  return by === undefined ? "" : ` (${NAMES[by]})`;
}

/** The table in the syntax of its program. */
export function tableOf({ family, table }: Pick<FactOf<"policy">, "family" | "table">): string {
  return family.endsWith("-legacy") ? `${family.replace("-legacy", "")} ${table} of the older iptables` : `${family} ${table}`;
}

function iptables(policy: FactOf<"policy">, bridge: string): string {
  const program = iptablesFor(policy.family);
  const rule = (side: "i" | "o") => `\`${program} -I ${chainFor(policy)} -${side} ${bridge} -j ACCEPT\``;
  return `Let it through with ${rule("i")} and ${rule("o")}, and have that done at each start of the host. ${COOPERATE}`;
}

/** The commands that accept a bridge's traffic in a foreign firewall, in its syntax. */
export function remedyFor(policy: FactOf<"policy">, bridge: string): string {
  const { by, family, table, chain } = policy;
  if (by === "ufw") return `Let it through with \`ufw route allow in on ${bridge}\` and \`ufw route allow out on ${bridge}\`. ${COOPERATE}`;
  if (by === "firewalld")
    return `Let it through with \`firewall-cmd --permanent --zone=trusted --add-interface=${bridge}\` and \`firewall-cmd --reload\`. Netweft does not do that itself.`;
  if (isOfIptables(policy)) return iptables(policy, bridge);
  const rule = (match: string) => `\`nft insert rule ${family} ${table} ${chain} ${match} "${bridge}" accept\``;
  const rules = family === "bridge" ? rule("meta ibrname") : `${rule("iifname")} and ${rule("oifname")}`;
  return `Let it through with ${rules}, and in the file that the ruleset comes from, usually /etc/nftables.conf. Netweft does not do that itself.`;
}
