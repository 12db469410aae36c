/** Which foreign chains of a host drop what a network needs, and the rules that accept it. */
import { fact, ROOT, type Fact, type FactBodies, type FactOf } from "../../../kernel/fact";
import type { Facts } from "../../../kernel/facts";
import { addressesIn } from "../../../kernel/kinds/addr";
import { inputDropsIn } from "../../../kernel/kinds/intake";
import { IPTABLES } from "../../../kernel/kinds/iptables";
import { isWayIn } from "../../../kernel/kinds/link";
import { subjectOf } from "../../../kernel/mark";
import { parsePass, payloadText, type Pass } from "../../../kernel/pass";
import { isNamed, isPayloadIn, isSourceIn } from "../../../nft/packet";
import { bareAddress } from "../../../net/cidr";
import { isIpv6 } from "../../../net/ip";
import type { HostOf, PacketNeed } from "./packet-need";
import { needsIn } from "./network-packets";

type Intake = FactOf<"intake">;

/** The input of a host: its foreign chains that drop packets, and the links by which packets arrive. */
export interface Gate {
  readonly intakes: readonly Intake[];
  /** The link that has an address, by which packets for it arrive; none for a loopback or a dummy. */
  readonly linkAt: (address: string) => string | undefined;
}

/** The input of each host that has a foreign chain which drops packets. */
export function gatesOf(actual: Iterable<readonly [host: string, facts: Facts]>): ReadonlyMap<string, Gate> {
  const gates = new Map<string, Gate>();
  for (const [host, facts] of actual) {
    const intakes = inputDropsIn(facts);
    if (intakes.length > 0) gates.set(host, { intakes, linkAt: linksOf(facts) });
  }
  return gates;
}

function linksOf(actual: Facts): Gate["linkAt"] {
  let links: ReadonlyMap<string, string> | undefined;
  return (address) => {
    links ??= new Map(
      addressesIn(actual)
        .filter((one) => one.netns === ROOT && isWayIn(actual, one, one.dev))
        .map((one) => [bareAddress(one.address), one.dev]),
    );
    return links.get(address);
  };
}

/** The link pattern of a chain that applies: its name, the longest matching prefix, or the wildcard. */
function knownAs({ links }: Intake, link: string): string | undefined {
  return links
    .filter((pattern) => isNamed(link, pattern))
    .sort((a, b) => Number(b === link) - Number(a === link) || b.length - a.length)[0];
}

/** What a chain does with packets; `open` where rules decide that are not evaluated. */
export type PacketVerdict = "passes" | "open" | "ends";

/** The fate of packets by a link as the rules name it. */
function fateBy(intake: Intake, known: string | undefined, { from, version, source, payload }: PacketNeed): PacketVerdict {
  const everywhere = version === 6 ? "::/0" : "0.0.0.0/0";
  const among = (words: readonly string[]) =>
    words.flatMap((word) => parsePass(word) ?? []).filter((pass) => pass.link === known && isPayloadIn(payload, pass.payload));
  const has = (passes: readonly Pass[]) => passes.some((pass) => isSourceIn(source ?? everywhere, pass.source));
  const [lets, may, stops] = [among(intake.lets), among(intake.may), among(intake.stops)];
  if (!has(stops) && has(lets)) return "passes";
  // A member has one address, which a rule matches or not. Endpoints have many.
  if (from === "members") return has(may) ? "open" : "ends";
  const partly = lets.some((pass) => pass.source !== undefined && isIpv6(pass.source) === (version === 6));
  return may.length > 0 || (partly && !has(stops)) ? "open" : "ends";
}

/** The fate of packets that a network needs. Where the link is not known, all links must have the same one. */
export function fateIn(intake: Intake, need: PacketNeed, linkAt: Gate["linkAt"] = () => undefined): PacketVerdict {
  if (intake.family !== "inet" && intake.family.startsWith("ip6") !== (need.version === 6)) return "passes";
  const link = need.link ?? (need.at === undefined ? undefined : linkAt(need.at));
  if (link !== undefined) return fateBy(intake, knownAs(intake, link), need);
  const [fate, ...others] = new Set([undefined, ...intake.links].map((known) => fateBy(intake, known, need)));
  return others.length === 0 ? fate! : "open";
}

type IntakeFamily = FactBodies["iptables"]["family"];

/** Whether a chain belongs to iptables, so that an exception is a rule in the same tables. */
export function isInputOfIptables(intake: Intake): intake is Intake & { readonly family: IntakeFamily } {
  return intake.table === "filter" && intake.chain === "INPUT" && intake.family !== "inet";
}

/** The rule that accepts what a network needs: for members by any link, and from their addresses only. */
export function admission({ host, link, source, payload, from, what, mark }: PacketNeed, family: IntakeFamily): FactOf<"iptables"> {
  const peer = from === "members" && what !== "neighbours" ? source : undefined;
  const subject = link === undefined ? subjectOf(mark) : undefined;
  const body: FactBodies["iptables"] = {
    ...{ family, chain: "INPUT", direction: "in", payload: payloadText(payload) },
    ...(link === undefined ? {} : { dev: link }),
    ...(peer === undefined ? {} : { source: peer }),
    ...(subject === undefined ? {} : { for: subject }),
  };
  return fact("iptables", { host, netns: ROOT }, body, mark === undefined ? {} : { mark });
}

/** The rules that a network needs in the tables of iptables, because no rule there accepts it. */
export function admissions(facts: readonly Fact[], gates: ReadonlyMap<string, Gate>, hostOf: HostOf): readonly Fact[] {
  if (gates.size === 0) return [];
  return needsIn(facts, hostOf, (host) => gates.has(host)).flatMap((need) => {
    const { intakes, linkAt } = gates.get(need.host)!;
    const ending = intakes.filter(isInputOfIptables).filter((intake) => fateIn(intake, need, linkAt) !== "passes");
    return ending.map(({ family }) => admission(need, family));
  });
}

/** All rules that a need can lead to, whatever firewall the host has. */
export function possibleAdmissions(need: PacketNeed): readonly Fact[] {
  return IPTABLES.map((family) => admission(need, family));
}
