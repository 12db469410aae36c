/** Sensitive values are in no diagnostic of the language, whatever the error. */
import { functions } from "../../../lib/config/functions";
import { concealed, fault, word } from "../../../lib/config/values/typed";
import { nets, said } from "./support";

const TEXT = "mark7Secret";
const NUMBER = 918273645.5;

/** One sensitive variable of each shape, and one that holds something sensitive among other things. */
const variables = {
  text: { value: TEXT },
  number: { value: NUMBER },
  list: { value: [TEXT, `${TEXT}2`] },
  map: { value: { [TEXT]: TEXT, other: `${TEXT}3` } },
  nested: { value: { a: [{ b: TEXT }] } },
  cidr: { value: `10.9.8.7/${TEXT}` },
};
const variable = Object.fromEntries(Object.keys(variables).map((name) => [name, { type: "any", sensitive: true }]));
const given = { variables: Object.fromEntries(Object.entries(variables).map(([name, { value }]) => [name, { from: "a test", value }])) };

const secrets = [...Object.keys(variables).map((name) => `var.${name}`), "[var.text]", "{ a = var.text }", 'format("%s-x", var.text)'];
const plain = ['"plain"', "7", '["a"]', '{ a = "b" }', "null", '"10.0.0.0/24"', '"%d %d"', '"("'];

/** Everything that is said about these expressions, each on its own. */
function saidOf(expressions: readonly string[]): string {
  const output = Object.fromEntries(expressions.map((expression, n) => [`o${n}`, { value: `\${${expression}}`, sensitive: true }]));
  return JSON.stringify(said({ variable, output }, given));
}

function pairs(call: (a: string, b: string) => string): readonly string[] {
  return [...secrets, ...plain].flatMap((a) => secrets.flatMap((b) => [call(a, b), call(b, a)]));
}

/** What is around a secret wherever one is said. */
function expectSilence(text: string) {
  expect([...text.matchAll(/.{0,80}(?:mark7|918273645|10\.9\.8\.7).{0,20}/g)].map(([around]) => around).slice(0, 3)).toEqual([]);
}

const hiding = Object.keys(functions).filter((name) => name !== "nonsensitive");

test.each(hiding)("%s() does not quote a sensitive argument", (name) => {
  const one = secrets.flatMap((a) => [`${name}(${a})`, `${name}(${a}...)`]);
  const two = secrets.flatMap((a) => plain.flatMap((b) => [`${name}(${a}, ${b})`, `${name}(${b}, ${a})`]));
  const three = secrets.flatMap((a) => plain.slice(0, 3).flatMap((b) => [`${name}(${a}, ${b}, ${b})`, `${name}(${b}, ${b}, ${a})`]));
  expectSilence(saidOf([...one, ...two, ...three]));
});

test("operators, conditionals, templates, steps and loops do not quote it either", () => {
  const operators = ["+", "-", "*", "/", "%", "<", ">=", "&&", "||", "=="];
  const text = saidOf([
    ...operators.flatMap((operator) => pairs((a, b) => `${a} ${operator} ${b}`)),
    ...secrets.flatMap((a) => [`!${a}`, `-${a}`, `${a}.nothing`, `${a}[7]`, `${a}["x"]`, `${a}[*].x`, `"\${${a}}"`, `"x\${${a}}"`]),
    ...secrets.flatMap((a) => [`["a"][${a}]`, `{ a = 1 }[${a}]`, `"plain"[${a}]`, `null[${a}]`, `tomap({ a = 1 })[${a}]`]),
    ...secrets.flatMap((a) => [`[for x in ${a} : x + 1]`, `{ for x in ${a} : x => 1 }`, `{ for x in ["a", "b"] : ${a} => x }`]),
    ...secrets.flatMap((a) => [`[for x in ["a"] : x if ${a}]`, `${a} ? 1 : 2`, `true ? ${a} : [1]`, `{ (${a}) = 1 }`]),
    ...secrets.flatMap((a) => [`try(tonumber(${a}), ${a}.x, regex("x{2}", ${a}))`, `tonumber(try(${a}.x, ${a}))`]),
    `tonumber(sensitive("${TEXT}"))`,
    `1e400 + sensitive(${NUMBER})`,
  ]);
  expectSilence(text);
  expect(text).toContain("(sensitive value)");
});

test("nor do conditions, counts, keys, a wrong type of a variable, or its default", () => {
  const text = JSON.stringify([
    ...said({ variable, output: { o: { value: 1, precondition: [{ condition: "${var.text}", error_message: "no" }] } } }, given),
    ...said({ variable, output: { o: { value: 1, precondition: [{ condition: false, error_message: "no ${var.text}" }] } } }, given),
    ...said(
      nets({ a: { count: "${var.text}" }, b: { for_each: "${var.list}" }, c: { for_each: "${toset([var.text, 1])}" } }, { variable }),
      given,
    ),
    ...said(nets({ a: { mtu: "${var.number * 1e300}", labels: { "${tonumber(var.text)}": 1, "${var.list}": 2 } } }, { variable }), given),
    ...["string", "number", "bool", "list(number)", "map(bool)", "object({ a = number })", "tuple([number])"].flatMap((type) =>
      Object.keys(variables).flatMap((name) => said({ variable: { [name]: { type, sensitive: true } } }, given)),
    ),
    ...said({ variable: { x: { type: "number", sensitive: true, default: TEXT } } }),
    ...said({ variable: { x: { type: "list(string)", sensitive: true } } }, { variables: { x: { from: "--var x", text: `[${TEXT}` } } }),
    ...said({ variable: { x: { type: "list(string)", sensitive: true } } }, { variables: { x: { from: "--var x", text: TEXT } } }),
  ]);
  expectSilence(text);
});

test("other values are still quoted", () => {
  expect(saidOf(['tonumber("plain")', "tonumber(nonsensitive(var.text))"])).toContain(`the string \\\\\\"${TEXT}`.replaceAll("\\\\", ""));
});

test("a fault shows its words and its constant text, and hides what it quotes, at any depth", () => {
  const inner = fault`${TEXT} is no ${word("number")}.`;
  const outer = fault`Element ${word(1)} of ${TEXT}: ${inner}`;
  expect(outer.message).toBe(`Element 1 of ${TEXT}: ${TEXT} is no number.`);
  expect(concealed(outer).message).toBe("Element 1 of (sensitive value): (sensitive value) is no number.");
  const given: string = TEXT;
  // @ts-expect-error -- a text that something was put into says nothing of what it quotes
  expect(fault(`${given} is wrong`).message).toBe(`${TEXT} is wrong`);
});
