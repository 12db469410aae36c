import { diagnose, type Diagnostic } from "../../../diagnostic";
import type { Fact, FactOf } from "../../../kernel/fact";
import { payloadText } from "../../../kernel/pass";
import { fateIn, intakesOn, needsIn, type Need } from "../../survey/supplement/intakes";
import { tableOf, whoseIs } from "./forwarding-remedy";
import { admissionFor, lookAt } from "./intake-remedy";
import type { View } from "./view";

type Intake = FactOf<"intake">;

const FOLLOWS: Readonly<Record<Need["what"], string>> = {
  names: " Names time out.",
  neighbours: " IPv6 does not find the gateway.",
};

function wordsFor(needs: readonly Need[]): string {
  const protocols = [...new Set(needs.filter(({ what }) => what === "names").map(({ payload }) => payload.protocol))];
  const lookups = protocols.length === 0 ? [] : [`name lookups (${protocols.join(" and ")} port 53)`];
  const neighbours = needs.some(({ what }) => what === "neighbours") ? ["neighbour discovery"] : [];
  return [...lookups, ...neighbours].join(" and ");
}

function say(intake: Intake, resource: string, ended: readonly Need[], open: readonly Need[]): Diagnostic {
  const { host, chain, verdict } = intake;
  const { link } = (ended[0] ?? open[0])!;
  const ends =
    ended.length === 0
      ? ""
      : ` For the network behind "${link}" it ends ${wordsFor(ended)}.${[...new Set(ended.map(({ what }) => FOLLOWS[what]))].join("")}`;
  const may =
    open.length === 0
      ? ""
      : ` Whether it lets in ${wordsFor(open)} of the network behind "${link}" cannot be decided: there are rules that ask for more than link, protocol and port. ${lookAt(intake)}`;
  const detail = `The firewall of host "${host}"${whoseIs(intake)} ${verdict}s packets for the host itself: the chain "${chain}" of the table "${tableOf(intake)}".${ends}${may} What Netweft allows does not help, because a packet has to pass every table. ${admissionFor(intake, [...ended, ...open])}`;
  return diagnose("input-dropped", detail, { resource, host });
}

/** Whether a declared rule of ours in the same tables accepts it. */
function isAdmitted({ family, host }: Intake, { link, payload }: Need, rules: readonly FactOf<"iptables">[]): boolean {
  return rules.some((rule) => rule.host === host && rule.family === family && rule.dev === link && rule.payload === payloadText(payload));
}

/** A foreign firewall that drops packets to the host which a network needs is reported in the plan. */
export function hostsTakeIn({ goal, resolved, actual }: View): readonly Diagnostic[] {
  const intakes = [...actual.values()].flatMap(intakesOn);
  if (intakes.length === 0) return [];
  const rules = [...goal.desired.values()].map(({ fact }) => fact).filter((fact: Fact) => fact.kind === "iptables");
  return resolved.flatMap(({ instance, facts }) => {
    if (instance.mode !== "managed") return [];
    const needs = needsIn(facts);
    return intakes.flatMap((intake) => {
      const fates = needs
        .filter((need) => need.host === intake.host && !isAdmitted(intake, need, rules))
        .map((need) => ({ need, fate: fateIn(intake, need) }));
      const of = (fate: "ends" | "open") => fates.filter((one) => one.fate === fate).map(({ need }) => need);
      const [ended, open] = [of("ends"), of("open")];
      return ended.length + open.length === 0 ? [] : [say(intake, instance.address, ended, open)];
    });
  });
}
