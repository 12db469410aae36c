/** Templates of several lines, with strip markers: the real Terraform and Netweft make the same text of them. */
import fc from "fast-check";
import { askNetweft, askTerraform } from "./oracle";

/** Between the parts of a template: white space, with and without line breaks. */
const gaps = ["", " ", "\n", "\n\n", "  \n  ", "\n  ", "x\n", "  x  \n", "\r\n", "\t\n\u00a0", "$${", "a\n  b\n  "];
const around = (before: string, inside: string, after: string) => `${before} ${inside} ${after}`;
const openings = ["${", "${~"];
const closings = ["}", "~}"];
const directive = (inside: string) =>
  fc.tuple(fc.constantFrom("%{", "%{~"), fc.constantFrom(...closings)).map(([open, close]) => around(open, inside, close));

const { template } = fc.letrec<{ template: string; part: string }>((tie) => ({
  template: fc.array(tie("part"), { minLength: 1, maxLength: 6 }).map((parts) => parts.join("")),
  part: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom(...gaps),
    fc
      .tuple(fc.constantFrom(...openings), fc.constantFrom('"y"', "1", 'local.m["a"]', '" z "'), fc.constantFrom(...closings))
      .map((all) => around(...all)),
    fc.tuple(directive("if true"), tie("template"), directive("else"), tie("template"), directive("endif")).map((all) => all.join("")),
    fc.tuple(directive("if false"), tie("template"), directive("endif")).map((all) => all.join("")),
    fc
      .tuple(directive('for i, x in ["a", "b"]'), tie("template"), fc.constant("${x}"), fc.constantFrom(...gaps), directive("endfor"))
      .map((all) => all.join("")),
  ),
}));

const reported = [
  'server {\n%{ for i, x in ["a","b"] ~}\n  upstream ${i} ${x};\n%{ endfor ~}\n}\n',
  'x\n\n  ${~ "y" ~}\n\n  z',
  'a\n  b\n  ${~ "y" }',
  'start\n%{~ for x in ["a","b"] ~}\n  ${x}\n%{~ endfor ~}\nend',
  "%{ if true ~}\n  yes\n%{ else ~}\n  no\n%{ endif ~}",
  "  ${~ 1 ~}  ",
  "${~ 1 ~}",
  "\n${~ 1 }",
  "\n\n${~ 1 }",
  "a \t\n${~ 1 ~}\n\n",
  "${1 ~}\n${~ 2 ~} \n ${~ 3}",
  "${1 ~}   ${~ 2 ~}${3}",
  '${"\n" == "" ? 1 : 2}'.replace("\n", "\\n"),
  '${"a\\n${~ 1 ~}\\n b"}',
  '${"  ${~ "x" ~}  "}',
  "%{~ if true ~}\n%{~ endif ~}\n",
  "a\n%{~ if false ~}\n  x\n%{~ endif ~}\nb",
  '%{ for x in ["a"] }%{ if true }${x}%{ endif }%{ endfor }',
  "$${~ 1 ~}\n",
  "%%{~ if ~}\n ${1}",
  "\u00a0\u3000${~ 1 ~}\u00a0\ufeff\nb",
  "a\r\n${~ 1 ~}\r\nb",
  "é\n ${~ 1 ~}\n e\u0301",
];

test("templates of several lines, of reports and random ones", () => {
  const made = fc.sample(template, { seed: 15, numRuns: 400 }).filter((text) => text.includes("{"));
  const texts = [...new Set([...reported, ...made])];
  expect(texts.length).toBeGreaterThan(250);
  const [ours, theirs] = [askNetweft(texts, "template"), askTerraform(texts, "template")];
  const rows = texts.map((text, i) => ({ text, netweft: ours[i], terraform: theirs[i] }));
  expect(rows.filter(({ netweft, terraform }) => JSON.stringify(netweft) !== JSON.stringify(terraform))).toEqual([]);
});
