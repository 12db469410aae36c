/** Values of Terraform JSON: constants, templates, and lists and objects that contain templates. */
import type { PathStep } from "../../diagnostic";
import type { Value } from "../../schema/value";
import { isObject, type JsonValue } from "./json";
import { expressionOf, inside, report, type Expression, type SourcePlace, type DocumentReading } from "./reading";

export type Body =
  | { readonly kind: "constant"; readonly value: Value }
  | { readonly kind: "template"; readonly expression: Expression }
  | { readonly kind: "list"; readonly items: readonly Body[] }
  | { readonly kind: "object"; readonly entries: readonly BodyEntry[] };

export interface BodyEntry {
  readonly key: string | Expression;
  readonly value: Body;
}

const NOTHING: Body = { kind: "constant", value: null };

export function bodyOf(r: DocumentReading, json: JsonValue, place: SourcePlace): Body {
  if (typeof json === "string") return textBody(r, json, place);
  if (typeof json === "number") return numberBody(r, json, place);
  if (typeof json !== "object" || json === null) return { kind: "constant", value: json };
  return Array.isArray(json)
    ? listBody(r, json as readonly JsonValue[], place)
    : objectBody(r, json as Readonly<Record<string, JsonValue>>, place);
}

function textBody(r: DocumentReading, text: string, place: SourcePlace): Body {
  if (isToken(text)) {
    report(
      r,
      place,
      "unresolved-token",
      `${JSON.stringify(text)} is a placeholder of CDKTF that was never replaced by its value. ${TOKEN_ADVICE}`,
    );
    return NOTHING;
  }
  if (!isTemplate(text)) return { kind: "constant", value: normal(text) };
  const expression = expressionOf(r, text, place);
  return expression ? { kind: "template", expression } : NOTHING;
}

/** CDKTF's placeholders: for texts and lists, and for numbers that a program has put into a text. */
function isToken(text: string): boolean {
  return text.includes("TfToken[") || /-\d(?:\.\d+)?e\+(?:2[89]\d|30\d)/.test(text);
}

const TOKEN_ADVICE = "Pass the value on unchanged, or convert it with Token or Fn; do not compute with it in the program.";

/** Only texts with one of these marks are templates. */
export function isTemplate(text: string): boolean {
  return text.includes("${") || text.includes("%{");
}

/** Terraform keeps all text in Unicode's composed form. */
function normal(text: string): string {
  return /[^\0-\u02ff]/.test(text) ? text.normalize("NFC") : text;
}

/** CDKTF's placeholders for numbers are beyond this, far from any number that people write. */
const TOKEN = 1e200;

function numberBody(r: DocumentReading, value: number, place: SourcePlace): Body {
  if (Math.abs(value) < TOKEN) return { kind: "constant", value: Object.is(value, -0) ? 0 : value };
  report(r, place, "unresolved-token", `${value} is a placeholder of CDKTF for a number, or was computed from one. ${TOKEN_ADVICE}`);
  return NOTHING;
}

/** A value in which no text is a template, as Terraform reads what it reads before anything is evaluated. */
export function literalOf(r: DocumentReading, json: JsonValue, place: SourcePlace): Value {
  if (typeof json === "string" && !isToken(json)) return normal(json);
  if (Array.isArray(json)) return (json as readonly JsonValue[]).map((item, i) => inside(place, i, () => literalOf(r, item, place)));
  if (!isObject(json)) return (bodyOf(r, json, place) as { value: Value }).value;
  const entries = Object.entries(json).map(([name, item]) => [normal(name), inside(place, name, () => literalOf(r, item, place))] as const);
  return Object.fromEntries(entries);
}

function listBody(r: DocumentReading, json: readonly JsonValue[], place: SourcePlace): Body {
  const items = json.map((item, i) => inside(place, i, () => bodyOf(r, item, place)));
  if (!items.every(isConstant)) return { kind: "list", items };
  return { kind: "constant", value: items.map(({ value }) => value) };
}

function isConstant(body: Body): body is Extract<Body, { kind: "constant" }> {
  return body.kind === "constant";
}

function objectBody(r: DocumentReading, json: Readonly<Record<string, JsonValue>>, place: SourcePlace): Body {
  const entries: BodyEntry[] = [];
  let constant = true;
  for (const [name, item] of Object.entries(json)) {
    const value = inside(place, name, () => bodyOf(r, item, place));
    const key = isTemplate(name) ? expressionOf(r, name, place) : normal(name);
    if (key !== undefined) entries.push({ key, value });
    constant &&= isConstant(value) && typeof key === "string";
  }
  if (!constant) return { kind: "object", entries };
  return { kind: "constant", value: Object.fromEntries(entries.map(({ key, value }) => [key, (value as { value: Value }).value])) };
}

/** Calls `visit` for every template in the body, with its path. */
export function eachExpression(body: Body, path: PathStep[], visit: (expression: Expression, path: readonly PathStep[]) => void): void {
  switch (body.kind) {
    case "constant":
      return;
    case "template":
      return visit(body.expression, path);
    case "list":
      return body.items.forEach((item, i) => within(item, path, i, visit));
    case "object":
      for (const { key, value } of body.entries) {
        if (typeof key !== "string") visit(key, path);
        within(value, path, typeof key === "string" ? key : key.text, visit);
      }
  }
}

function within(body: Body, path: PathStep[], step: PathStep, visit: (expression: Expression, path: readonly PathStep[]) => void): void {
  path.push(step);
  eachExpression(body, path, visit);
  path.pop();
}
