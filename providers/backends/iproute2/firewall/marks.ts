/** Foreign chains that set firewall marks, from the lines of nft and iptables that mention one. */
import { fact, ROOT, type Fact, type FactBodies } from "../../../../lib/kernel/fact";
import { keyOf, normal } from "../../../../lib/kernel/kinds";

type Marking = FactBodies["marking"];
type MarkChange = Pick<Marking, "of" | "bits" | "mask">;

const ALL = 0xffffffff;

/** Lines "nft FAMILY TABLE CHAIN [prerouting PRIORITY] RULE" and "iptables FAMILY TABLE CHAIN RULE"; one fact for each chain and mark. */
export function markingFacts(host: string, lines: readonly string[]): readonly Fact[] {
  const found = new Map<string, Fact>();
  for (const line of lines) {
    const [by, family, table = "", chain = "", ...words] = line.split(" ");
    const prerouting = words[0] === "prerouting" ? Number(words[1]) : undefined;
    const rule = words.join(" ").replace(/"(?!(?:CONN)?MARK")(?:[^"\\]|\\.)*"/g, '""');
    for (const change of by === "nft" ? changesOfNft(rule) : changesOfIptables(rule)) {
      const body: Marking = {
        family: family as Marking["family"],
        table,
        chain,
        ...change,
        ...(prerouting === undefined ? {} : { prerouting }),
      };
      const key = keyOf(fact("marking", { host, netns: ROOT }, body) as Fact);
      const before = found.get(key) as Marking | undefined;
      const all = { ...body, bits: (body.bits | (before?.bits ?? 0)) >>> 0, mask: (body.mask | (before?.mask ?? 0)) >>> 0 };
      found.set(key, normal(fact("marking", { host, netns: ROOT }, all) as Fact));
    }
  }
  return [...found.values()];
}

/** `meta mark set ct mark & 0xff | 0x1`, and targets of iptables that this nft does not translate. */
function changesOfNft(rule: string): readonly MarkChange[] {
  const sets = [...rule.matchAll(/\b(meta|ct) mark set (.*?)(?= (?:meta|ct) mark set |$)/g)];
  const opaque = [...rule.matchAll(/xt target "(CONN)?MARK"/g)];
  return [
    ...sets.flatMap(([, of, value]) => changeTo(of as MarkChange["of"], value!) ?? []),
    ...opaque.map(([, connection]): MarkChange => ({ of: connection === undefined ? "meta" : "ct", bits: ALL, mask: ALL })),
  ];
}

const NUMBER = /^(0x[0-9a-f]{1,8}|[0-9]{1,10})$/;
const OPERATIONS: Readonly<Record<string, "and" | "or" | "xor">> = { "&": "and", and: "and", "|": "or", or: "or", "^": "xor", xor: "xor" };

/** What the value does to the bits; undefined for a copy of the whole mark. Any value may be in what is not known here. */
function changeTo(of: MarkChange["of"], text: string): MarkChange | undefined {
  const words = text.replace(/[()]/g, "").split(" ");
  const unknown: MarkChange = { of, bits: ALL, mask: ALL };
  if (NUMBER.test(words[0]!)) return OPERATIONS[words[1] ?? ""] === undefined ? { of, bits: Number(words[0]), mask: ALL } : unknown;
  const rest = words[0] === "mark" ? words.slice(1) : words[1] === "mark" && /^(meta|ct)$/.test(words[0]!) ? words.slice(2) : undefined;
  if (rest === undefined) return unknown;
  let [bits, kept] = [0, ALL];
  for (let at = 0; OPERATIONS[rest[at] ?? ""] !== undefined; at += 2) {
    if (!NUMBER.test(rest[at + 1] ?? "")) return unknown;
    const [operation, operand] = [OPERATIONS[rest[at]!], Number(rest[at + 1])];
    bits = (operation === "and" ? bits & operand : bits | operand) >>> 0;
    kept = (operation === "and" ? kept & operand : kept & ~operand) >>> 0;
  }
  return kept === ALL ? undefined : { of, bits, mask: ~kept >>> 0 };
}

/** `-j MARK --set-xmark 0x1/0xff`, which is how iptables-save prints all forms, and `-j CONNMARK` with that or a copy. */
function changesOfIptables(rule: string): readonly MarkChange[] {
  const [, connection, options = ""] = /(?:^| )-j (CONN)?MARK ?(.*)$/.exec(rule) ?? [];
  if (!/(?:^| )-j (CONN)?MARK( |$)/.test(rule)) return [];
  const of = connection === undefined ? "meta" : "ct";
  const [, value, mask = "0xffffffff"] = /^--set-x?mark (0x[0-9a-f]+)(?:\/(0x[0-9a-f]+))?/.exec(options) ?? [];
  if (value !== undefined) return [{ of, bits: Number(value), mask: (Number(mask) | Number(value)) >>> 0 }];
  if (/^--restore-mark/.test(options)) return [];
  const [saved, , only] = /^--save-mark(?: --nfmask (0x[0-9a-f]+) --ctmask (0x[0-9a-f]+))?/.exec(options) ?? [];
  if (saved === undefined) return [{ of, bits: ALL, mask: ALL }];
  return only === undefined || Number(only) === ALL ? [] : [{ of, bits: 0, mask: Number(only) }];
}
