import fc from "fast-check";
import { parseTemplate } from "../../../lib/config/language/parse";
import { hasErrors } from "../../../lib/diagnostic";
import { expressions } from "../../terraform/expressions-random";
import { locals } from "../../terraform/expressions-table";
import { evaluated, said } from "./support";

const words = [
  ...[
    "resource",
    "data",
    "variable",
    "output",
    "locals",
    "terraform",
    "provider",
    "moved",
    "netweft_net",
    "netweft_host",
    "netweft",
    "local",
  ],
  ...["a", "b", "name", "count", "for_each", "depends_on", "lifecycle", "precondition", "postcondition", "condition", "error_message"],
  ...[
    "ignore_changes",
    "replace_triggered_by",
    "type",
    "default",
    "validation",
    "value",
    "sensitive",
    "alias",
    "backend",
    "from",
    "to",
    "id",
    "destroy",
  ],
  ...["//", "metadata", "stackTrace", "__proto__", "constructor", "toString"],
];
const scalars = [
  ...[null, true, 0, 1, -1, 1.5, "", "a", "all", "list(string)", "object({a=optional(string)})", "netweft_net.a", "netweft_net.a[0].id"],
  ...[
    "${var.a}",
    "${local.a}",
    "${netweft_net.a.id}",
    "${netweft_net.b}",
    "${each.key}",
    "${count.index}",
    "${self.id}",
    '${toset(["a"])}',
  ],
  ...["%{ if true }x%{ endif }", "${", "${{ for x in [1] : x => x }}", "${local.__proto__}", "${toString()}", "${var.constructor}"],
];
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    fc.constantFrom<unknown>(...scalars),
    fc.string(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...words), tie("value"), { maxKeys: 5 }),
  ),
})).value;
const body = fc.dictionary(fc.constantFrom(...words), json, { maxKeys: 6 });
const named = fc.record({ a: body, b: body, constructor: body }, { requiredKeys: [] });
const document = fc.record(
  {
    resource: fc.record({ netweft_net: named }),
    data: fc.record({ netweft_host: named }),
    variable: named,
    locals: body,
    output: named,
    terraform: json,
    provider: json,
    moved: json,
    import: fc.oneof(body, fc.array(body, { maxLength: 2 })),
    removed: fc.oneof(body, fc.array(body, { maxLength: 2 })),
  },
  { requiredKeys: [] },
);

describe("whatever the input is", () => {
  it("nothing is thrown, and each diagnostic has a message", () => {
    const check = (value: unknown) =>
      said(value).every(({ detail, summary }) => detail.length > 10 && !/undefined[^"]*\[object/.test(detail + summary));
    fc.assert(fc.property(document, check), { numRuns: 500 });
  });

  it("a text that is not JSON is refused with a position", () => {
    const damaged = fc
      .tuple(document, fc.nat(1000), fc.constantFrom("", "{", "]", '"', ",", "\\", "\n", "1", ":"))
      .map(([value, at, piece]) => {
        const text = JSON.stringify(value);
        const where = at % text.length;
        return text.slice(0, where) + piece + text.slice(where + 1);
      });
    fc.assert(
      fc.property(damaged, (text) => {
        const valid = isJson(text);
        const found = said(text).filter(({ code }) => code === "invalid-json");
        return valid || (found.length > 0 && hasErrors(found) && /^main\.tf\.json:\d+:\d+$/.test(found[0]!.at.file!));
      }),
      { numRuns: 500 },
    );
  });

  it("a template is read or refused, never anything else", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'${}%~"\\()[].,:?=!<>+-*/ \nabif01'.split("")), maxLength: 60 }), (text) => {
        const parsed = parseTemplate(text);
        return "node" in parsed || parsed.problem.at <= text.length;
      }),
      { numRuns: 2000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object" && JSON.parse(text) !== null && !Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

describe("sensitivity", () => {
  it("never changes a value, only its visibility", () => {
    const names = Object.keys(locals);
    const hidden = Object.fromEntries(Object.entries(locals).map(([name, value]) => [`plain_${name}`, value]));
    const marked = Object.fromEntries(names.map((name) => [name, `\${sensitive(local.plain_${name})}`]));
    const value = (text: string, given: object) => {
      const document = { locals: given, output: { it: { value: `\${try({ v = ${text} }, { e = 1 })}`, sensitive: true } } };
      return said(document).length > 0 ? "refused" : evaluated(document).outputs.get("it")!.value;
    };
    const texts = expressions.filter((text) => text.length < 200);
    fc.assert(
      fc.property(texts, (text) => expect(value(text, { ...hidden, ...marked })).toEqual(value(text, locals))),
      { numRuns: 150, examples: [["toset([local.none, null])"]] },
    );
  });
});
