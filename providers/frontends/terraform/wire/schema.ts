/** Schemas as messages, converted from the JSON of `lib/schema/terraform.ts`. */
import { providerJson, schemaJson, terraformType, type AttributeJson, type SchemaJson } from "../../../../lib/schema/terraform";
import type { Fields, Type } from "../../../../lib/schema/type";
import { MARKDOWN, NESTING, type Schema, type SchemaAttribute } from "./shared";

/** The schema of the provider block. */
export function providerSchema(fields: Fields): Schema {
  return schemaMessage(providerJson(fields));
}

/** The schema of a resource type, or with version 0 of a data source. */
export function resourceSchema({ version = 0, doc, fields }: { version?: number; doc: string; fields: Fields }): Schema {
  return schemaMessage(schemaJson(version, doc, fields));
}

/** A type in schemas and functions: Terraform's JSON as bytes. */
export function typeBytes(type: Type): Buffer {
  return Buffer.from(JSON.stringify(terraformType(type)));
}

function schemaMessage({ version, block }: SchemaJson): Schema {
  const descriptionKind = block.description_kind === "markdown" ? MARKDOWN : 0;
  return { version, block: { attributes: attributeMessages(block.attributes), description: block.description, descriptionKind } };
}

function attributeMessages(attributes: Readonly<Record<string, AttributeJson>>): readonly SchemaAttribute[] {
  return Object.entries(attributes).map(([name, json]) => attributeMessage(name, json));
}

function attributeMessage(name: string, json: AttributeJson): SchemaAttribute {
  const { type, nested_type: nested, description, required, optional, computed, sensitive } = json;
  return {
    name,
    ...(type !== undefined && { type: Buffer.from(JSON.stringify(type)) }),
    ...(nested && { nestedType: { attributes: attributeMessages(nested.attributes), nesting: nestingOf(nested.nesting_mode) } }),
    description,
    descriptionKind: MARKDOWN,
    required,
    optional,
    computed,
    sensitive,
  };
}

function nestingOf(mode: string): number {
  return NESTING[mode as keyof typeof NESTING];
}
