/** Foreign chains that drop or reject packets to the host itself. */
import { fact, ROOT, type Fact, type FactBodies } from "../../../../lib/kernel/fact";
import { normal } from "../../../../lib/kernel/kinds";
import { passText } from "../../../../lib/kernel/pass";
import { classesIn, isClassIn, type PacketClass } from "../../../../lib/nft/classes";
import type { Chain, Table } from "../../../../lib/nft/expression";
import { linksIn } from "../../../../lib/nft/links";
import { isNamed, isPayloadIn, NEIGHBOURS, type Packet } from "../../../../lib/nft/packet";
import { fateOf, mayAccept } from "./fate";

type PassLists = Pick<FactBodies["intake"], "lets" | "may" | "stops">;

/** Without those that are contained in others of them. */
function widest(kinds: readonly PacketClass[]): readonly PacketClass[] {
  return kinds.filter((kind) => !kinds.some((wider) => wider !== kind && isClassIn(kind, wider)));
}

/** The verdicts for the packets of one link; without a link, those for a link that no rule names. */
function listsFor(
  table: Table,
  chain: Chain,
  kinds: readonly PacketClass[],
  link: string | undefined,
): PassLists & { readonly verdict?: "drop" | "reject" } {
  const fates = kinds.map((kind) => ({ kind, fate: fateOf(table, chain, received(kind, link)) }));
  const lets = fates.filter((one) => one.fate === "accept").map(({ kind }) => kind);
  const ended = fates.filter((one) => one.fate !== "accept");
  const text = ({ kind }: { readonly kind: PacketClass }) => passText(kind);
  // An exception only matters within a kind that is accepted.
  const stops = ended.filter(({ kind }) => lets.some((wider) => wider !== kind && isClassIn(kind, wider)));
  const may = ended.filter(({ kind }) => mayAccept(table, chain, received(kind, link)));
  const whole = ended.find(({ kind }) => passText(kind) === passText({})) ?? stops[0];
  const verdict = whole && (whole.fate as "drop" | "reject");
  return {
    lets: widest(lets).map(passText),
    may: widest(may.map(({ kind }) => kind)).map(passText),
    stops: stops.map(text),
    ...(verdict && { verdict }),
  };
}

/** The first packet of a connection to the host. */
function received(kind: PacketClass, link = ""): Packet {
  const isTracked = kind.payload === undefined || !isPayloadIn(kind.payload, NEIGHBOURS);
  return { ...kind, in: link, out: "", local: true, dnat: false, state: isTracked ? "new" : "untracked" };
}

/** Qualifies the words with a link name. */
function of(link: string, words: readonly string[]): readonly string[] {
  return words.map((word) => link + word.slice(1));
}

const isAlike = (one: PassLists, other: PassLists) =>
  (["lets", "may", "stops"] as const).every((name) => one[name].join() === other[name].join());

/** The fact of a chain at the input hook; none if it drops and rejects nothing that we can evaluate. */
export function intakeFact(host: string, table: Table, name: string, chain: Chain, by: FactBodies["intake"]["by"]): readonly Fact[] {
  if (table.family === "bridge") return [];
  const kinds = classesIn(table, chain.rules);
  const { verdict, ...any } = listsFor(table, chain, kinds, undefined);
  const named = linksIn(table)
    .filter((link) => !/[@=]/.test(link))
    .map((link) => ({ link, ...listsFor(table, chain, kinds, link) }));
  const others = named.filter((one) => !isAlike(one, any));
  const patterns = others.map(({ link }) => link);
  const distinct = named.filter((one) => others.includes(one) || patterns.some((pattern) => isNamed(one.link, pattern)));
  const end = verdict ?? distinct.find((one) => one.verdict)?.verdict;
  if (end === undefined) return [];
  const all = (list: keyof PassLists) => [...any[list], ...distinct.flatMap((one) => of(one.link, one[list]))];
  const body: FactBodies["intake"] = {
    ...{ family: table.family, table: table.name, chain: name, verdict: end },
    ...(by === undefined ? {} : { by }),
    ...{ links: distinct.map(({ link }) => link), lets: all("lets"), may: all("may"), stops: all("stops") },
  };
  return [normal(fact("intake", { host, netns: ROOT }, body) as Fact)];
}
