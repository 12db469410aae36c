import { fromPlain } from "../values/plain";
import { convertTo } from "../values/convert";
import { concealedIf, isFault, isNull, type Typed } from "../values/typed";
import { literalOf } from "../document/body";
import type { JsonObject } from "../document/json";
import { inside, placeAt, report, type SourcePlace, type DocumentReading } from "../document/reading";
import { readConditions } from "./condition";
import { parseConstraint, withDefaults, type Constraint } from "./constraint";
import type { VariableBlock } from "./model";
import { constantBool, constantText, onlyKnown } from "./shape";

const KNOWN = ["type", "default", "description", "sensitive", "nullable", "validation", "ephemeral"];
const ANY: Constraint = { type: "dynamic" };

export function readVariable(r: DocumentReading, name: string, body: JsonObject, file: string): VariableBlock {
  const place = placeAt({ file }, "variable", name);
  onlyKnown(r, body, KNOWN, place);
  if (body.ephemeral !== undefined && body.ephemeral !== false) {
    inside(place, "ephemeral", () => report(r, place, "needs-terraform", "Ephemeral variables exist in Terraform only."));
  }
  const type = constantText(r, body, "type", place);
  const constraint = type === undefined ? ANY : readConstraint(r, type, place);
  const nullable = constantBool(r, body, "nullable", place) ?? true;
  const sensitive = constantBool(r, body, "sensitive", place) ?? false;
  const fallback = body.default === undefined ? undefined : readDefault(r, body, { constraint, nullable, sensitive }, place);
  return {
    kind: "variable",
    name,
    where: { file, path: ["variable", name] },
    constraint,
    parsed: type !== undefined && !["string", "number", "bool"].includes(constraint.type as string),
    ...(fallback !== undefined && { default: fallback }),
    sensitive,
    nullable,
    validations: readConditions(r, body.validation, "validation", place),
  };
}

function readConstraint(r: DocumentReading, text: string, place: SourcePlace): Constraint {
  const constraint = parseConstraint(text);
  if (!isFault(constraint)) return constraint;
  inside(place, "type", () => report(r, place, "invalid-type-constraint", `${JSON.stringify(text)} is not a type. ${constraint.message}`));
  return ANY;
}

type VariableKind = Pick<VariableBlock, "constraint" | "nullable" | "sensitive">;

function readDefault(r: DocumentReading, object: JsonObject, { constraint, nullable, sensitive }: VariableKind, place: SourcePlace): Typed {
  return inside(place, "default", () => {
    const wrong = (why: string): null => {
      report(r, place, "invalid-variable", why);
      return null;
    };
    const value = literalOf(r, object.default!, place);
    const converted = convertTo(withDefaults(fromPlain(value), constraint.defaults), constraint.type);
    if (isFault(converted)) return wrong(`The default does not fit the type. ${concealedIf(sensitive, converted).message}`);
    return isNull(converted) && !nullable ? wrong("The default is null, but the variable is not nullable.") : converted;
  });
}
