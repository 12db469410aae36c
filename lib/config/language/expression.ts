/** The expression parser: operators by precedence, then terms, then steps after a term. */
import type { BinaryOperator, Node } from "./ast";
import { advance, between, deeper, due, follows, longer, on, separated, stop, word, type Cursor, type TokenType } from "./cursor";
import { parseBraces, parseBrackets } from "./constructor";
import { parseSteps } from "./steps";
import { parseQuoted } from "./template";
import { parseNumber } from "../values/number";

/** How tightly an operator binds. */
const PRECEDENCE: Readonly<Partial<Record<TokenType, number>>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
};

/** Parses an expression from the current token. Afterwards the cursor is on the first token after it. */
export function expression(c: Cursor): Node {
  return nested(c, conditional);
}

function nested(c: Cursor, read: (c: Cursor) => Node): Node {
  const { depth } = c;
  deeper(c);
  const node = read(c);
  c.depth = depth;
  return node;
}

function conditional(c: Cursor): Node {
  const condition = binary(c, 1);
  if (!follows(c, "?")) return condition;
  advance(c);
  const then = expression(c);
  if (!on(c, ":")) due(c, '":" and the other half of the conditional');
  advance(c);
  const otherwise = expression(c);
  return { kind: "conditional", condition, then, else: otherwise, at: condition.at, end: otherwise.end };
}

function binary(c: Cursor, least: number): Node {
  const { depth } = c;
  let left = term(c);
  for (;;) {
    const precedence = c.lines && c.fresh ? undefined : PRECEDENCE[c.type];
    if (precedence === undefined || precedence < least) {
      c.depth = depth;
      return left;
    }
    const operator = c.type as BinaryOperator;
    longer(c);
    advance(c);
    const right = binary(c, precedence + 1);
    left = { kind: "binary", operator, left, right, at: left.at, end: right.end };
  }
}

function term(c: Cursor): Node {
  if (c.type !== "-" && c.type !== "!") return parseSteps(c, primary(c));
  const { at, type: operator } = c;
  advance(c);
  const of = nested(c, term);
  return { kind: "unary", operator, of, at, end: of.end };
}

function primary(c: Cursor): Node {
  switch (c.type) {
    case "number":
      return number(c);
    case "identifier":
      return named(c);
    case '"':
      return parseQuoted(c);
    case "(":
      return parentheses(c);
    case "[":
      return parseBrackets(c);
    case "{":
      return parseBraces(c);
    case "<<":
      return missing(c, "Heredocs are not possible in JSON; write the text as a string.");
    case "end":
      return missing(c, "The text ends where a value is expected.");
    default:
      return missing(c, `Expected a value before ${JSON.stringify(word(c))}.${hintFor(c)}`);
  }
}

/** CDKTF writes `undefined` as an empty text. */
function hintFor(c: Cursor): string {
  return c.type === "," || c.type === ")"
    ? " An argument is empty: a value that was undefined when the configuration was synthesized leaves such a gap."
    : "";
}

function missing(c: Cursor, message: string): Node {
  const { at } = c;
  stop(c, message);
  return { kind: "literal", value: null, at, end: at };
}

function number(c: Cursor): Node {
  const { at, end } = c;
  const value = parseNumber(word(c));
  if (value === undefined) return missing(c, `${word(c)} is not a number that can be represented.`);
  if (/^\.\d/.test(c.text.slice(end, end + 2))) return missing(c, `${word(c)}.… is not a number.`);
  advance(c);
  return { kind: "literal", value, at, end };
}

const KEYWORDS: ReadonlyMap<string, true | false | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

function named(c: Cursor): Node {
  const { at, end } = c;
  let name = word(c);
  advance(c);
  while (on(c, "::")) {
    advance(c);
    if (!on(c, "identifier")) return missing(c, 'A name must follow "::".');
    name += `::${word(c)}`;
    advance(c);
  }
  if (follows(c, "(")) return call(c, name, at);
  if (name.includes("::")) return missing(c, `${name} is a function name; its arguments in parentheses are missing.`);
  const value = KEYWORDS.get(name);
  if (value !== undefined) return { kind: "literal", value, at, end };
  return { kind: "reference", root: name, steps: [], at, end };
}

function call(c: Cursor, name: string, at: number): Node {
  const args: Node[] = [];
  let spread = false;
  const argument = () => {
    if (spread) stop(c, 'Only the last argument can be spread with "...".');
    args.push(expression(c));
    spread = on(c, "...");
    if (spread) advance(c);
  };
  const end = between(c, ")", () => separated(c, ")", argument));
  return { kind: "call", name, args, spread, at, end };
}

function parentheses(c: Cursor): Node {
  const { at } = c;
  let of!: Node;
  const end = between(c, ")", () => (of = expression(c)));
  return { kind: "parentheses", of, at, end };
}
