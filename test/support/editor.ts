/** The schema of `*.tf.json` that editors load, applied to a configuration. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";

export const editorSchema = JSON.parse(readFileSync(join(__dirname, "../../docs/reference/tf-json.schema.json"), "utf8")) as object;
export const ajv = new Ajv({ strict: true, allErrors: true });
const validate = ajv.compile(editorSchema);

/** Where an editor marks a configuration. */
export function marked(configuration: unknown): readonly string[] {
  validate(configuration);
  return [...new Set((validate.errors ?? []).filter(({ keyword }) => keyword !== "if").map(({ instancePath }) => instancePath))];
}
