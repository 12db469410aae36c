/** One resource instance in the JSON of `terraform show -json`. */
import { currentAddress, deposedKey, parseAddress, type AddressParts } from "../engine/state";
import { registry } from "../resources";
import { findType } from "../resources/registry";
import { withoutTypes } from "../schema/dynamic";
import { PROVIDER_ADDRESS } from "../schema/terraform";
import type { Draft } from "../schema/value";
import { knownPart, sensitiveMask } from "./masks";
import type { Hidden } from "./values";

/** The identity of an instance: the first members of every object about it. */
export function identityJson(address: string, provider?: string): Readonly<Record<string, unknown>> {
  const parts: AddressParts = parseAddress(address) ?? { module: "", mode: "managed", type: "", name: address };
  return {
    address: currentAddress(address),
    ...(parts.module ? { module_address: parts.module.slice(0, -1) } : {}),
    mode: parts.mode,
    type: parts.type,
    name: parts.name,
    ...(parts.key === undefined ? {} : { index: parts.key }),
    provider_name: provider === undefined ? PROVIDER_ADDRESS : providerName(provider),
  };
}

/** The key of a deposed object, which Terraform's JSON has beside the address. */
export function deposedMember<N extends string>(name: N, address: string): { readonly [M in N]?: string } {
  const key = deposedKey(address);
  return (key === undefined ? {} : { [name]: key }) as { readonly [M in N]?: string };
}

/** `example.org/netweft/netweft` from `provider["example.org/netweft/netweft"].edge`. */
function providerName(provider: string): string {
  return /provider\["([^"]+)"\]/.exec(provider)?.[1] ?? provider;
}

/** The attributes of a resource as reports have them. */
export function shownAttributes(type: string, attributes: Draft): Draft {
  return withoutTypes(findType(registry, type)?.fields, attributes);
}

export function valuesJson(
  attributes: Draft,
  hidden: Hidden,
  type: string,
  version = findType(registry, type)?.version ?? 0,
): Readonly<Record<string, unknown>> {
  const values = shownAttributes(type, attributes);
  return { schema_version: version, values: knownPart(values), sensitive_values: sensitiveMask(values, hidden) };
}
