/** Foreign chains that drop or reject forwarded packets, or packets to the host, from the output of nft and iptables. */
import { fact, ROOT, type Fact, type FactBodies } from "../../../../lib/kernel/fact";
import { normal } from "../../../../lib/kernel/kinds";
import type { HostReading } from "../reading";
import type { Chain, Table } from "../../../../lib/nft/expression";
import { linksIn } from "../../../../lib/nft/links";
import type { Packet } from "../../../../lib/nft/packet";
import { fateOf } from "./fate";
import { listedTables } from "./listed";
import { savedTable } from "./saved";
import { intakeFact } from "./intakes";

export function policyFacts(host: string, { rulesets, iptables }: Pick<HostReading, "rulesets" | "iptables">): readonly Fact[] {
  const saved = savedTables(iptables);
  const listed = rulesets
    .flatMap(listedTables)
    .map(withoutLargeSets)
    .map((table) => (table.name === "filter" && saved.get(table.family)) || table);
  const legacy = [...saved.values()].filter(({ family }) => family.endsWith("-legacy"));
  return [...listed, ...legacy].flatMap((table) => [...table.chains].flatMap(([name, chain]) => chainFact(host, table, name, chain)));
}

/** Elements of a set that a summary lists one by one. */
const MOST_ELEMENTS = 32;

/** A table without its large sets: whether they hold an address cannot be said in a summary. */
function withoutLargeSets(table: Table): Table {
  return { ...table, sets: new Map([...table.sets].filter(([, { elements }]) => elements.length <= MOST_ELEMENTS)) };
}

function savedTables(lines: readonly string[]): ReadonlyMap<string, Table> {
  const families = new Map<string, string[]>();
  for (const line of lines) {
    const at = line.indexOf(" ");
    const family = families.get(line.slice(0, at));
    if (family) family.push(line.slice(at + 1));
    else families.set(line.slice(0, at), [line.slice(at + 1)]);
  }
  const tables = [...families].map(([family, saved]) => [family, savedTable(family as Table["family"], saved)] as const);
  return new Map(tables.flatMap(([family, table]) => (table ? [[family, table] as const] : [])));
}

function chainFact(host: string, table: Table, name: string, chain: Chain): readonly Fact[] {
  const { type, hook } = chain.base ?? {};
  if (type !== "filter") return [];
  if (hook === "input") return intakeFact(host, table, name, chain, inputAuthorOf(table));
  return hook === "forward" ? policyFact(host, table, name, chain) : [];
}

/** The first packet of a connection, on links that no rule names. */
const FORWARDED: Packet = { in: "", out: "", state: "new", dnat: false, local: false };

/** A chain that accepts a packet of links that no rule names drops no traffic by default. */
function policyFact(host: string, table: Table, name: string, chain: Chain): readonly Fact[] {
  const fate = (packet: Packet) => fateOf(table, chain, { ...FORWARDED, ...packet });
  const verdict = fate({});
  if (verdict === "accept") return [];
  const passes = (packet: Packet) => fate(packet) === "accept";
  const links = linksIn(table);
  const replies = passes({ state: "established" });
  const by = authorOf(table);
  const out = links.filter((link) => passes({ out: link }));
  const body: FactBodies["policy"] = {
    family: table.family,
    table: table.name,
    chain: name,
    verdict,
    ...(by === undefined ? {} : { by }),
    replies,
    dnat: passes({ dnat: true }),
    in: links.filter((link) => passes({ in: link })),
    out,
    back: replies ? [] : links.filter((link) => !out.includes(link) && passes({ out: link, state: "established" })),
    within: links.filter((link) => passes({ in: link, out: link })),
  };
  return [normal(fact("policy", { host, netns: ROOT }, body) as Fact)];
}

const UFW = ["ufw", "ufw6"].flatMap((name) => [`${name}-before-forward`, `${name}-before-input`]);

function authorOf(table: Table): FactBodies["policy"]["by"] {
  return table.chains.has("DOCKER-USER") ? "docker" : inputAuthorOf(table);
}

/** Docker does not filter packets to the host. */
function inputAuthorOf({ name, chains }: Table): FactBodies["intake"]["by"] {
  if (UFW.some((chain) => chains.has(chain))) return "ufw";
  return name === "firewalld" ? "firewalld" : undefined;
}
