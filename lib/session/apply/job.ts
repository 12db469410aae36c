import type { Diagnostic } from "../../diagnostic";
import { unpackPrivate } from "../../engine/state/private";
import { registry, type Context } from "../../resources";
import { underlaid } from "../../resources/provider";
import { attachmentOf, hostsOf, networkOf, typeNamed, type TypedAttributes } from "../../resources/registry";
import { isKnown, type Draft } from "../../schema/value";
import { nameOf } from "../instance";

/** The change of one resource to apply. */
export interface Job {
  readonly type: string;
  /** The resource's state, null for a creation. */
  readonly prior: Draft | null;
  /** The planned attributes, null for a deletion. Unknown ones are chosen or observed during the apply. */
  readonly planned: Draft | null;
  /** The private bytes of the state. */
  readonly private: Uint8Array;
}

/** The result of a job; after an error, the parts that remain or were made nevertheless. */
export interface JobResult {
  readonly attributes: Draft | null;
  readonly private: Uint8Array;
  readonly diagnostics: readonly Diagnostic[];
}

/** The name of the job's resource in diagnostics and in the batch. */
export function addressOf({ type, prior, planned }: Job): string {
  return nameOf(type, planned ?? prior ?? {});
}

/** The planned values that are known; the others are still to be chosen. An empty computed value was not set by the user. */
export function decided({ type, planned }: Job): Draft {
  const { fields } = typeNamed(registry, type);
  const known = Object.entries(planned ?? {}).filter(
    ([name, value]) => isKnown(value) && (fields[name]?.required ?? fields[name]?.optional) && !(fields[name]?.computed && value === ""),
  );
  return Object.fromEntries(known);
}

/** Whether the job chooses an address that must be unique on several hosts. */
function choosesForAll({ type, planned }: Job): boolean {
  const attachment = planned === null ? undefined : attachmentOf(registry, { type, attributes: planned });
  return attachment !== undefined && attachment.network.spansHosts && attachment.allocatesAddresses;
}

/** The hosts that attributes name, with all members of the network. */
function namedHosts(typed: TypedAttributes): readonly string[] {
  const { hosts: members = attachmentOf(registry, typed)?.network.members ?? [] } = networkOf(registry, typed) ?? {};
  return [...hostsOf(registry, typed), ...members];
}

/** The hosts that a job may involve: those it declares, those where it owns objects, and those where other endpoints may have the address that it chooses. */
export function hostsOfJob(job: Job, { provider }: Context): ReadonlySet<string> {
  const { type, prior, planned, private: bytes } = job;
  const hosts = new Set<string>(choosesForAll(job) ? underlaid(provider) : []);
  for (const attributes of [prior, planned]) {
    if (attributes === null) continue;
    for (const host of namedHosts({ type, attributes })) hosts.add(host);
  }
  for (const line of unpackPrivate(bytes)?.facts ?? []) hosts.add(line.slice(0, line.indexOf(" ")));
  return hosts;
}
