import type { Field, Fields, Type } from "./type";

/** JSON Schema, draft 07. */
type JsonSchema = boolean | JsonSchemaObject;
interface JsonSchemaObject {
  readonly [keyword: string]: unknown;
}

/** What an editor needs to know of a provider. */
interface EditorParts {
  readonly provider: Fields;
  readonly resources: Readonly<Record<string, DescribedType>>;
  readonly dataSources: Readonly<Record<string, DescribedType>>;
}
interface DescribedType {
  readonly doc: string;
  readonly fields: Fields;
}

/**
 * The schema of `*.tf.json` for editors: the provider's block and its resources in full, Terraform's own blocks as far as they are
 * fixed, and whatever other providers declare. Every value may be an expression, `"${var.mtu}"`.
 */
export function editorSchema({ provider, resources, dataSources }: EditorParts): JsonSchema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Terraform configuration with Netweft",
    definitions: {
      configuration: CONFIGURATION,
      provider: { type: "object", properties: { netweft: blocks("netweft") } },
      netweft: body(provider, { alias: text("Another name for these settings."), version: true }),
      ...types("resource", resources),
      ...types("data", dataSources),
      ...named("variable", VARIABLE),
      ...named("output", { ...OUTPUT, required: ["value"] }),
      lifecycle: LIFECYCLE,
    },
    ...blocks("configuration"),
  };
}

/** In a text, `${` begins an expression, and `%{` a directive. */
const EXPRESSION = "[$%]\\{";

/** One block of a definition, or several as a list: Terraform's blocks may be repeated. */
function blocks(definition: string): JsonSchemaObject {
  const one = { $ref: `#/definitions/${definition}` };
  return { if: { type: "array" }, then: { type: "array", items: one }, else: one };
}

/** Definitions of blocks by name. */
function named(definition: string, block: JsonSchema): Readonly<Record<string, JsonSchema>> {
  const one = `${definition}.block`;
  return { [definition]: { type: "object", properties: { "//": true }, additionalProperties: blocks(one) }, [one]: block };
}

/** An object with these members and a comment, and no others. */
function closed(properties: Readonly<Record<string, JsonSchema>>): JsonSchemaObject {
  return { type: "object", properties: { "//": { description: "A comment." }, ...properties }, additionalProperties: false };
}

/** Any value, for these members. */
function open(...names: readonly string[]): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(names.map((name) => [name, true]));
}

function text(description: string): JsonSchema {
  return { type: "string", description };
}

function texts(description: string): JsonSchema {
  return { type: "array", items: { type: "string" }, description };
}

const CONFIGURATION = closed({
  terraform: { description: "Settings: `required_providers`, `backend`." },
  provider: blocks("provider"),
  resource: blocks("resource"),
  data: blocks("data"),
  variable: blocks("variable"),
  output: blocks("output"),
  locals: { description: "Named values, used as `${local.name}`." },
  ...open("module", "moved", "import", "removed", "check", "ephemeral", "action"),
});

const LIFECYCLE = closed({
  create_before_destroy: yesOrNo(),
  prevent_destroy: { ...yesOrNo(), description: "A plan that destroys it is an error." },
  ignore_changes: { description: 'Attributes whose changes are not planned, or `"all"`.' },
  replace_triggered_by: texts("What replaces it when it changes."),
  ...open("precondition", "postcondition", "action_trigger"),
});
const DESCRIBED = open("description", "sensitive", "ephemeral", "deprecated");
const VARIABLE = closed({ ...DESCRIBED, ...open("type", "default", "nullable", "validation") });
const OUTPUT = closed({ ...DESCRIBED, ...open("value", "depends_on", "precondition") });

const META = {
  count: { ...orExpression({ type: "integer", minimum: 0 }, "^\\d+$"), description: "The number of instances." },
  for_each: { ...orExpression({ type: "object" }), description: "An instance for each element of a map or a set." },
  depends_on: texts("Addresses of resources that come first."),
  provider: text("The provider configuration."),
  lifecycle: blocks("lifecycle"),
  ...open("connection", "provisioner"),
};

/** Our types by name. Others are another provider's, unless they begin as ours do. */
function types(block: string, all: Readonly<Record<string, DescribedType>>): Readonly<Record<string, JsonSchema>> {
  const names = Object.keys(all).sort();
  const definition = (name: string) => `${block}.${name}`;
  const others = `^netweft_(?!(${names.map((name) => name.replace(/^netweft_/, "")).join("|")})$)`;
  return {
    [block]: {
      type: "object",
      properties: Object.fromEntries(names.map((name) => [name, { description: all[name]!.doc, ...blocks(definition(name)) }])),
      patternProperties: { [others]: false },
    },
    ...Object.assign({}, ...names.map((name) => named(definition(name), body(all[name]!.fields, META)))),
  };
}

/** A block with the attributes that can be set, and others of Terraform's. */
function body(fields: Fields, others: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { ...closed({ ...attributes(fields), ...others }), required: requiredIn(fields) };
}

function attributes(fields: Fields): Readonly<Record<string, JsonSchema>> {
  const settable = Object.entries(fields).filter(([, field]) => field.required === true || field.optional === true);
  return Object.fromEntries(settable.map(([name, field]) => [name, attribute(field)]));
}

const requiredIn = (fields: Fields) => Object.keys(fields).filter((name) => fields[name]!.required);

function attribute(field: Field): JsonSchema {
  const schema = typeSchema(field.type);
  return {
    description: field.doc,
    ...(field.default !== undefined && { default: field.default }),
    ...(field.required ? schema : orNull(schema)),
  };
}

function orNull(schema: JsonSchemaObject): JsonSchemaObject {
  const { anyOf } = schema;
  return Array.isArray(anyOf) ? { anyOf: [...(anyOf as readonly JsonSchema[]), { type: "null" }] } : { if: { type: "null" }, else: schema };
}

/** A value of the type, or a text that Terraform converts or evaluates. */
function typeSchema(type: Type): JsonSchemaObject {
  switch (type.kind) {
    case "string":
      return type.oneOf ? choice({ enum: type.oneOf }) : { anyOf: [{ type: "string" }, { type: "number" }, { type: "boolean" }] };
    case "number":
      return orExpression({ type: "integer", minimum: type.min, maximum: type.max }, "^\\d+$");
    case "bool":
      return yesOrNo();
    case "object":
      return orExpression({
        type: "object",
        properties: attributes(type.fields),
        required: requiredIn(type.fields),
        additionalProperties: type.open === true,
      });
    case "dynamic":
      return {};
    case "map":
      return orExpression({ type: "object", additionalProperties: typeSchema(type.element) });
    default:
      return orExpression({ type: "array", items: typeSchema(type.element), ...(type.min !== undefined && { minItems: type.min }) });
  }
}

function yesOrNo(): JsonSchemaObject {
  return choice({ type: "boolean" }, "^(true|false)$");
}

/** One of a few values: as alternatives, because editors offer the values of these. */
function choice(schema: JsonSchema, converted?: string): JsonSchemaObject {
  return { anyOf: [schema, { type: "string", pattern: textPattern(converted) }] };
}

function textPattern(converted: string | undefined): string {
  return converted === undefined ? EXPRESSION : `${converted}|${EXPRESSION}`;
}

/** `converted`: the texts without an expression that are converted to the type. */
function orExpression(schema: JsonSchema, converted?: string): JsonSchemaObject {
  return { if: { type: "string" }, then: { type: "string", pattern: textPattern(converted) }, else: schema };
}
