/** The traffic of a network to its host itself, and the foreign chains that drop it. */
import { fact, ROOT, type Fact, type FactBodies, type FactOf } from "../../../kernel/fact";
import type { Facts } from "../../../kernel/facts";
import { isNamed, isPayloadIn, isSourceIn, parsePass, payloadText, type Payload } from "../../../kernel/pass";
import { formatCidr, networkOf, parseCidr } from "../../../net/cidr";
import { isIpv6 } from "../../../net/ip";

/** Packets that a network's host must accept on a link for a function of the network. */
export interface Need {
  readonly host: string;
  readonly link: string;
  readonly version: 4 | 6;
  /** Source addresses; any when absent. */
  readonly source?: string;
  readonly payload: Payload;
  readonly what: "names" | "neighbours";
}

type Intake = FactOf<"intake">;

/** The foreign chains of a host that drop packets to the host itself. */
export function intakesOn(actual: Facts): readonly Intake[] {
  const found: Intake[] = [];
  for (const one of actual.values()) if (one.kind === "intake" && one.netns === ROOT) found.push(one);
  return found;
}

const one = (protocol: string, number: number): Payload => ({ protocol, from: number, to: number });
const LOOKUPS = [one("udp", 53), one("tcp", 53)];
/** Neighbor solicitations of endpoints for their gateway, and the advertisements that answer the host's. */
const NEIGHBOURS = [one("icmpv6", 135), one("icmpv6", 136)];

function networksOn(facts: readonly Fact[], bridge: string): readonly { readonly version: 4 | 6; readonly network: string }[] {
  return facts.flatMap((fact) => {
    const cidr = fact.kind === "addr" && fact.netns === ROOT && fact.dev === bridge ? parseCidr(fact.address) : undefined;
    return cidr === undefined ? [] : [{ version: cidr.ip.version, network: formatCidr(networkOf(cidr)) }];
  });
}

/** The packets that the hosts of a network's facts must accept. */
export function needsIn(facts: readonly Fact[]): readonly Need[] {
  return facts.flatMap((fact): readonly Need[] => {
    if (fact.kind !== "link" || fact.type !== "bridge" || fact.netns !== ROOT) return [];
    const { host, name: link } = fact;
    const own = facts.filter((other) => other.host === host);
    const networks = networksOn(own, link);
    const served = own.some((other) => other.kind === "resolver" && other.bridge === link);
    const lookups = networks.flatMap(({ version, network: source }) =>
      LOOKUPS.map((payload): Need => ({ host, link, version, source, payload, what: "names" })),
    );
    const six = networks.some(({ version }) => version === 6);
    const neighbours = NEIGHBOURS.map((payload): Need => ({ host, link, version: 6, payload, what: "neighbours" }));
    return [...(served ? lookups : []), ...(six ? neighbours : [])];
  });
}

/** The link pattern of a chain that applies: its name, the longest matching prefix, or the wildcard. */
function knownAs({ links }: Intake, link: string): string | undefined {
  return links
    .filter((pattern) => isNamed(link, pattern))
    .sort((a, b) => Number(b === link) - Number(a === link) || b.length - a.length)[0];
}

/** The verdict of a chain for packets; `open` where it depends on conditions that are not evaluated. */
export function fateIn(intake: Intake, { link, version, source, payload }: Need): "passes" | "open" | "ends" {
  if (intake.family !== "inet" && intake.family.startsWith("ip6") !== (version === 6)) return "passes";
  const known = knownAs(intake, link);
  const everywhere = version === 6 ? "::/0" : "0.0.0.0/0";
  const among = (words: readonly string[]) =>
    words.flatMap((word) => parsePass(word) ?? []).filter((pass) => pass.link === known && isPayloadIn(payload, pass.payload));
  const has = (words: readonly string[]) => among(words).some((pass) => isSourceIn(source ?? everywhere, pass.source));
  if (!has(intake.stops) && has(intake.lets)) return "passes";
  const partly = among(intake.lets).some((pass) => pass.source !== undefined && isIpv6(pass.source) === (version === 6));
  return has(intake.may) || among(intake.may).length > 0 || (partly && !has(intake.stops)) ? "open" : "ends";
}

type Family = FactBodies["iptables"]["family"];

/** Whether a chain belongs to iptables, so that an exception is a rule in the same tables. */
export function isInputOfIptables(intake: Intake): intake is Intake & { readonly family: Family } {
  return intake.table === "filter" && intake.chain === "INPUT" && intake.family !== "inet";
}

/** The rules that a network needs in the tables of iptables, because no rule there accepts its packets. */
export function admissions(facts: readonly Fact[], intakes: ReadonlyMap<string, readonly Intake[]>): readonly Fact[] {
  const marks = new Map(facts.flatMap((one) => (one.kind === "link" ? [[`${one.host} ${one.name}`, one.mark] as const] : [])));
  return needsIn(facts).flatMap((need) =>
    (intakes.get(need.host) ?? []).filter(isInputOfIptables).flatMap((intake): readonly Fact[] => {
      if (fateIn(intake, need) === "passes") return [];
      const mark = marks.get(`${need.host} ${need.link}`);
      const body = {
        family: intake.family,
        chain: intake.chain,
        dev: need.link,
        direction: "in",
        payload: payloadText(need.payload),
      } as const;
      return [fact("iptables", { host: need.host, netns: ROOT }, body, mark === undefined ? {} : { mark }) as Fact];
    }),
  );
}
