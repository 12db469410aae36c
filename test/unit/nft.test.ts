import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Chain, Match, NamedSet, Rule, RuleAction, RulePart, Table, Tuple, Verdict } from "../../lib/nft/expression";
import { decide } from "../../lib/nft/evaluate";
import { typeOfField, type FieldName } from "../../lib/nft/fields";
import { elementFromJson, ruleFromJson } from "../../lib/nft/from-json";
import type { NftJson } from "../../lib/nft/json";
import type { Packet } from "../../lib/nft/packet";
import { isExact, parseBase, parseRule } from "../../lib/nft/parse";
import { printBase, printRule } from "../../lib/nft/print";

/** The values of some fields of each data type. */
const VALUES = {
  ifname: fc.constantFrom("nw-blue", "br-*", "80", "drop", "größe"),
  group: fc.constantFrom("157", "default"),
  symbol: fc.constantFrom("tcp", "ipv6-icmp", "58", "nd-router-advert"),
  number: fc.constantFrom("53", "0", "1024-65535"),
  word: fc.constantFrom("new", "established", "dnat", "local", "ack", "ipv4"),
  presence: fc.constantFrom("exists", "missing"),
  address: fc.constantFrom("10.8.0.2", "10.8.0.0/24", "fd00::/64", "::1", "10.0.0.1-10.0.0.9"),
  raw: fc.constantFrom("0x2a", "0xffffff"),
};
const FIELDS = [
  "iifname",
  "oifgroup",
  "meta l4proto",
  "icmpv6 type",
  "th dport",
  "ct state",
  "fib daddr type",
  "rt ipsec",
  "ct original proto-dst",
  "ct original ip6 daddr",
  "ip6 daddr",
  "@th,96,24",
];
type AnyField = FieldName | `@${string}`;
const field = fc.constantFrom(...(FIELDS as AnyField[]));
const fields = fc.array(field, { minLength: 1, maxLength: 3 });
const valuesOf = (some: readonly AnyField[]): fc.Arbitrary<Tuple> => fc.tuple(...some.map((one) => VALUES[typeOfField(one)]));
const name = fc.constantFrom("from", "accept.shop/front", "publish4-any");
const operandOf = (some: readonly AnyField[]): fc.Arbitrary<Match["operand"]> =>
  fc.oneof(
    valuesOf(some).map((value) => ({ is: "value", value }) as const),
    fc.array(valuesOf(some), { minLength: 1, maxLength: 3 }).map((values) => ({ is: "among", values }) as const),
    name.map((set) => ({ is: "named", set }) as const),
  );
const flags: fc.Arbitrary<Match> = fc.uniqueArray(VALUES.word, { minLength: 2, maxLength: 3 }).map((some) => {
  return { is: "match", fields: ["ct state"], op: "==", operand: { is: "flags", flags: some } };
});
const match: fc.Arbitrary<Match> = fields.chain((some) =>
  fc
    .tuple(fc.constantFrom("==" as const, "!=" as const, "<" as const), operandOf(some))
    .map(([op, operand]) => ({ is: "match", fields: some, op, operand })),
);
const nibble = fc.nat(15);
const bits: fc.Arbitrary<Match> = fc
  .tuple(fc.constantFrom("ct mark" as const, "meta mark" as const), nibble, nibble)
  .map(([field, mask, value]) => {
    return { is: "match", fields: [field], op: "==", operand: { is: "bits", mask: mask << 24, value: value << 24 } };
  });
const marking: fc.Arbitrary<RuleAction> = fc
  .tuple(fc.constantFrom("ct" as const, "meta" as const), nibble, nibble)
  .map(([of, mask, value]) => ({ do: "mark", of, mask: (mask << 28) >>> 0, value: ((mask & value) << 28) >>> 0 }));
const idle = fc.constant({ is: "idle", text: '{"counter":{"packets":0,"bytes":0}}' } as const);
const unread = fc
  .constantFrom('{"limit":{"rate":5,"per":"second"}}', '{"match":{"op":"==","left":{"osf":{}}}}')
  .map((text) => ({ is: "unknown", text }) as const);
