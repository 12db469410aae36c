/** Evaluates bodies at their place: problems become located diagnostics. */
import { diagnose, type Path, type PathStep, type Where } from "../../diagnostic";
import { UNKNOWN, type Value } from "../../schema/value";
import type { Body, BodyEntry } from "../document/body";
import { excerpt, type Expression } from "../document/reading";
import { keep } from "../evaluation/budget";
import { evaluate } from "../evaluation/evaluate";
import type { NameScope } from "../evaluation/scope";
import { scalar } from "../values/convert";
import { fromPlain, toDynamic, toPlain, type Plain } from "../values/plain";
import { beyondLimits, measureOf } from "../values/measure";
import { bare, markedAs } from "../values/sensitive";
import { isFault, isSensitive, object, tuple, type Typed } from "../values/typed";
import { referTo } from "./refer";
import type { Ambience, EvaluationRun, EvaluationSite } from "./state";

const NOTHING: Ambience = {};

/** Moves the run's site to another place. */
export function siteOf(run: EvaluationRun, where: Where, ambience: Ambience = NOTHING): EvaluationSite {
  const site = (run.site ??= openSite(run));
  site.where = where;
  site.ambience = ambience;
  site.path = [];
  return site;
}

function openSite(run: EvaluationRun): EvaluationSite {
  const report: NameScope["report"] = ({ code, why, span }) => {
    const part = site.text.slice(span.at, span.end);
    complain(site, code, `${why.message} It is in ${excerpt(part === "" ? site.text : part)}.`);
  };
  const refer: NameScope["refer"] = (reference, scope) => referTo(run, site.ambience, reference, scope);
  const scope: NameScope = { evaluate, names: undefined, providers: run.model.names, budget: run.budget, refer, report };
  const site: EvaluationSite = { run, scope, where: {}, ambience: NOTHING, path: [], text: "" };
  return site;
}

/** A diagnostic at the site's place, or further down. Consequences of a stopped evaluation are not reported. */
export function complain(site: EvaluationSite, code: Parameters<typeof diagnose>[0], detail: string, below: Path = []): void {
  if (site.run.budget.stopped === undefined) note(site, code, detail, below);
}

function note(site: EvaluationSite, code: Parameters<typeof diagnose>[0], detail: string, below: Path = []): void {
  const path = [...(site.where.path ?? []), ...site.path, ...below];
  site.run.diagnostics.push(diagnose(code, detail, path.length > 0 ? { ...site.where, path } : site.where));
}

/** The value of the body at the path. */
export function valueOf(site: EvaluationSite, body: Body, ...path: PathStep[]): Typed {
  site.path = path;
  site.run.budget.built = 0;
  if (body.kind === "constant" || body.kind === "template") return read(site, body);
  const value = read(site, body);
  const wrong = beyondLimits(value);
  if (wrong) complain(site, "limit-exceeded", wrong.message);
  return wrong ? UNKNOWN : value;
}

/** Counts the bytes of a value that is kept. */
export function kept(site: EvaluationSite, bytes: number): void {
  watched(site, () => keep(site.run.budget, bytes));
}

/** Calls a function that uses the budget, and reports when it is exhausted. */
function watched<T>(site: EvaluationSite, use: () => T): T {
  const { budget } = site.run;
  const before = budget.stopped;
  const result = use();
  if (before === undefined && budget.stopped !== undefined) note(site, "limit-exceeded", `${budget.stopped} The limit is reached here.`);
  return result;
}

function read(site: EvaluationSite, body: Body): Typed {
  switch (body.kind) {
    case "constant":
      return fromPlain(body.value);
    case "template":
      return readExpression(site, body.expression);
    case "list":
      return tuple(body.items.map((item, i) => within(site, i, item)));
    case "object":
      return readObject(site, body.entries);
  }
}

function readExpression(site: EvaluationSite, { node, text }: Expression): Typed {
  site.text = text;
  return watched(site, () => evaluate(node, site.scope));
}

function within(site: EvaluationSite, step: PathStep, body: Body): Typed {
  site.path.push(step);
  const value = read(site, body);
  site.path.pop();
  return value;
}

function readObject(site: EvaluationSite, entries: readonly BodyEntry[]): Typed {
  const found: [string, Typed][] = [];
  let marked = false;
  let known = true;
  for (const { key, value } of entries) {
    const name = typeof key === "string" ? key : keyOf(site, key);
    marked ||= typeof name !== "string" && name !== UNKNOWN && isSensitive(name);
    const text = bare(name);
    const part = within(site, typeof text === "string" ? text : "", value);
    if (typeof text === "string") found.push([text, part]);
    else known = false;
  }
  return markedAs(marked, known ? object(found) : UNKNOWN);
}

function keyOf(site: EvaluationSite, key: Expression): Typed {
  const value = readExpression(site, key);
  const text = scalar(value, "string");
  if (!isFault(text)) return markedAs(isSensitive(value), text);
  complain(site, "invalid-operand", `The key of an object must be text. ${text.message} It is in ${excerpt(key.text)}.`);
  return UNKNOWN;
}

/** The plain value of a body. Numbers that cannot be represented are reported. */
export function plainOf(site: EvaluationSite, body: Body, ...path: PathStep[]): Pick<Plain, "value" | "sensitive"> {
  if (body.kind === "constant") return { value: body.value, sensitive: [] };
  const value = valueOf(site, body, ...path);
  kept(site, measureOf(value).size);
  return plain(site, value, ...path);
}

/** The same for an attribute that takes any type: the value has its type with it. */
export function dynamicOf(site: EvaluationSite, body: Body, ...path: PathStep[]): Pick<Plain, "value" | "sensitive"> {
  const value = valueOf(site, body, ...path);
  kept(site, measureOf(value).size);
  const { value: found, sensitive } = plain(site, value, ...path);
  return { value: toDynamic(value, found), sensitive };
}

export function plain(site: EvaluationSite, value: Typed, ...path: PathStep[]): { value: Value; sensitive: readonly Path[] } {
  const result = toPlain(value);
  site.path = path;
  for (const { path: below, text } of result.inexact) {
    complain(
      site,
      "inexact-number",
      `The result ${text.length > 60 ? `${text.slice(0, 60)}…` : text} has more digits than can be stored. Use tostring(…) if it is a name or a code.`,
      below,
    );
  }
  return result;
}
