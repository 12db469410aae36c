import { functions, type ProviderFunction } from "../../../../lib/resources/functions";
import { dataSources, resources } from "../../../../lib/resources";
import { providerFields } from "../../../../lib/resources/provider";
import { string, type Fields } from "../../../../lib/schema/type";
import type { Handlers } from "../plugin/routes";
import { providerSchema, resourceSchema, typeBytes } from "../wire/schema";
import { MARKDOWN } from "../wire/shared";

const CAPABILITIES = { getProviderSchemaOptional: true, moveResourceState: true } as const;

/** The identity of an object among those of its type; since protocol 6.9. */
export const IDENTITY = {
  id: { type: string(), required: true, doc: "The id, as `terraform import` takes it." },
} as const satisfies Fields;

function mapped<T, R>(entries: Readonly<Record<string, T>>, make: (value: T) => R): Readonly<Record<string, R>> {
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, make(value)]));
}

function functionMessage({ parameters, result, summary, doc }: ProviderFunction) {
  const parameter = ({ name, type, doc: description }: ProviderFunction["parameters"][number]) => ({
    ...{ name, type: typeBytes(type), description, descriptionKind: MARKDOWN },
  });
  return {
    parameters: parameters.map(parameter),
    return: { type: typeBytes(result) },
    summary,
    description: doc,
    descriptionKind: MARKDOWN,
  };
}

const named = (types: Readonly<Record<string, unknown>>) => Object.keys(types).map((typeName) => ({ typeName }));

/** The provider's schemas. They are constant, so that Terraform may cache them across processes. */
export const schemaHandlers = {
  GetMetadata: () => ({
    serverCapabilities: CAPABILITIES,
    dataSources: named(dataSources),
    resources: named(resources),
    functions: Object.keys(functions).map((name) => ({ name })),
  }),
  GetProviderSchema: () => ({
    provider: providerSchema(providerFields),
    resourceSchemas: mapped(resources, resourceSchema),
    dataSourceSchemas: mapped(dataSources, resourceSchema),
    serverCapabilities: CAPABILITIES,
    functions: mapped(functions, functionMessage),
  }),
  GetResourceIdentitySchemas: () => ({
    identitySchemas: mapped(resources, () => ({
      version: 0,
      identityAttributes: [{ name: "id", type: typeBytes(IDENTITY.id.type), requiredForImport: true, description: IDENTITY.id.doc }],
    })),
  }),
  GetFunctions: () => ({ functions: mapped(functions, functionMessage) }),
} satisfies Partial<Handlers>;