const verdict: fc.Arbitrary<Verdict> = fc.oneof(
  fc
    .constantFrom("accept" as const, "drop" as const, "return" as const, "continue" as const, "reject" as const)
    .map((word) => ({ do: word })),
  fc.tuple(fc.constantFrom("jump" as const, "goto" as const), name).map(([word, to]) => ({ do: word, to })),
  fc.constant({ do: "reject", text: '{"type":"icmpx"}' } as const),
);
const action: fc.Arbitrary<RuleAction> = fc.oneof(
  verdict,
  marking,
  fc.constantFrom<RuleAction>({ do: "masquerade" }, { do: "nothing" }, { do: "unknown", text: '{"queue":{"num":1}}' }),
  fc.tuple(fields, name).map(([some, map]) => ({ do: "vmap", fields: some, map: { is: "named", map } }) as const),
  fields.chain((some) =>
    fc
      .array(fc.tuple(valuesOf(some), verdict), { minLength: 1, maxLength: 3 })
      .map((entries) => ({ do: "vmap", fields: some, map: { is: "entries", entries } }) as const),
  ),
  fc
    .uniqueArray(fc.constantFrom("192.0.2.1", "192.0.2.9", "198.51.100.1"), { minLength: 1 })
    .map((to) => ({ do: "snat", family: "ip", to }) as const),
  fc.tuple(fields, name).map(([some, map]) => ({ do: "dnat", family: "ip", fields: some, map }) as const),
);
const anyRule: fc.Arbitrary<Rule> = fc.record({
  when: fc.array(fc.oneof<fc.Arbitrary<RulePart>[]>(match, match, flags, bits, idle, unread), { maxLength: 4 }),
  then: action,
});

describe("the text of a rule", () => {
  test("is read back as the same rule, whatever the rule is", () => {
    fc.assert(
      fc.property(anyRule, (rule) => {
        expect(parseRule(printRule(rule))).toEqual(rule);
      }),
    );
  });

  test("does not change when it is read, whatever the text is", () => {
    const word = fc.oneof(
      fc.constantFrom("ip", "saddr", "@s", "{", "}", ",", "a,", ":", ".", "vmap", "jump", "accept", "!=", "ct", "state", "new,", '"a"'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 9 }), (words) => {
        const text = words.join(" ");
        expect(printRule(parseRule(text))).toBe(text);
      }),
    );
  });

  test("is understood as a whole in all chains of the scenarios", () => {
    const texts = new Set(["test/scenarios", "test/compat"].flatMap(rulesIn));
    expect(texts.size).toBeGreaterThan(60);
    for (const text of texts) {
      expect(printRule(parseRule(text))).toBe(text);
      expect([text, isExact(parseRule(text))]).toEqual([text, true]);
    }
  });

  test.each([
    "ip saddr 10.8.0.2; drop",
    'iifname "a" accept\nadd table x',
    "iifname a accept",
    "ip saddr $x accept",
    "# accept",
    "ct state new accept # more",
  ])("with something else in it is not one rule: %j", (text) => {
    expect(isExact(parseRule(text))).toBe(false);
  });

  test("says where a base chain is", () => {
    expect(parseBase("type filter hook forward priority -300 policy drop")).toEqual({
      type: "filter",
      hook: "forward",
      priority: -300,
      policy: "drop",
    });
    for (const text of ["type nat hook output priority 100", "type filter hook input priority 0 policy drop"])
      expect(printBase(parseBase(text)!)).toBe(text);
    for (const text of ["", "type filter", "type filter hook input priority 0; policy drop", "type filter hook input priority 00"])
      expect(parseBase(text)).toBeUndefined();
  });
});

/** The rules of every chain in the files below a folder. */
function rulesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".ts"))
    .flatMap((entry) => {
      const text = readFileSync(join(entry.parentPath, entry.name), "utf8").replaceAll('\\"', '"');
      return [...text.matchAll(/ - chain \S+ (?:type [^{\n]*)?\{ ([^}\n]*) \}/g)].flatMap(([, rules]) => rules!.split("; "));
    });
}

