import { ROOT, type Fact } from "../kernel/fact";
import { typeOf } from "../kernel/kinds";
import type { Change } from "./plan";

/**
 * The addresses that are deleted on one host and added on another. The kernel looks for duplicates of an IPv6 address (RFC 4862), and
 * hosts run concurrently, so the addition has to come in a later phase than the deletion. Gateways, which all members have, stay outside.
 */
export function movedBetweenHosts(changes: readonly Change[]): ReadonlySet<string> {
  const left = new Map<string, string>();
  for (const { action, before, because } of changes) {
    const address = action === "remove" && because !== "collateral" ? detectedInside(before!) : undefined;
    if (address !== undefined) left.set(address, before!.host);
  }
  if (left.size === 0) return NONE;
  const isMoved = ({ action, after, because }: Change) =>
    action === "add" && because !== "collateral" && (left.get(detectedInside(after!) ?? "") ?? after!.host) !== after!.host;
  return new Set(changes.filter(isMoved).map(({ after }) => detectedInside(after!)!));
}

const NONE: ReadonlySet<string> = new Set();

/** The address in a namespace of which the kernel looks for duplicates. */
export function detectedInside(fact: Fact): string | undefined {
  return fact.netns === ROOT ? undefined : typeOf(fact).detected?.(fact);
}
