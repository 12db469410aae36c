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

/** Commands that let links through, and what else there is to say of them. */
interface Remedy {
  readonly commands: readonly string[];
  readonly after: string;
}

/** One command for each link, as one line for several. */
function forEach(links: readonly string[], commands: (link: string) => readonly string[]): readonly string[] {
  if (links.length === 1) return commands(links[0]!);
  return [`for dev in ${links.join(" ")}; do ${commands("$dev").join("; ")}; done`];
}

function iptables(policy: FactOf<"policy">, bridges: readonly string[]): Remedy {
  const program = iptablesFor(policy.family);
  const rule = (side: "i" | "o", bridge: string) => `${program} -I ${chainFor(policy)} -${side} ${bridge} -j ACCEPT`;
  const commands = forEach(bridges, (bridge) => [rule("i", bridge), rule("o", bridge)]);
  return { commands, after: `, and have that done at each start of the host. ${COOPERATE}` };
}

/** How a foreign firewall accepts the traffic of bridges, in its syntax. */
function remedyOf(policy: FactOf<"policy">, bridges: readonly string[]): Remedy {
  const { by, family, table, chain } = policy;
  if (by === "ufw") {
    const commands = forEach(bridges, (bridge) => [`ufw route allow in on ${bridge}`, `ufw route allow out on ${bridge}`]);
    return { commands, after: `. ${COOPERATE}` };
  }
  if (by === "firewalld") {
    const zoned = forEach(bridges, (bridge) => [`firewall-cmd --permanent --zone=trusted --add-interface=${bridge}`]);
    return { commands: [...zoned, "firewall-cmd --reload"], after: ". Netweft does not do that itself." };
  }
  if (isOfIptables(policy)) return iptables(policy, bridges);
  const rule = (match: string, bridge: string) => `nft insert rule ${family} ${table} ${chain} ${match} "${bridge}" accept`;
  const matches = family === "bridge" ? ["meta ibrname"] : ["iifname", "oifname"];
  const after = ", and in the file that the ruleset comes from, usually /etc/nftables.conf. Netweft does not do that itself.";
  return { commands: forEach(bridges, (bridge) => matches.map((match) => rule(match, bridge))), after };
}

/** The sentences that say how chains of one firewall accept the traffic of bridges. */
export function remedyFor(policies: readonly FactOf<"policy">[], bridges: readonly string[]): string {
  const found = policies.map((policy) => remedyOf(policy, bridges));
  const commands = [...new Set(found.flatMap((one) => one.commands))].map((command) => `\`${command}\``);
  return `Let ${bridges.length === 1 ? "it" : "them"} through with ${listed(commands)}${found[0]!.after}`;
}

/** "a, b and c". */
export function listed(words: readonly string[]): string {
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]!}`;
}