describe("nft's JSON", () => {
  const left = (protocol: string, name: string) => ({ payload: { protocol, field: name } });
  test.each<[string, NftJson[]]>([
    ['iifname "nw-blue" accept', [{ match: { op: "==", left: { meta: { key: "iifname" } }, right: "nw-blue" } }, { accept: null }]],
    [
      "ct state established,related accept",
      [{ match: { op: "in", left: { ct: { key: "state" } }, right: ["established", "related"] } }, { accept: null }],
    ],
    ["tcp flags ack drop", [{ match: { op: "in", left: left("tcp", "flags"), right: "ack" } }, { drop: null }]],
    [
      "udp dport { 53, 67-68 } return",
      [{ match: { op: "==", left: left("udp", "dport"), right: { set: [53, { range: [67, 68] }] } } }, { return: null }],
    ],
    [
      "@th,96,24 0x2a goto c",
      [{ match: { op: "==", left: { payload: { base: "th", offset: 96, len: 24 } }, right: 42 } }, { goto: { target: "c" } }],
    ],
    ["meta ipsec missing continue", [{ match: { op: "==", left: { meta: { key: "ipsec" } }, right: false } }, { continue: null }]],
    [
      "ip daddr . iifname != @served4 drop",
      [{ match: { op: "!=", left: { concat: [left("ip", "daddr"), { meta: { key: "iifname" } }] }, right: "@served4" } }, { drop: null }],
    ],
    [
      'iifname vmap { "a" : jump b, "c" : drop }',
      [
        {
          vmap: {
            key: { meta: { key: "iifname" } },
            data: {
              set: [
                ["a", { jump: { target: "b" } }],
                ["c", { drop: null }],
              ],
            },
          },
        },
      ],
    ],
    [
      '{"counter":{"packets":1,"bytes":2}} ip saddr 10.0.0.0/8 reject',
      [
        { counter: { packets: 1, bytes: 2 } },
        { match: { op: "==", left: left("ip", "saddr"), right: { prefix: { addr: "10.0.0.0", len: 8 } } } },
        { reject: null },
      ],
    ],
    [
      '{"match":{"op":"==","left":{"ct":{"key":"saddr","dir":"original"}},"right":"10.0.0.1"}} drop',
      [{ match: { op: "==", left: { ct: { key: "saddr", dir: "original" } }, right: "10.0.0.1" } }, { drop: null }],
    ],
    [
      '{"match":{"op":"==","left":{"payload":{"protocol":"tcp","field":"flags"}},"right":"ack"}} drop',
      [{ match: { op: "==", left: left("tcp", "flags"), right: "ack" } }, { drop: null }],
    ],
    [
      "ct mark & 0x0f000000 == 0x01000000 meta mark set meta mark & 0xf0ffffff | 0x01000000",
      [
        { match: { op: "==", left: { "&": [{ ct: { key: "mark" } }, 0x0f000000] }, right: 0x01000000 } },
        { mangle: { key: { meta: { key: "mark" } }, value: { "|": [{ "&": [{ meta: { key: "mark" } }, 0xf1ffffff] }, 0x01000000] } } },
      ],
    ],
    [
      "ct mark & 0xff000000 == 0x01000000 ct mark set ct mark & 0xf0ffffff | 0x0f000000",
      [
        { match: { op: "==", left: { ct: { key: "mark" } }, right: { prefix: { addr: 0x01000000, len: 8 } } } },
        { mangle: { key: { ct: { key: "mark" } }, value: { "|": [{ ct: { key: "mark" } }, 0x0f000000] } } },
      ],
    ],
    ["meta mark set meta mark & 0x00000000 | 0x00000005", [{ mangle: { key: { meta: { key: "mark" } }, value: 5 } }]],
    [
      '{"mangle":{"key":{"meta":{"key":"mark"}},"value":{"ct":{"key":"mark"}}}}',
      [{ mangle: { key: { meta: { key: "mark" } }, value: { ct: { key: "mark" } } } }],
    ],
    ['{"dnat":{"addr":"10.0.0.1","port":80}}', [{ dnat: { addr: "10.0.0.1", port: 80 } }]],
    [
      '{"match":{"op":"==","left":{"meta":{"key":"iifname"}},"right":"a?\\"b"}} accept',
      [{ match: { op: "==", left: { meta: { key: "iifname" } }, right: 'a;"b' } }, { accept: null }],
    ],
  ])("is the rule %s", (text, statements) => {
    expect(printRule(ruleFromJson(statements))).toBe(text);
    expect(parseRule(text)).toEqual(ruleFromJson(statements));
  });

  test("of elements has their values", () => {
    expect(elementFromJson({ concat: ["tcp", 8080] })).toEqual(["tcp", "8080"]);
    expect(elementFromJson({ prefix: { addr: "fd00:0::", len: 64 } })).toEqual(["fd00::/64"]);
    expect(elementFromJson({ range: ["10.0.0.1", "10.0.0.9"] })).toEqual(["10.0.0.1-10.0.0.9"]);
  });
});

