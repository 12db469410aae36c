/**
 * `netweft/schema`: what can be declared, as data. Types of attributes follow Terraform's.
 *
 * @example
 * import { checkAttributes, resourceTypes } from "netweft/schema";
 *
 * console.log(resourceTypes["netweft_bridge_network"]?.fields["mtu"]?.doc);
 *
 * const [wrong] = checkAttributes("netweft_bridge_network", { name: "front", subnets: ["10.10.0.0/33"] });
 * console.log(wrong?.code, wrong?.at.path); // invalid-cidr [ 'subnets', 0 ]
 */
export { checkAttributes, dataTypes, providerAttributes, providerSchema, resourceTypes, type DeclaredType } from "../lib/stack";
export type { ProvidersSchema } from "../lib/schema/terraform";
export type { BoolType, Field, Fields, Format, ListType, NumberType, ObjectType, StringType, Type } from "../lib/schema/type";
export type { Draft, Value } from "../lib/schema/value";
export type { Diagnostic } from "../lib/diagnostic";
