import Ajv, { type SchemaObject, type ValidateFunction } from "ajv";
import { formats } from "./formats";
import type { Field, Fields, Type } from "./type";

/**
 * `verbose` gives errors their value, which identifies those about unknown values. Our schemas are generated from fields, so they
 * need no validation; that, and code optimization, would cost more time than they save: a provider lives for a second.
 */
const ajv = new Ajv({
  ...{ allErrors: true, strict: true, verbose: true, messages: false },
  ...{ meta: false, validateSchema: false, code: { optimize: false } },
});
for (const [name, check] of Object.entries(formats)) ajv.addFormat(name, (text) => check(text) === undefined);

const compiled = new WeakMap<Fields, ValidateFunction>();

/** The validator of attributes as a user may set them: computed ones must be absent or null. Compiled once. */
export function validatorOf(fields: Fields): ValidateFunction {
  let validator = compiled.get(fields);
  if (validator === undefined) {
    validator = ajv.compile(objectSchema(fields, false));
    compiled.set(fields, validator);
  }
  return validator;
}

function objectSchema(fields: Fields, open: boolean): SchemaObject {
  const entries = Object.entries(fields);
  return {
    type: "object",
    properties: Object.fromEntries(entries.map(([name, field]) => [name, fieldSchema(field)])),
    required: entries.filter(([, field]) => field.required).map(([name]) => name),
    additionalProperties: open,
  };
}

function fieldSchema(field: Field): SchemaObject {
  if (field.required) return typeSchema(field.type);
  return field.optional ? nullable(typeSchema(field.type)) : { const: null };
}

function nullable(schema: SchemaObject): SchemaObject {
  return { ...schema, nullable: true, ...(Array.isArray(schema["enum"]) ? { enum: [...(schema["enum"] as unknown[]), null] } : {}) };
}

function typeSchema(type: Type): SchemaObject {
  switch (type.kind) {
    case "string":
      return type.oneOf ? { type: "string", enum: [...type.oneOf] } : { type: "string", format: type.format ?? "plain" };
    case "number":
      return { type: "integer", minimum: type.min, maximum: type.max };
    case "bool":
      return { type: "boolean" };
    case "object":
      return objectSchema(type.fields, type.open === true);
    case "dynamic":
      return { type: "object" };
    case "map":
      return {
        type: "object",
        propertyNames: { type: "string", format: type.keys ?? "plain" },
        additionalProperties: typeSchema(type.element),
      };
    default:
      return { type: "array", items: typeSchema(type.element), ...(type.min === undefined ? {} : { minItems: type.min }) };
  }
}
