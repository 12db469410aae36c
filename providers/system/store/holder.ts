/** The description of a lock that Terraform gives to a server, and that the server gives to others. */
import { diagnose, type Diagnostic } from "../../../lib/diagnostic";
import type { LockInfo } from "../../../lib/ports/state-store";

/** Who holds a lock, as far as it is known. */
export interface LockHolderInfo {
  readonly ID?: string;
  readonly Operation?: string;
  readonly Info?: string;
  readonly Who?: string;
  readonly Version?: string;
  readonly Created?: string;
  readonly Path?: string;
}

/** All of its fields must be there, also those without a value. */
export function lockText({ id, operation, who, created }: LockInfo, path: string): string {
  const info = { ID: id, Operation: operation, Info: "", Who: who, Version: "netweft", Created: created, Path: path };
  return JSON.stringify(info satisfies LockHolderInfo);
}

/** Nothing of an answer that does not describe a lock. */
export function holderIn(text: string): LockHolderInfo {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== "object" || json === null) return {};
    return Object.fromEntries(Object.entries(json).filter(([, value]) => typeof value === "string"));
  } catch {
    return {};
  }
}

export function heldBy(name: string, { ID, Who, Created, Operation }: LockHolderInfo): Diagnostic {
  const what = `${Operation ? ` for "${Operation}"` : ""}${Created ? ` since ${Created}` : ""}${ID ? `, lock ID ${ID}` : ""}`;
  const unlock = ID ? `run "netweft force-unlock ${ID}"` : "remove the lock on the server";
  const detail = `The state is locked by ${Who ? Who : "another run, which the server does not name"}${what}. Nothing was changed. Wait until that run has ended, with --lock-timeout 60s if it takes long; if it is certain that it died, ${unlock}.`;
  return diagnose("state-locked", detail, { file: name });
}
