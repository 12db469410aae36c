import { bodyOf } from "../document/body";
import type { JsonObject } from "../document/json";
import { inside, placeAt, report, type DocumentReading } from "../document/reading";
import { readConditions } from "./condition";
import type { LocalBlock, OutputBlock } from "./model";
import { readDependsOn } from "./resource";
import { constantBool, literalText, onlyKnown } from "./shape";

const KNOWN = ["value", "description", "sensitive", "depends_on", "precondition", "ephemeral"];

export function readOutput(r: DocumentReading, name: string, body: JsonObject, file: string): OutputBlock | undefined {
  const place = placeAt({ file }, "output", name);
  onlyKnown(r, body, KNOWN, place);
  if (body.ephemeral !== undefined && body.ephemeral !== false) {
    inside(place, "ephemeral", () => report(r, place, "needs-terraform", "Ephemeral outputs exist in Terraform only."));
  }
  const { value } = body;
  if (value === undefined) {
    report(r, place, "missing-attribute", `The output ${JSON.stringify(name)} lacks "value".`);
    return undefined;
  }
  const description = literalText(r, body, "description", place);
  return {
    kind: "output",
    name,
    where: { file, path: ["output", name] },
    value: inside(place, "value", () => bodyOf(r, value, place)),
    sensitive: constantBool(r, body, "sensitive", place) ?? false,
    ...(description !== undefined && { description }),
    dependsOn: readDependsOn(r, body.depends_on, place),
    preconditions: readConditions(r, body.precondition, "precondition", place),
  };
}

export function readLocal(r: DocumentReading, name: string, json: JsonObject, file: string): LocalBlock {
  const place = placeAt({ file }, "locals", name);
  return { kind: "local", name, where: { file, path: ["locals", name] }, value: bodyOf(r, json[name]!, place) };
}
