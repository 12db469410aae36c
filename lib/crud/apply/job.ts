import type { Diagnostic } from "../../diagnostic";
import { unpackPrivate } from "../../engine/state/private";
import { placesIn } from "../../engine/survey/sites";
import { resources, type Context } from "../../resources";
import { nested, texts } from "../../resources/draft";
import { underlaid } from "../../resources/provider";
import { isKnown, type Draft } from "../../schema/value";
import { nameOf } from "../instance";

/** What is to become of one resource. */
export interface Job {
  readonly type: string;
  /** The state, null for what is to be created. */
  readonly prior: Draft | null;
  /** As planned, null for what is to be deleted. What is unknown is chosen or seen now. */
  readonly planned: Draft | null;
  /** The private bytes of the state. */
  readonly private: Uint8Array;
}

/** What came of a job: with an error, what is left or has been made all the same. */
export interface JobResult {
  readonly attributes: Draft | null;
  readonly private: Uint8Array;
  readonly diagnostics: readonly Diagnostic[];
}

/** What the resource of a job is called in diagnostics, and known by. */
export function addressOf({ type, prior, planned }: Job): string {
  return nameOf(type, planned ?? prior ?? {});
}

/** What of the plan was decided already; the rest is left to be chosen. What is empty because there is none was said by nobody. */
export function decided({ type, planned }: Job): Draft {
  const { fields } = resources[type]!;
  const known = Object.entries(planned ?? {}).filter(
    ([name, value]) => isKnown(value) && (fields[name]?.required ?? fields[name]?.optional) && !(fields[name]?.computed && value === ""),
  );
  return Object.fromEntries(known);
}

/** Whether an address is to be chosen that nobody on any host of an overlay network may have. */
function choosesForAll({ planned }: Job): boolean {
  return planned !== null && nested(planned, "network")?.["kind"] === "overlay" && !isKnown(planned["addresses"] ?? null);
}

/** The hosts that a job may have to do with: those that it declares, those where it owns something, and those where others may have what it takes. */
export function hostsOf(job: Job, { provider }: Context): ReadonlySet<string> {
  const { prior, planned, private: bytes } = job;
  const hosts = new Set<string>(choosesForAll(job) ? underlaid(provider) : []);
  for (const attributes of [prior, planned]) {
    if (attributes === null) continue;
    for (const host of placesIn(attributes)) hosts.add(host);
    for (const draft of [attributes, nested(attributes, "network") ?? {}])
      for (const member of texts(draft, "members") ?? []) hosts.add(member);
  }
  for (const line of unpackPrivate(bytes)?.facts ?? []) hosts.add(line.slice(0, line.indexOf(" ")));
  return hosts;
}
