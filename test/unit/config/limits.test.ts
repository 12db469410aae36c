/** Any configuration ends in values or in diagnostics: `lib/schema/limits.ts` has the limits. */
import fc from "fast-check";
import { expectGrowth, processorTime } from "../../support/growth";
import { configuration, load, nets, said } from "./support";

const output = (value: string, locals: object = {}) => ({ locals, output: { it: { value } } });

/** A chain of local values, each made of the one before. */
function chain(first: unknown, length: number, next: (before: string) => unknown): object {
  const links = Array.from({ length }, (_, i) => [`x${i + 1}`, next(`local.x${i}`)]);
  return output(`\${local.x${length}}`, Object.fromEntries([["x0", first], ...links]));
}

const tooLarge: readonly (readonly [what: string, document: object | string])[] = [
  ["texts that double", chain("text", 45, (x) => `\${${x}}\${${x}}`)],
  ["lists that double", chain(["x"], 45, (x) => `\${[${x}, ${x}]}`)],
  ["JSON that doubles", chain("x", 45, (x) => [`\${${x}}`, `\${${x}}`])],
  ["objects that double", chain({ a: 1 }, 45, (x) => `\${{ a = ${x}, b = ${x} }}`)],
  ["texts that join() doubles", chain("ab", 45, (x) => `\${join(${x}, [${x}, ${x}])}`)],
  ["texts that replace() doubles", chain("aa", 45, (x) => `\${replace(${x}, "a", ${x})}`)],
  ["texts that a loop doubles", chain("aa", 45, (x) => `%{ for i in [1, 2] }\${${x}}%{ endfor }`)],
  ["numbers that square themselves", chain(12345678.5, 45, (x) => `\${${x} * ${x}}`)],
  ["lists in lists", chain(["x"], 1000, (x) => `\${[${x}]}`)],
  ["setproduct()", output("${setproduct(range(1000), range(1000), range(1000), range(1000))}")],
  ["a wide format", output('${format("%999999999d", 1)}')],
  ["a precise format", output('${format("%.99999999999f", 1)}')],
  ["an indentation", output('${indent(1000000000, "a\\nb")}')],
  ["parseint()", output(`\${parseint("${"9".repeat(200_000)}", 10)}`)],
  ["jsondecode()", output(`\${jsondecode("${"[".repeat(5000)}${"]".repeat(5000)}")}`)],
  ["a document", `{"locals":{"x":${"[".repeat(5000)}${"]".repeat(5000)}}}`],
  ["a count", nets({ a: { count: 1e6 } })],
  ["counts together", nets({ a: { count: 1 }, b: { count: 250_000 } })],
];

describe("beyond a limit there is a diagnostic", () => {
  it.each(tooLarge)("for %s", (_, document) => {
    expect(said(document).map(({ code }) => code)).toContain("limit-exceeded");
  });
});

const nestings: Readonly<Record<string, readonly [open: string, inside: string, close: string]>> = {
  lists: ["[", "1", "]"],
  objects: ["{ a = ", "1", " }"],
  parentheses: ["(", "1", ")"],
  arguments: ["tolist([", "1", "])"],
  tries: ["try(", "1", ")"],
  templates: ['"x${', "1", '}"'],
  negations: ["-", "1", ""],
  loops: ["[for x in ", "[1]", " : x]"],
  conditionals: ["true ? 1 : ", "1", ""],
  operators: ["1 + ", "1", ""],
};

describe("nesting that is too deep for the parser is a diagnostic, and what it accepts can be evaluated", () => {
  const nested = ([open, inside, close]: readonly [string, string, string], depth: number) =>
    output(`\${${open.repeat(depth)}${inside}${close.repeat(depth)}}`);
  it.each(Object.entries(nestings))("for %s", (_, parts) => {
    expect(said(nested(parts, 20_000)).map(({ code }) => code)).toEqual(["invalid-expression"]);
    expect(() => said(nested(parts, 190))).not.toThrow();
  });
  it("for directives", () => {
    const deep = (depth: number) => output("%{ if true }".repeat(depth) + "x" + "%{ endif }".repeat(depth));
    expect(said(deep(20_000)).map(({ code }) => code)).toEqual(["invalid-expression"]);
    expect(said(deep(390))).toEqual([]);
  });
  it("for the value of a variable", () => {
    const text = "[".repeat(5000) + "]".repeat(5000);
    const given = { variables: { x: { from: "TF_VAR_x", text } } };
    expect(said({ variable: { x: { type: "any" } } }, given).map(({ code }) => code)).toEqual(["invalid-variable"]);
  });
  it("for any mixture", () => {
    const parts = fc.constantFrom(...Object.values(nestings));
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 300 }), (layers, times) => {
        const all = Array.from({ length: times }, () => layers).flat();
        const text =
          all.map(([open]) => open).join("") +
          "1" +
          all
            .map(([, , close]) => close)
            .reverse()
            .join("");
        said(output(`\${${text}}`));
      }),
      { numRuns: 60 },
    );
  });
});

/** Processor time of one evaluation; the machine is shared. */
function cost(document: object): number {
  const loaded = configuration(document);
  return processorTime(() => loaded.evaluate((instance) => instance.config));
}

const linear: Readonly<Record<string, string>> = {
  "distinct()": "${length(distinct(local.x))}",
  "matchkeys()": "${length(matchkeys(local.x, local.x, local.x))}",
  "setunion()": "${length(setunion(local.x, local.x))}",
  "transpose()": '${length(transpose({ for i, x in local.x : i => ["same"] }))}',
  "a pattern that others try in every way": '${can(regex("^(a+)+$", "${join("", [for x in local.x : "a"])}b"))}',
};

describe("four times the elements take about four times as long", () => {
  it.each(Object.entries(linear))("in %s", (_, value) => {
    const document = (size: number) => output(value, { x: Array.from({ length: size }, (__, i) => [i]) });
    expectGrowth((size) => cost(document(size)), { small: 4000, large: 16_000, limit: 12 });
  });
});

it("a hundred thousand instances are no problem", () => {
  expect(load(nets({ a: { count: 100_000 } })).ok).toBe(true);
  expect(said(nets({ a: { count: 100_000 } }))).toEqual([]);
});
