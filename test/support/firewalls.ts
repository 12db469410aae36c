/** Firewalls of other programs on the laboratory's machine, as these programs configure them. */
import type { FactOf } from "../../lib/kernel/fact";
import { parsePass } from "../../lib/kernel/pass";
import { command } from "./lab";
import { runProgram, runText } from "./starter";

/** The two variants of iptables. */
export const VARIANTS = ["nft", "legacy"] as const;
export type Variant = (typeof VARIANTS)[number];

const PROGRAMS = ["iptables", "ip6tables"] as const;

export function nft(ruleset: string): void {
  runProgram(["nft", "-f", "-"], [ruleset]);
}

/** Docker's layout: FORWARD drops, DOCKER-USER is for user rules, its bridges are accepted after it. */
export function likeDocker(variant: Variant): void {
  for (const program of PROGRAMS) {
    for (const line of [
      "-P FORWARD DROP",
      "-N DOCKER-USER",
      "-N DOCKER-FORWARD",
      "-N DOCKER-CT",
      "-A FORWARD -j DOCKER-USER",
      "-A FORWARD -j DOCKER-FORWARD",
      "-A DOCKER-FORWARD -j DOCKER-CT",
      "-A DOCKER-FORWARD -i docker0 -j ACCEPT",
      "-A DOCKER-CT -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
      "-A DOCKER-USER -m comment --comment user -j RETURN",
    ])
      command(`${program}-${variant} -w ${line}`);
  }
}

/** A host without rules of iptables for forwarded packets, after one of these. */
export function endIptables(variant: Variant): void {
  for (const program of PROGRAMS) for (const line of ["-P FORWARD ACCEPT", "-F", "-X"]) command(`${program}-${variant} -w ${line}`);
}

/** ufw's rules for "deny forwarded packets", as far as forwarding is concerned. */
export function likeUfw(): void {
  for (const [program, prefix] of [
    ["iptables", "ufw"],
    ["ip6tables", "ufw6"],
  ] as const) {
    for (const line of [
      "-P FORWARD DROP",
      `-N ${prefix}-before-forward`,
      `-N ${prefix}-user-forward`,
      `-A FORWARD -j ${prefix}-before-forward`,
      `-A ${prefix}-before-forward -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
      `-A ${prefix}-before-forward -j ${prefix}-user-forward`,
    ])
      command(`${program}-nft -w ${line}`);
  }
}

/** firewalld's chains for forwarded packets, as in its documentation, with one link in a zone. */
export function likeFirewalld(trusted?: string): void {
  nft(`
table inet firewalld
delete table inet firewalld
table inet firewalld {
  chain filter_FWD_public_allow { }
  chain filter_FWD_public {
    jump filter_FWD_public_allow
    reject with icmpx admin-prohibited
  }
  chain filter_FWD_trusted { accept
  }
  chain filter_FORWARD_ZONES {
    ${trusted === undefined ? "" : `iifname "${trusted}" goto filter_FWD_trusted`}
    iifname "up0" goto filter_FWD_public
    goto filter_FWD_public
  }
  chain filter_FORWARD {
    type filter hook forward priority filter + 10; policy accept;
    ct state { established, related } accept
    ct status dnat accept
    iifname "lo" accept
    ct state invalid drop
    jump filter_FORWARD_ZONES
    reject with icmpx admin-prohibited
  }
}
`);
}

/** A policy of iptables with exactly the exceptions of the fact. */
export function makePolicy(policy: FactOf<"policy">): void {
  const program = policy.family.startsWith("ip6") ? "ip6tables-nft" : "iptables-nft";
  const rules = (lines: readonly string[]) => lines.forEach((line) => command(`${program} -w ${line}`));
  const plus = (link: string) => link.replace("*", "+");
  rules(["-P FORWARD DROP"]);
  if (policy.by === "docker") rules(["-N DOCKER-USER", "-A FORWARD -j DOCKER-USER"]);
  rules(policy.in.map((link) => `-A FORWARD -i ${plus(link)} -j ACCEPT`));
  rules(policy.out.map((link) => `-A FORWARD -o ${plus(link)} -j ACCEPT`));
}

/** Drops packets to the host itself, but for those of whole ports: `*@*=udp:53`. */
export function makeIntake({ family, lets }: FactOf<"intake">): void {
  const program = family.startsWith("ip6") ? "ip6tables-nft" : "iptables-nft";
  command(`${program} -w -P INPUT DROP`);
  for (const text of lets) {
    const { protocol, from } = parsePass(text)!.payload!;
    command(`${program} -w -A INPUT -p ${protocol} --dport ${from} -j ACCEPT`);
  }
}

/** A chain that sets these bits of marks: of iptables in the table mangle, otherwise of nft. */
export function makeMarking({ family, table, chain, of, bits, mask, prerouting }: FactOf<"marking">): void {
  if (table === "mangle") {
    const target = of === "ct" ? "CONNMARK" : "MARK";
    command(
      `${family.startsWith("ip6") ? "ip6tables" : "iptables"}-nft -w -t mangle -A ${chain} -p udp -j ${target} --set-xmark ${bits}/${mask}`,
    );
    return;
  }
  const value = mask === 0xffffffff ? `${bits}` : `${of} mark and ${~mask >>> 0} or ${bits}`;
  const base = prerouting === undefined ? "" : ` { type filter hook prerouting priority ${prerouting}; }`;
  const rules = `add table ${family} ${table}\nadd chain ${family} ${table} ${chain}${base}\nadd rule ${family} ${table} ${chain} iifname "up0" ${of} mark set ${value} accept comment "meta mark set 0xf"\n`;
  nft(rules);
}

/** The output of both variants of iptables, without counters. */
export function iptablesDump(): string {
  const saves = VARIANTS.flatMap((variant) => PROGRAMS.map((program) => `${program}-${variant}-save`));
  return saves
    .map((save) =>
      command(save)
        .replace(/^#.*\n/gm, "")
        .replace(/\[\d+:\d+\]/g, ""),
    )
    .join("---\n");
}

/** Removes all rules from the laboratory. Programs of iptables-legacy create their tables where there are none. */
export function emptyFirewalls(): void {
  runText(EMPTY_FIREWALLS, "emptyFirewalls");
}

const EMPTY_FIREWALLS = String.raw`
nft flush ruleset && for family in ip ip6; do
  [ -e "/proc/net/${"$"}{family}_tables_names" ] || continue
  while read -r table; do
    [ "$table" = filter ] || continue
    for rules in '-P FORWARD ACCEPT' '-P INPUT ACCEPT' -F -X; do "${"$"}{family}tables-legacy" -w $rules || exit; done
  done <"/proc/net/${"$"}{family}_tables_names"
done`;
