/** Host ports in use by the configuration: binds of host networks and published ports of endpoints. */
import type { DeclaredPortClaim } from "../kernel/port-claim";
import { portClaimsOf, type Registry, type TypedAttributes } from "../resources/registry";

/** An instance as plans and states have it. */
export interface Claimant extends TypedAttributes {
  readonly address: string;
}

/** All claims of an instance. Unknown values claim nothing. */
export function claimsOf(claimant: Claimant, types: Registry): readonly DeclaredPortClaim[] {
  const claims = portClaimsOf(types, claimant);
  return claims.length === 0 ? [] : claims.map((claim) => ({ ...claim, resource: claimant.address }));
}

/** The ports of a host that are published by an instance. */
export function publishesOf(claimant: Claimant, types: Registry): readonly DeclaredPortClaim[] {
  return claimsOf(claimant, types).filter(isPublished);
}

export function isPublished({ what }: DeclaredPortClaim): boolean {
  return what === "publish";
}
