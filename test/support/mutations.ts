/** Texts as a program reads them, changed at some places: mistakes of programs and disks, and what an attacker would write. */
import fc from "fast-check";

/** Texts that mean something to a shell, to a batch of ip or nft, to a terminal, to JSON, or to an object of JavaScript. */
export const HOSTILE_TEXTS = [
  ...[
    "",
    " ",
    "-",
    "--",
    "-rf",
    "-help",
    "..",
    "../../etc/passwd",
    "/",
    "\\",
    '"',
    "'",
    "`id`",
    "$(id)",
    "${path.module}",
    "%s",
    "%{ if }",
  ],
  ...[
    "a\nb",
    "a;b",
    "a;\nadd rule inet x",
    "a b",
    "a\tb",
    "a\rb",
    "a#b",
    "a|b",
    "a&b",
    "a>b",
    "a,b",
    "a=b",
    "x\u0000y",
    "\u001b[31m",
    "\u202egnp",
  ],
  ...[
    "\u2028",
    "\ufeff",
    "\ud800",
    "\u{1f642}",
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "valueOf",
    "length",
  ],
  ...[
    "0",
    "-1",
    "1e999",
    "-0",
    "0x10",
    "NaN",
    "9007199254740993",
    "99999999999999999999",
    "4294967296",
    "::",
    "::ffff:1.2.3.4",
    "1.2.3.4/33",
  ],
  ...[
    "0.0.0.0/0",
    "fe80::1%eth0",
    "eth0.4095",
    "x".repeat(300),
    "((((((((((",
    "a{b}c",
    "[[",
    "]]",
    "}}",
    "{{",
    "@end",
    "@ask show -",
    ">",
    ".",
  ],
];

const DEEP = 12_000;

/** Values of JSON that are in no good file. */
const HOSTILE_JSON = [
  ...[
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1.5",
    "1e999",
    "-0",
    "9007199254740993",
    '""',
    "[]",
    "{}",
    "[null]",
    "[[]]",
    "{}}",
    "[",
    "]",
    ",",
    ":",
  ],
  ...[
    '{"__proto__":{"polluted":true}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"length":4294967295}',
    '{"then":1}',
    '{"toString":1}',
  ],
  ...["[".repeat(DEEP), '{"a":'.repeat(DEEP), "[".repeat(DEEP) + "]".repeat(DEEP), `"${"x".repeat(70_000)}"`, '"${"', '"%{"', '"\\ud800"'],
  ...HOSTILE_TEXTS.map((text) => JSON.stringify(text)),
];

/** One change: of what sort, at which of the tokens, and of the hostile texts which. Numbers beyond the last one count from the first. */
interface Edit {
  readonly sort: "replace" | "delete" | "repeat" | "swap" | "cut" | "insert" | "byte";
  readonly at: number;
  readonly other: number;
}

const SORTS: readonly Edit["sort"][] = ["replace", "replace", "replace", "delete", "repeat", "swap", "insert", "byte", "cut"];

const BIG = 2 ** 30;

/** A sample, and what is changed in it. */
export interface Mutation {
  readonly sample: number;
  readonly edits: readonly Edit[];
}

/** Mutations of so many samples. */
export function mutations(samples: number): fc.Arbitrary<Mutation> {
  const edit = fc.record({ sort: fc.constantFrom(...SORTS), at: fc.nat(BIG), other: fc.nat(BIG) });
  return fc.record({ sample: fc.nat(samples - 1), edits: fc.array(edit, { minLength: 1, maxLength: 4 }) });
}

/** What the parts of a text are, which a change replaces as a whole. */
export type Grammar = "json" | "words";

const TOKENS: Readonly<Record<Grammar, RegExp>> = {
  json: /"(?:[^"\\]|\\.)*"|[-\d.eE+]+|[a-z]+|[[\]{},:]|\s+|./gsu,
  words: /[^\s"{}[\],:;]+|\s+|./gsu,
};

/** The tokens of a text; all of them together are the text. */
export function tokensOf(text: string, grammar: Grammar): readonly string[] {
  return text.match(TOKENS[grammar]) ?? [];
}

/** The text of a mutated sample, given the tokens of each sample. */
export function mutated(samples: readonly (readonly string[])[], { sample, edits }: Mutation, grammar: Grammar): string {
  const tokens = [...samples[sample]!];
  for (const edit of edits) change(tokens, edit, grammar === "json" ? HOSTILE_JSON : HOSTILE_TEXTS);
  return tokens.join("");
}

function change(tokens: string[], { sort, at: anywhere, other }: Edit, hostile: readonly string[]): void {
  if (tokens.length === 0) return;
  // Half of the changes are at a value: most tokens are spaces and commas.
  const at = nextWord(tokens, anywhere % tokens.length);
  const foreign = hostile[other % hostile.length]!;
  if (sort === "replace") tokens[at] = foreign;
  else if (sort === "delete") tokens.splice(at, 1 + (other % 3));
  else if (sort === "repeat") tokens.splice(at, 0, ...tokens.slice(at, at + (other % 30)));
  else if (sort === "insert") tokens.splice(at, 0, foreign);
  else if (sort === "cut") tokens.length = at;
  else if (sort === "swap") [tokens[at], tokens[other % tokens.length]] = [tokens[other % tokens.length]!, tokens[at]!];
  else tokens[at] = withByte(tokens[at]!, other);
}

function nextWord(tokens: readonly string[], from: number): number {
  if (from % 2 === 0) return from;
  for (let at = from; at < tokens.length; at++) if (/[\w"]/.test(tokens[at]!)) return at;
  return from;
}

function withByte(token: string, other: number): string {
  const at = other % token.length;
  return token.slice(0, at) + String.fromCharCode((other >> 8) & 0xff) + token.slice(at + 1);
}
