/** Messages shared by requests and responses of the protocol. Numbers and names are those of protocol 6.9. */
import { bool, bytes, enumeration, int64, lazy, many, mapOf, maybe, message, one, text, type Encodable, type Message } from "./protobuf";

/** A value in either of two encodings; see `value.ts`. */
export const dynamicValue = message({ msgpack: one(1, bytes), json: one(2, bytes) });

/** One step of a path. Exactly one of the fields is set. */
export const attributePathStep = message({
  attributeName: maybe(1, text),
  elementKeyString: maybe(2, text),
  elementKeyInt: maybe(3, int64),
});
export const attributePath = message({ steps: many(1, attributePathStep) });

export const SEVERITY = { error: 1, warning: 2 } as const;
export const diagnostic = message({
  severity: one(1, enumeration),
  summary: one(2, text),
  detail: one(3, text),
  attribute: one(4, attributePath),
});

/** `functionArgument` counts from zero; without it the error is about the whole call. */
export const functionError = message({ text: one(1, text), functionArgument: maybe(2, int64) });

/** An object as stored in the state. `flatmap` is set only by Terraform before 0.12. */
export const rawState = message({ json: one(1, bytes), flatmap: mapOf(2, text) });

export const MARKDOWN = 1;
export const NESTING = { single: 1, list: 2, set: 3, map: 4, group: 5 } as const;

/** An attribute of a schema: `type` is JSON, and exactly one of `type` and `nestedType` is set. */
export interface SchemaAttribute {
  readonly name?: string | undefined;
  readonly type?: Uint8Array | undefined;
  readonly description?: string | undefined;
  readonly required?: boolean | undefined;
  readonly optional?: boolean | undefined;
  readonly computed?: boolean | undefined;
  readonly sensitive?: boolean | undefined;
  readonly descriptionKind?: number | undefined;
  readonly deprecated?: boolean | undefined;
  readonly nestedType?: SchemaObject | undefined;
  readonly writeOnly?: boolean | undefined;
}
export interface SchemaObject {
  readonly attributes?: readonly SchemaAttribute[] | undefined;
  readonly nesting?: number | undefined;
}
export const schemaAttribute: Message<SchemaAttribute, SchemaAttribute> = message({
  name: one(1, text),
  type: one(2, bytes),
  description: one(3, text),
  required: one(4, bool),
  optional: one(5, bool),
  computed: one(6, bool),
  sensitive: one(7, bool),
  descriptionKind: one(8, enumeration),
  deprecated: one(9, bool),
  nestedType: one(
    10,
    lazy(() => schemaObject),
  ),
  writeOnly: one(11, bool),
});
const schemaObject: Message<SchemaObject, SchemaObject> = message({ attributes: many(1, schemaAttribute), nesting: one(3, enumeration) });

/** Nested blocks; our schemas have none, because nested objects are attributes. */
export interface SchemaNestedBlock {
  readonly typeName?: string | undefined;
  readonly block?: SchemaBlock | undefined;
  readonly nesting?: number | undefined;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
}
export interface SchemaBlock {
  readonly version?: number | undefined;
  readonly attributes?: readonly SchemaAttribute[] | undefined;
  readonly blockTypes?: readonly SchemaNestedBlock[] | undefined;
  readonly description?: string | undefined;
  readonly descriptionKind?: number | undefined;
  readonly deprecated?: boolean | undefined;
}
const schemaNestedBlock: Message<SchemaNestedBlock, SchemaNestedBlock> = message({
  typeName: one(1, text),
  block: one(
    2,
    lazy(() => schemaBlock),
  ),
  nesting: one(3, enumeration),
  minItems: one(4, int64),
  maxItems: one(5, int64),
});
const schemaBlock: Message<SchemaBlock, SchemaBlock> = message({
  version: one(1, int64),
  attributes: many(2, schemaAttribute),
  blockTypes: many(3, schemaNestedBlock),
  description: one(4, text),
  descriptionKind: one(5, enumeration),
  deprecated: one(6, bool),
});

/** The schema version of a resource type; the version of the block is unused. */
export const schema = message({ version: one(1, int64), block: one(2, schemaBlock) });
export type Schema = Encodable<typeof schema>;

export const functionParameter = message({
  name: one(1, text),
  type: one(2, bytes),
  allowNullValue: one(3, bool),
  allowUnknownValues: one(4, bool),
  description: one(5, text),
  descriptionKind: one(6, enumeration),
});
/** A function of the provider. Types are JSON. */
export const functionDefinition = message({
  parameters: many(1, functionParameter),
  variadicParameter: one(2, functionParameter),
  return: one(3, message({ type: one(1, bytes) })),
  summary: one(4, text),
  description: one(5, text),
  descriptionKind: one(6, enumeration),
  deprecationMessage: one(7, text),
});

/** Optional capabilities of this provider. */
export const serverCapabilities = message({
  planDestroy: one(1, bool),
  getProviderSchemaOptional: one(2, bool),
  moveResourceState: one(3, bool),
});
export const clientCapabilities = message({ deferralAllowed: one(1, bool), writeOnlyAttributesAllowed: one(2, bool) });
export const deferred = message({ reason: one(1, enumeration) });
/** Seconds since 1970 in UTC, and nanoseconds within the second. */
export const timestamp = message({ seconds: one(1, int64), nanos: one(2, int64) });

/** The identity of a remote object, apart from its state. Since 6.9. */
export const identityData = message({ identityData: one(1, dynamicValue) });
export const identitySchema = message({
  version: one(1, int64),
  identityAttributes: many(
    2,
    message({
      name: one(1, text),
      type: one(2, bytes),
      requiredForImport: one(3, bool),
      optionalForImport: one(4, bool),
      description: one(5, text),
    }),
  ),
});
