/** Preconditions, postconditions, validations. */
import { UNKNOWN } from "../../schema/value";
import type { Condition } from "../blocks/model";
import { scalar } from "../values/convert";
import { isFault, isSensitive } from "../values/typed";
import { complain, valueOf } from "./bodies";
import type { EvaluationSite } from "./state";

/** Checks conditions; an unknown one may still be met. Returns whether all are known. */
export function checkConditions(site: EvaluationSite, conditions: readonly Condition[]): boolean {
  let known = true;
  for (const condition of conditions) if (checkCondition(site, condition) === UNKNOWN) known = false;
  return known;
}

function checkCondition(site: EvaluationSite, { condition, message, path }: Condition): boolean | typeof UNKNOWN {
  const at = path.slice(site.where.path?.length ?? 0);
  const before = site.run.diagnostics.length;
  const value = valueOf(site, condition, ...at, "condition");
  const met = scalar(value, "bool");
  if (isFault(met)) complain(site, "invalid-operand", `A condition must be true or false. ${met.message}`);
  if (met === true || isFault(met)) return true;
  if (met === UNKNOWN) return site.run.diagnostics.length > before ? true : UNKNOWN;
  const text = messageOf(site, message, at);
  site.path = [...at, "condition"];
  complain(site, "failed-condition", text);
  return false;
}

function messageOf(site: EvaluationSite, message: Condition["message"], at: Condition["path"]): string {
  const value = valueOf(site, message, ...at, "error_message");
  if (isSensitive(value)) return "The condition is not met. Its message contains a sensitive value, so it is not shown.";
  const text = scalar(value, "string");
  return typeof text === "string" ? text : "The condition is not met. Its message is not known yet.";
}
