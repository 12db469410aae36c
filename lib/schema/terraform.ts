import type { Field, Fields, Type } from "./type";

/** The full address of the source `netweft/netweft` in the default registry: the key of our schema, and the provider's name in states. */
export const PROVIDER_ADDRESS = "registry.terraform.io/netweft/netweft";

/** The full addresses of the same source by the defaults of Terraform and OpenTofu. */
export const PROVIDER_ADDRESSES = [PROVIDER_ADDRESS, "registry.opentofu.org/netweft/netweft"] as const;

/** The definitions for a provider's schema; see `lib/resources`. */
export interface ProviderParts {
  readonly provider: Fields;
  readonly resources: Readonly<Record<string, Documented & { readonly version: number }>>;
  readonly dataSources: Readonly<Record<string, Documented>>;
  readonly functions?: Readonly<Record<string, FunctionParts>>;
}
interface FunctionParts {
  readonly summary: string;
  readonly doc: string;
  readonly parameters: readonly { readonly name: string; readonly type: Type; readonly doc: string }[];
  readonly result: Type;
}
interface Documented {
  readonly doc: string;
  readonly fields: Fields;
}

/** A type in Terraform's JSON syntax: `"string"`, `["list", "string"]`, `["object", { … }]`. */
export type TerraformType = string | readonly [string, TerraformType | Readonly<Record<string, TerraformType>>];

/** An attribute of a schema, with exactly one of `type` and `nested_type`. */
export interface AttributeJson {
  readonly type?: TerraformType;
  readonly nested_type?: { readonly attributes: Readonly<Record<string, AttributeJson>>; readonly nesting_mode: string };
  readonly description: string;
  readonly description_kind: "markdown";
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
  readonly sensitive?: true;
}
/** The schema of one resource type, one data source, or the provider's block. */
export interface SchemaJson {
  readonly version: number;
  readonly block: {
    readonly attributes: Readonly<Record<string, AttributeJson>>;
    readonly description?: string;
    readonly description_kind: "markdown" | "plain";
  };
}

interface FunctionJson {
  readonly description: string;
  readonly summary: string;
  readonly return_type: TerraformType;
  readonly parameters: readonly { readonly name: string; readonly description: string; readonly type: TerraformType }[];
}

/** The schema of the provider as `terraform providers schema -json` prints it. */
export interface ProvidersSchema {
  readonly format_version: "1.0";
  readonly provider_schemas: Readonly<
    Record<
      string,
      {
        readonly provider: SchemaJson;
        readonly resource_schemas: Readonly<Record<string, SchemaJson>>;
        readonly data_source_schemas: Readonly<Record<string, SchemaJson>>;
        readonly functions?: Readonly<Record<string, FunctionJson>>;
      }
    >
  >;
}

/**
 * The schema of everything that can be declared, in the form that Terraform's tools read, in alphabetical order.
 *
 * @example
 * JSON.stringify(providersSchema({ provider: providerFields, resources, dataSources }));
 */
export function providersSchema({ provider, resources, dataSources, functions }: ProviderParts): ProvidersSchema {
  return {
    format_version: "1.0",
    provider_schemas: {
      [PROVIDER_ADDRESS]: {
        provider: providerJson(provider),
        resource_schemas: sorted(resources, ({ version, doc, fields }) => schemaJson(version, doc, fields)),
        data_source_schemas: sorted(dataSources, ({ doc, fields }) => schemaJson(0, doc, fields)),
        ...(functions && { functions: sorted(functions, functionJson) }),
      },
    },
  };
}

/** The schema of the provider's own block. */
export function providerJson(fields: Fields): SchemaJson {
  return { version: 0, block: { attributes: attributesJson(fields, false), description_kind: "plain" } };
}

/** The schema of a resource type or a data source; `version` is that of the attributes in states, 0 for data sources. */
export function schemaJson(version: number, doc: string, fields: Fields): SchemaJson {
  return { version, block: { attributes: attributesJson(fields, true), description: doc, description_kind: "markdown" } };
}

function functionJson({ summary, doc, parameters, result }: FunctionParts): FunctionJson {
  return {
    description: doc,
    summary,
    return_type: terraformType(result),
    parameters: parameters.map(({ name, type, doc: description }) => ({ name, description, type: terraformType(type) })),
  };
}

/** Attributes of a provider block are never computed: their defaults are internal to the provider. */
function attributesJson(fields: Fields, mayCompute: boolean): Readonly<Record<string, AttributeJson>> {
  return sorted(fields, (field) => attributeJson(field, mayCompute));
}

function attributeJson(field: Field, mayCompute: boolean): AttributeJson {
  return {
    ...typeOrNested(field.type, mayCompute),
    description: field.doc,
    description_kind: "markdown",
    ...(field.required && { required: true }),
    ...(field.optional && { optional: true }),
    ...(mayCompute && isComputed(field) && { computed: true }),
    ...(field.sensitive && { sensitive: true }),
  };
}

/** Whether Terraform sees a value that the user did not set: computed attributes, and those with a default. */
export function isComputed(field: Field): boolean {
  return field.computed === true || field.default !== undefined;
}

/** Objects, and collections of them, are nested attributes: only these can have optional members. */
function typeOrNested(type: Type, mayCompute: boolean): Pick<AttributeJson, "type" | "nested_type"> {
  if (type.kind === "object") return { nested_type: { attributes: attributesJson(type.fields, mayCompute), nesting_mode: "single" } };
  if ((type.kind === "list" || type.kind === "set" || type.kind === "map") && type.element.kind === "object") {
    return { nested_type: { attributes: attributesJson(type.element.fields, mayCompute), nesting_mode: type.kind } };
  }
  return { type: terraformType(type) };
}

/** The type in Terraform's JSON syntax, nested attributes as plain objects. */
export function terraformType(type: Type): TerraformType {
  switch (type.kind) {
    case "string":
    case "number":
    case "bool":
    case "dynamic":
      return type.kind;
    case "object":
      return ["object", sorted(type.fields, (field) => terraformType(field.type))];
    default:
      return [type.kind, terraformType(type.element)];
  }
}

function sorted<T, R>(entries: Readonly<Record<string, T>>, make: (value: T) => R): Readonly<Record<string, R>> {
  return Object.fromEntries(
    Object.keys(entries)
      .sort()
      .map((name) => [name, make(entries[name]!)]),
  );
}