describe("a packet", () => {
  const chain = (...rules: readonly string[]): Chain => ({
    base: { type: "filter", hook: "forward", priority: 0 },
    rules: rules.map(parseRule),
  });
  const closed = (...rules: readonly string[]): Chain => ({ ...chain(...rules), base: { ...chain().base!, policy: "drop" } });
  const table = (chains: Readonly<Record<string, Chain>> = {}, sets: Readonly<Record<string, NamedSet>> = {}): Table => {
    return { family: "inet", name: "t", chains: new Map(Object.entries(chains)), sets: new Map(Object.entries(sets)) };
  };
  const setOf = (...keys: readonly string[]): NamedSet => ({ elements: keys.map((key) => ({ key: key.split(" . ") })) });
  const packet: Packet = {
    in: "a",
    out: "b",
    source: "10.8.0.2/32",
    destination: "10.9.0.2/32",
    state: "new",
    dnat: false,
    payload: { protocol: "tcp", from: 80, to: 80 },
  };
  /** The verdict, or the rule that leaves it open. */
  const fate = (base: Chain, on: Table = table(), some: Packet = packet) => {
    const decision = decide(on, base, some);
    return decision.fate === "unknown" ? `open: ${printRule(decision.rule)}` : decision.fate;
  };

  test.each<[string, readonly string[], string]>([
    ["passes a chain without rules", [], "accept"],
    ["is dropped by the first rule for it", ['iifname "x" accept', 'iifname "a" drop', "accept"], "drop"],
    ["is not in another network", ["ip saddr 10.9.0.0/16 drop"], "accept"],
    ["is in one of several networks", ["ip saddr { 10.9.0.0/16, 10.8.0.0/24 } drop"], "drop"],
    ["has no field of the other family, not even another value of it", ["ip6 saddr != fd00::1 drop"], "accept"],
    ["has no port of another protocol", ["udp dport != 53 drop"], "accept"],
    ["has a port in a range", ["th dport 1-1024 drop"], "drop"],
    ["has one of the states", ["ct state established,related drop", "ct state established,new reject"], "reject"],
    ["is decided by a map", ['iifname vmap { "x" : drop, "a" : reject }'], "reject"],
    ["is compared in several fields at a time", ["ip saddr . tcp dport { 10.8.0.2 . 80 } drop"], "drop"],
    ["is open with a rate limit", ["limit rate 5/second accept", "drop"], "open: limit rate 5/second accept"],
    ["is not open where both ways lead to one verdict", ["limit rate 5/second drop", "drop"], "drop"],
    ["is not open with a rule that another match excludes", ["udp dport 53 limit rate 5/second drop"], "accept"],
    ["is open with a mark, which is not known", ["meta mark 5 drop"], "open: meta mark 5 drop"],
    ["is open with a statement that is not understood", ["queue num 1", "accept"], "open: queue num 1"],
    ["is open with a set that is not known", ["ip saddr @who accept", "drop"], "open: ip saddr @who accept"],
    ["is open with a map that is not known", ["iifname vmap @who"], "open: iifname vmap @who"],
    ["is open with a chain that is not known", ["jump nowhere"], "open: jump nowhere"],
    [
      "has several flags in its status, so that sets of it are open",
      ["ct status { dnat, snat } drop"],
      "open: ct status { dnat, snat } drop",
    ],
    ["is counted without being decided", ['{"counter":{"packets":0}}', "drop"], "drop"],
  ])("%s", (_, rules, expected) => {
    expect(fate(chain(...rules))).toBe(expected);
  });

  test("is looked up in named sets and maps", () => {
    const sets = {
      s: setOf("10.8.0.0/24", "10.7.0.1"),
      pairs: setOf("10.8.0.2 . a"),
      m: { elements: [{ key: ["a"], data: { do: "jump", to: "c" } as const }] },
    };
    const on = table({ c: { rules: [parseRule("tcp dport 80 return"), parseRule("drop")] } }, sets);
    expect(fate(chain("ip saddr @s drop"), on)).toBe("drop");
    expect(fate(chain("ip daddr != @s drop"), on)).toBe("drop");
    expect(fate(chain("ip saddr . iifname @pairs drop"), on)).toBe("drop");
    expect(fate(chain("iifname vmap @m", "reject"), on)).toBe("reject");
    expect(fate(closed("oifname vmap @m"), on)).toBe("drop");
  });

  test("returns from a chain to behind the jump, and from one that is gone to behind the caller's", () => {
    const on = table({ c: chain("goto d", "accept"), d: chain("return", "accept") });
    expect(fate(chain("jump d", "drop"), on)).toBe("drop");
    expect(fate(chain("jump c", "reject"), on)).toBe("reject");
    expect(fate(closed("goto d", "accept"), on)).toBe("drop");
    expect(fate(chain("jump e"), table({ e: chain("jump e") }))).toBe("open: jump e");
  });

  test("of a class is decided only where all of the class are", () => {
    const some: Packet = { ...packet, source: "10.8.0.0/16" };
    const { payload: _, ...any } = packet;
    expect(fate(chain("ip saddr 10.8.0.0/24 drop"), table(), some)).toBe("open: ip saddr 10.8.0.0/24 drop");
    expect(fate(chain("ip saddr 10.0.0.0/8 drop"), table(), some)).toBe("drop");
    expect(fate(chain("tcp dport 80 drop", "drop"), table(), any)).toBe("drop");
    expect(fate(chain("tcp dport 80 drop"), table(), any)).toBe("open: tcp dport 80 drop");
  });
});
