import { dataSources, resources } from "../../../lib/resources";
import { providerFields } from "../../../lib/resources/provider";
import { PROVIDER_ADDRESS, providersSchema } from "../../../lib/schema/terraform";
import { list, object, string } from "../../../lib/schema/type";
import { decode, encode } from "../../../providers/frontends/terraform/wire/protobuf";
import { providerSchema, resourceSchema, typeBytes } from "../../../providers/frontends/terraform/wire/schema";
import { NESTING, schema, type Schema, type SchemaAttribute } from "../../../providers/frontends/terraform/wire/shared";

/** A schema message in the form of `terraform providers schema -json`: false and empty values are omitted. */
function printed(message: Schema): unknown {
  const { block } = message;
  return present({
    version: message.version,
    block: present({
      attributes: printedAttributes(block?.attributes),
      description: block?.description,
      description_kind: block?.descriptionKind === 1 ? "markdown" : "plain",
    }),
  });
}

function printedAttributes(attributes: readonly SchemaAttribute[] = []): unknown {
  return Object.fromEntries(attributes.map((attribute) => [attribute.name, printedAttribute(attribute)]));
}

function printedAttribute(attribute: SchemaAttribute): unknown {
  const { type, nestedType } = attribute;
  return present({
    type: type?.length ? (JSON.parse(Buffer.from(type).toString()) as unknown) : undefined,
    nested_type: nestedType && {
      attributes: printedAttributes(nestedType.attributes),
      nesting_mode: Object.entries(NESTING).find(([, number]) => number === nestedType.nesting)?.[0],
    },
    description: attribute.description,
    description_kind: attribute.descriptionKind === 1 ? "markdown" : "plain",
    required: attribute.required,
    optional: attribute.optional,
    computed: attribute.computed,
    sensitive: attribute.sensitive,
  });
}

function present(parts: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined && part !== false && part !== ""));
}

describe("the schema messages equal the schema in JSON", () => {
  const json = providersSchema({ provider: providerFields, resources, dataSources }).provider_schemas[PROVIDER_ADDRESS]!;
  const sent = (message: Schema) => printed(decode(schema, encode(schema, message)));

  test("of the provider", () => {
    expect(sent(providerSchema(providerFields))).toEqual(json.provider);
  });

  test.each(Object.entries(resources))("of %s", (name, type) => {
    expect(sent(resourceSchema(type))).toEqual(json.resource_schemas[name]);
  });

  test.each(Object.entries(dataSources))("of the data source %s", (name, { doc, fields }) => {
    expect(sent(resourceSchema({ doc, fields }))).toEqual(json.data_source_schemas[name]);
  });
});

test("types are JSON in bytes", () => {
  const type = list(object({ a: { type: string({}), optional: true, doc: "" } }));
  expect(typeBytes(type).toString()).toBe('["list",["object",{"a":"string"}]]');
});
