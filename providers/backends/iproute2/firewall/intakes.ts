/** Foreign chains that drop or reject packets to the host itself. */
import { fact, ROOT, type Fact, type FactBodies } from "../../../../lib/kernel/fact";
import { normal } from "../../../../lib/kernel/kinds";
import { isNamed, passText, type Pass } from "../../../../lib/kernel/pass";
import { isKindIn, packetsToldApart } from "./candidates";
import type { Chain, Table } from "./rule";
import { fateOf, linksNamed } from "./walk";

type PassLists = Pick<FactBodies["intake"], "lets" | "may" | "stops">;
type IntakeKind = Omit<Pass, "link">;

/** Without those that are contained in others of them. */
function widest(kinds: readonly IntakeKind[]): readonly IntakeKind[] {
  return kinds.filter((kind) => !kinds.some((wider) => wider !== kind && isKindIn(kind, wider)));
}

/** The verdicts for the packets of one link; without a link, those for a link that no rule names. */
function listsFor(
  table: Table,
  chain: Chain,
  kinds: readonly IntakeKind[],
  link: string | undefined,
): PassLists & { readonly verdict?: "drop" | "reject" } {
  const fate = (kind: IntakeKind, mode?: "lenient") =>
    fateOf(table, chain, { ...kind, local: true, ...(link === undefined ? {} : { in: link }) }, mode);
  const fates = kinds.map((kind) => ({ kind, fate: fate(kind) }));
  const lets = fates.filter((one) => one.fate === "accept").map(({ kind }) => kind);
  const ended = fates.filter((one) => one.fate !== "accept");
  const text = ({ kind }: { readonly kind: IntakeKind }) => passText(kind);
  // An exception only matters within a kind that is accepted.
  const stops = ended.filter(({ kind }) => lets.some((wider) => wider !== kind && isKindIn(kind, wider)));
  const may = ended.filter(({ kind }) => fate(kind, "lenient") === "accept");
  const whole = ended.find(({ kind }) => passText(kind) === passText({})) ?? stops[0];
  const verdict = whole && (whole.fate as "drop" | "reject");
  return {
    lets: widest(lets).map(passText),
    may: widest(may.map(({ kind }) => kind)).map(passText),
    stops: stops.map(text),
    ...(verdict && { verdict }),
  };
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
  const kinds = packetsToldApart(table, chain);
  const { verdict, ...any } = listsFor(table, chain, kinds, undefined);
  const named = linksNamed(table)
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
