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

/** Written by hand: directives within directives, line breaks of all sorts, and escapes. */
const written = [
  "{~% for f in [1] ~}\n${1}\n{~% endfor ~}",
  '%{ for s in [{ip="a",n="b"},{ip="c",n="d"}] ~}\n${s.ip} ${s.n}\n%{ endfor }\n',
  '    %{ for s in [{ip="a",n="b"}] }\n    ${s.ip} ${s.n}\n    %{ endfor ~}\n    ',
  '[all]\n%{ for i, x in ["a","b"] ~}\n${x} n=${i}%{ if i == 0 } first%{ endif }\n%{ endfor ~}\n\n[g:vars]\n%{ if true ~}\nk=v\n%{ endif ~}\nu=root\n%{ if false ~}\np=q\n%{ else ~}\nr=s\n%{ endif ~}\n',
  '{\n%{ for i, x in ["a","b","c"] ~}\n  "${x}": ${i}%{ if i < 2 },%{ endif }\n%{ endfor ~}\n}\n',
  'a: {{ .Values.x }}\nb: $(cmd) $VAR ${"$"}{x}\n',
  "100%\n50%% {%}\n%s %d\n",
  'server {\n  %{ for x in ["a", "b"] }${x};\n  %{ endfor }\n}\n',
  '%{ for x in ["a", "b"] ~}\n%{ for y in [1, 2] ~}\n${x}${y}\n%{ endfor ~}\n%{ endfor ~}\n',
  '%{ for k, v in { b = 1, a = [2, 3] } ~}\n${k}: %{ if k == "a" }list%{ else }${v}%{ endif }\n%{ endfor ~}',
  "%{ if true }\n%{ if false }\nx\n%{ else }\ny\n%{ endif }\n%{ else }\nz\n%{ endif }\n",
  "%{ if true ~}\n  %{~ if true ~}  \n a \n %{~ endif ~}\n%{ endif ~}\nb",
  "%{ for x in [] ~}\nnothing\n%{ endfor ~}\nend\n",
  '%{ for x in ["a"] ~}%{ endfor ~}\nend\n',
  "%%{ if true }\n$${x}\n% %{ if true }y%{ endif }$ ${1}\n",
  "$$$${1}\n%%%%{ x",
  "$\n${1}\n$",
  "%\n%{ if true }a%{ endif }\n%",
  "a$${~ 1 ~}\n b %%{~ x ~}",
  '\t\n ${~ "\\n" ~} \n\t',
  '${~ "  " ~}\n',
  'x ${~ "" ~}\n${~ "" ~} y',
  "a\n\n\n${~ 1 }\n\n\nb",
  "a\n\n\n${ 1 ~}\n\n\nb",
  "a \r\n \r\n${~ 1 ~} \r\n\r\n b",
  "a\u000b\f${~ 1 ~}\u000b\fb",
  "\u2028${~ 1 ~}\u2029\u0085b",
  '${[for x in [1, 2] : x * 2][1]}\n${{ a = "b" }.a}\n',
  '${"${"${1}\\n2"}\\n3"}\n4',
  '${jsonencode({ a = "%{ if true }x%{ endif }", b = "${1}" })}\n',
  '%{ for i, x in split("\\n", "a\\nb\\n") ~}\n${i}:${x}\n%{ endfor ~}',
  '${ true ? "a" : "b" }%{ if 1 == 1 && !false }\nyes %{ endif }',
  "%{ if true }${1}%{ endif }${2}\n",
  "%{ if true }1%{ endif }",
  "${1}%{ for x in [1] }%{ endfor }",
  "%{ for x in [1, 2] }%{ if x == 1 }%{ for y in [3] }${x}${y}%{ endfor }%{ endif }%{ endfor }",
  "%{for x in [1]}${x}%{endfor}\n%{if true}a%{else}b%{endif}",
  "%{~for x in [1,2]~}\n${x}\n%{~endfor~}\n",
  "%{ if true }\n\n%{ endif }\n\n",
  '"${1}" \\n \\t ${"\\t"} \\',
  '\ud83d\ude42 ${~ "\u00e9" ~} e\u0301\n',
  "<<EOT\n${1}\nEOT\n",
  "# ${1} // comment\n/* ${2} */\n",
  "a\n${~ 1}\n${2 ~}\nb\n${~ 3 ~}\nc",
  '%{ for x in ["a","b"] ~}\n\n  ${x}\n\n%{~ endfor ~}\n\nend',
  "%{ if false ~}\n a \n%{~ else ~}\n\n b \n%{~ endif }\n c",
  "${ /* c */ 1 }\n${ 1 # c\n }\n${\n  2\n}\n",
  "${(\n1 +\n2\n)}\n",
  '%{ for x in [\n  "a",\n  "b",\n] ~}\n${x}\n%{ endfor ~}\n',
];

const refused = [
  "%{ endif }",
  "%{ else }",
  "${1",
  "${}",
  "${ 1 ~ }",
  "%{ if true }a",
  "%{ if true ~ }a%{ endif }",
  "%{ if true }a%{ else }b%{ else }c%{ endif }",
  "%{ for x in [1] }%{ endif }",
  "%{ nope }",
  "%%%{ if true }y%{ endif }",
];

test("texts that are no templates", () => {
  expect(refused.filter((text) => askNetweft([text], "template")[0] !== "refused")).toEqual([]);
});

test("templates of several lines, of reports and random ones", () => {
  const made = fc.sample(template, { seed: 15, numRuns: 400 }).filter((text) => text.includes("{"));
  const texts = [...new Set([...reported, ...written, ...made])];
  expect([reported.length + written.length, new Set(made).size]).toEqual([72, 376]);
  const [ours, theirs] = [askNetweft(texts, "template"), askTerraform(texts, "template")];
  const rows = texts.map((text, i) => ({ text, netweft: ours[i], terraform: theirs[i] }));
  expect(rows.filter(({ netweft, terraform }) => JSON.stringify(netweft) !== JSON.stringify(terraform))).toEqual([]);
});
