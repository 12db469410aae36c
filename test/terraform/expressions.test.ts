import { parse } from "@cdktf/hcl2json";
import fc from "fast-check";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { functions } from "../../lib/config/functions";
import { parseExpression, parseTemplate } from "../../lib/config/language/parse";
import { openAnswers } from "../support/answers";
import { TIMES } from "../support/runs";
import { expressions } from "./expressions-random";

import { table } from "./expressions-table";
import { sensitiveCalls, unknownCalls, type Call } from "./function-arguments";
import { numbers, reported } from "./numbers-table";
import { askNetweft, askTerraform, type Answer } from "./oracle";
import * as unsettled from "./unsettled";

/**
 * A seed with which both agree. With other seeds about one in a thousand expressions differs: Terraform knows the type even of
 * the failing half of a conditional, and so rejects or converts the other half; Netweft uses that half unchanged.
 */
const SEED = 16;

function differences(texts: readonly string[]) {
  const [ours, theirs] = [askNetweft(texts), askTerraform(texts)];
  const rows = texts.map((expression, i) => ({ expression, netweft: ours[i]!, terraform: theirs[i]! }));
  return rows.filter(
    ({ netweft, terraform }) => terraform !== "open" && JSON.stringify(comparable(netweft)) !== JSON.stringify(comparable(terraform)),
  );
}

interface Calls {
  readonly sensitive: readonly string[];
  readonly later: readonly Call[];
}

/** What a call is to be in a list of differences. */
const textOf = ({ own, put }: Call) => put(`«${own}»`);

/** Calls of which Netweft's plan shows less: it knows no type of what is not known yet. */
const LESS: readonly string[] = [
  'formatlist("%s!", «"a"»)',
  'formatlist("%s-%s", local.xs, «"z"»)',
  "keys(«local.m»)",
  'sort(«["b", "a", "C"]»)',
  'sort([«"b"», "a", "C"])',
  "sort(«[3, 10, 2]»)",
  "sort([«3», 10, 2])",
  'setunion([«"a"»], ["b", "a"])',
  'setunion(["a"], [«"b"», "a"])',
  'setunion([«1»], ["a"])',
  'setunion([1], [«"a"»])',
  'matchkeys([«"x"»], ["a"], [])',
  'matchkeys(["x"], [«"a"»], [])',
  'toset([«"b"», "a", "b"])',
  "toset([«3», 10, 2])",
];
/** The first two have their type after the apply only. Terraform's plan of the last one is wrong, and it keeps to that. */
const OTHER: readonly string[] = [
  'coalesce(null, 1, «"a"»)',
  'tolist([«"a"», 1])',
  'matchkeys(["i1", "i2", "i3"], ["a", "b", "a"], [«"a"»])',
];

const NULLS = ["null", "tostring(null)", "tonumber(null)", "tobool(null)", "tolist(null)", "toset(null)", "tomap(null)"];
const NULL_OBJECTS = ["(true ? null : { a = 1 })", "(true ? null : [1])"];

/** The first call of each function, with one argument replaced: by each null, and by itself as a sensitive value. */
function replacedArguments(texts: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return texts.flatMap((text) => {
    const parsed = parseExpression(text);
    if (!("node" in parsed) || parsed.node.kind !== "call" || parsed.node.spread) return [];
    const { name, args } = parsed.node;
    return args.flatMap(({ at, end }, n) => {
      if (seen.has(`${name} ${n}`)) return [];
      seen.add(`${name} ${n}`);
      const quote = text[at - 1] === '"' ? 1 : 0;
      const [before, own, after] = [text.slice(0, at - quote), text.slice(at - quote, end + quote), text.slice(end + quote)];
      const put = (one: string) => before + one + after;
      return [...[...NULLS, ...NULL_OBJECTS].map(put), `nonsensitive(${put(`sensitive(${own})`)})`].filter(
        (one) => "node" in parseExpression(one),
      );
    });
  });
}

/** A null has no type. */
function comparable(answer: Answer): unknown {
  return typeof answer === "object" && answer.value === null ? null : answer;
}

