import { diagnose, type Diagnostic } from "../diagnostic";
import { dataSources, providerTypes, resources } from "../resources";
import { functions } from "../resources/functions";
import { providerFields } from "../resources/provider";
import { findType } from "../resources/registry";
import { nearest } from "../schema/nearest";
import { providersSchema, type ProvidersSchema } from "../schema/terraform";
import type { Fields } from "../schema/type";
import type { Draft } from "../schema/value";
import { checkResource } from "../session/check-resource";

/** What can be declared: the documentation of a type, in Markdown, and its attributes. */
export interface DeclaredType {
  readonly doc: string;
  readonly fields: Fields;
}

const declared = (types: Readonly<Record<string, DeclaredType>>): Readonly<Record<string, DeclaredType>> =>
  Object.fromEntries(Object.entries(types).map(([name, { doc, fields }]) => [name, { doc, fields }]));

/** The attributes of the provider block. */
export const providerAttributes: Fields = providerFields;

/** Every resource type by its name, `netweft_endpoint`. */
export const resourceTypes = declared(resources);

/** Every data source by its name, `netweft_host`. */
export const dataTypes = declared(dataSources);

/** The provider's schema, as `terraform providers schema -json` prints it. */
export function providerSchema(): ProvidersSchema {
  return providersSchema({ provider: providerFields, resources, dataSources, functions });
}

/**
 * All errors in the attributes of one resource, as in Terraform's JSON syntax without expressions: names, types, formats and limits.
 * What needs the rest of the stack or a host is found by a plan.
 */
export function checkAttributes(type: string, attributes: Draft): readonly Diagnostic[] {
  if (findType(providerTypes, type) !== undefined) return checkResource(type, attributes);
  const meant = nearest(type, Object.keys(resources));
  const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
  return [diagnose("unknown-resource-type", `There is no resource type ${JSON.stringify(type)}.${hint}`)];
}
