import { diagnose, type Diagnostic } from "../../diagnostic";
import type { Fact, FactOf, Key } from "../../kernel/fact";
import { keyOf } from "../../kernel/kinds";
import { admission, fateIn, gatesOf, isInputOfIptables, type PacketVerdict, type Gate } from "../resolve/supplement/intakes";
import type { PacketNeed } from "../resolve/supplement/packet-need";
import { needsIn } from "../resolve/supplement/network-packets";
import { byHost } from "../../reconcile/by-host";
import { tableOf, whoseIs } from "./forwarding-remedy";
import { admissionFor, lookAt } from "./dropped-input-remedy";
import { whatFollows, wordsFor } from "./dropped-input-words";
import type { View } from "./view";

type JudgedIntake = FactOf<"intake">;

function say(intake: JudgedIntake, resource: string, ended: readonly PacketNeed[], open: readonly PacketNeed[]): Diagnostic {
  const { host, chain, verdict } = intake;
  const ends = ended.length === 0 ? "" : ` It ${verdict}s ${wordsFor(ended)}.${whatFollows(ended)}`;
  const may =
    open.length === 0
      ? ""
      : ` Whether it accepts ${wordsFor(open)} cannot be decided: there are rules that match on more than link, source, protocol and port. ${lookAt(intake)}`;
  const detail = `The firewall of host "${host}"${whoseIs(intake)} ${verdict}s packets for the host itself: the chain "${chain}" of the table "${tableOf(intake)}".${ends}${may} A packet must pass every table, so no rule in Netweft's table can accept it. ${admissionFor(intake, [...ended, ...open])}`;
  return diagnose("input-dropped", detail, { resource, host });
}

/** Whether the plan has a rule of ours in the same tables that accepts it. */
function isAdmitted(intake: JudgedIntake, need: PacketNeed, desired: ReadonlyMap<Key, unknown>): boolean {
  return isInputOfIptables(intake) && desired.has(keyOf(admission(need, intake.family) as Fact));
}

/** One diagnostic per chain for what endpoints send, and one for what members send. */
function judged(address: string, needs: readonly PacketNeed[], { intakes, linkAt }: Gate, { goal }: View): readonly Diagnostic[] {
  return intakes.flatMap((intake) =>
    (["endpoints", "members"] as const).flatMap((from) => {
      const own = needs.filter((need) => need.from === from && !isAdmitted(intake, need, goal.desired));
      const fates = own.map((need) => ({ need, fate: fateIn(intake, need, linkAt) }));
      const of = (fate: PacketVerdict) => fates.filter((one) => one.fate === fate).map(({ need }) => need);
      const [ended, open] = [of("ends"), of("open")];
      return ended.length + open.length === 0 ? [] : [say(intake, address, ended, open)];
    }),
  );
}

/** Reports foreign input chains that drop packets which a network needs. */
export function hostsTakeIn(view: View): readonly Diagnostic[] {
  const gates = gatesOf(view.actual);
  if (gates.size === 0) return [];
  return view.resolved.flatMap(({ instance, facts }) => {
    if (instance.mode !== "managed") return [];
    const needs = needsIn(
      facts,
      (host) => view.hosts.get(host),
      (host) => gates.has(host),
    );
    return [...byHost(needs, ({ host }) => host)].flatMap(([host, own]) => judged(instance.address, own, gates.get(host)!, view));
  });
}
