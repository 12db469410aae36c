import type { FactOf } from "../../../kernel/fact";
import { isInputOfIptables, type Need } from "../../survey/supplement/intakes";
import { COOPERATE, iptablesFor } from "./forwarding-remedy";

type Intake = FactOf<"intake">;

const TYPES: Readonly<Record<number, string>> = { 135: "nd-neighbor-solicit", 136: "nd-neighbor-advert" };

function quoted(commands: readonly string[]): string {
  return [...new Set(commands)].map((command) => `\`${command}\``).join(", ");
}

function forIptables(intake: Intake, needs: readonly Need[]): string {
  const rules = needs.map(({ link, payload: { protocol, from } }) => {
    const what = protocol === "icmpv6" ? `-p icmpv6 --icmpv6-type ${from}` : `-p ${protocol} --dport ${from}`;
    return `${iptablesFor(intake.family)} -I ${intake.chain} -i ${link} ${what} -j ACCEPT`;
  });
  return `Let it in with ${quoted(rules)}, and have that done at each start of the host. ${COOPERATE}`;
}

function forNft({ family, table, chain }: Intake, needs: readonly Need[]): string {
  const rules = needs.map(({ link, payload: { protocol, from } }) => {
    const what = protocol === "icmpv6" ? `icmpv6 type ${TYPES[from]}` : `${protocol} dport ${from}`;
    return `nft insert rule ${family} ${table} ${chain} iifname "${link}" ${what} accept`;
  });
  return `Let it in with ${quoted(rules)}, and in the file that the ruleset comes from, usually /etc/nftables.conf. Netweft does not do that itself.`;
}

/** The commands that accept a network's packets, in the foreign firewall's syntax. */
export function admissionFor(intake: Intake, needs: readonly Need[]): string {
  const { link } = needs[0]!;
  if (intake.by === "firewalld")
    return `Let it in with \`firewall-cmd --permanent --zone=trusted --add-interface=${link}\` and \`firewall-cmd --reload\`. Netweft does not do that itself.`;
  if (intake.by === "ufw" && needs.every(({ what }) => what === "names"))
    return `Let it in with \`ufw allow in on ${link} to any port 53\`. ${COOPERATE}`;
  return isInputOfIptables(intake) ? forIptables(intake, needs) : forNft(intake, needs);
}

/** The command that lists the rules of a chain. */
export function lookAt(intake: Intake): string {
  const { family, table, chain } = intake;
  const command = isInputOfIptables(intake) ? `${iptablesFor(family)} -S ${chain}` : `nft list chain ${family} ${table} ${chain}`;
  return `Look at them with \`${command}\`; where one of them lets it in, there is nothing to do.`;
}