describe("the real Terraform returns the same value and the same exact type, or rejects as well", () => {
  it(`for ${table.length} expressions over all operators and functions, ${numbers.length} about numbers, and ${reported.length} of reports`, () => {
    expect(differences([...table, ...numbers, ...reported])).toEqual([]);
  });

  it("over all functions there are", () => {
    const called = new Set(table.flatMap((text) => [...text.matchAll(/\b(\w+)\(/g)].map(([, name]) => name!)));
    expect(Object.keys(functions).filter((name) => !name.includes("::") && !called.has(name))).toEqual([]);
  });

  it("with nulls of any type and sensitive values in place of each argument", () => {
    expect(differences(replacedArguments(table))).toEqual([]);
  });

  it("for random expressions", () => {
    const texts = [...new Set(fc.sample(expressions, { seed: SEED, numRuns: TIMES > 1 ? 1500 : 700 }))].filter((text) => text.length < 400);
    expect(texts.length).toBeGreaterThan(250);
    expect(differences(texts)).toEqual([]);
  });
});

/** All calls in parts. Terraform is asked for the first one only, which has those that it answers otherwise. */
function parts(count: number): readonly Calls[] {
  const isOther = (call: Call) => LESS.includes(textOf(call)) || OTHER.includes(textOf(call));
  const [sensitive, later] = [sensitiveCalls(), unknownCalls()];
  const partOf = <T>(all: readonly T[], part: number) => all.filter((_, n) => n % count === part);
  const rest = later.filter((call) => !isOther(call));
  const first: Calls = { sensitive: [], later: later.filter(isOther) };
  return [first, ...Array.from({ length: count }, (_, part) => ({ sensitive: partOf(sensitive, part), later: partOf(rest, part) }))];
}

describe("arguments that are sensitive, or known only after the apply, in each position of each function", () => {
  const answers = openAnswers(join(__dirname, "argument-answers.txt"), ({ sensitive, later }: Calls) =>
    Promise.resolve(unsettled.askTerraform(sensitive, later)),
  );
  const less: string[] = [];
  afterAll(() => answers.close());

  it.each(parts(4).map((calls, n) => [n, calls] as const))(
    "are the same in plan and apply, with the same marks: part %i",
    async (_, calls) => {
      const ours = unsettled.askNetweft(calls.sensitive, calls.later);
      const theirs = await answers.to({ ...calls, texts: calls.later.map(textOf) } as Calls, ours);
      const marks = ({ marked }: unsettled.Unsettled) => calls.sensitive.map((text, n) => ({ text, ...marked[n]! }));
      expect(marks(ours)).toEqual(marks(theirs));
      const rows = calls.later.map((call, n) => ({ text: textOf(call), netweft: ours.later[n]!, terraform: theirs.later[n]! }));
      const differing = rows.filter(({ netweft, terraform }) => !isDeepStrictEqual(netweft, terraform));
      const isLess = ({ netweft, terraform }: (typeof rows)[number]) =>
        isDeepStrictEqual(netweft.planned, ["?"]) && isDeepStrictEqual(netweft.applied, terraform.applied);
      less.push(...differing.filter(isLess).map(({ text }) => text));
      expect(differing.filter((row) => !isLess(row) && !OTHER.includes(row.text))).toEqual([]);
    },
  );

  it("are known in the plan as there, but for these", () => {
    expect(less.sort()).toEqual([...LESS].sort());
  });
});

describe("HashiCorp's own parser accepts and rejects the same texts", () => {
  const accepts = async (expression: string) => {
    const text = `locals {\n a = <<EOT\n\${${expression}}\nEOT\n}\n`;
    return parse("main.tf", text).then(
      () => true,
      () => false,
    );
  };
  const pieces = ["", ...'()[]{},."?:=*!-1a $~&|\\#é%', "...", "${", "%{", "=>", "for ", "if ", "//", "::"];
  const mutated = fc
    .tuple(fc.constantFrom(...table), fc.nat(200), fc.constantFrom(...pieces))
    .map(([text, at, piece]) => `${text.slice(0, at % text.length)}${piece}${text.slice((at % text.length) + (piece === "" ? 1 : 0))}`);

  it("for the same expressions, and for mutations with a character added or removed", async () => {
    const texts = [...table, ...fc.sample(mutated, { seed: 1, numRuns: TIMES > 1 ? 1000 : 400 })];
    const wrong: string[] = [];
    for (const text of texts) if ((await accepts(text)) !== "node" in parseTemplate(`\${${text}}`)) wrong.push(text);
    expect(wrong).toEqual([]);
  });
});
