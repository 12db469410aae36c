import type { Diagnostic } from "../../diagnostic";
import { hostsOfChoice } from "../../engine/survey/sites";
import { resources, type Context } from "../../resources";
import { nested, texts } from "../../resources/draft";
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

/** Where addresses may be taken of which one is to be chosen: nobody may choose there at the same time. */
export function choosesOn({ type, planned }: Job, context: Context): readonly string[] {
  if (type !== "netweft_endpoint" || planned === null || isKnown(planned["addresses"] ?? null)) return [];
  const isOverlay = nested(planned, "network")?.["kind"] === "overlay";
  return isOverlay ? hostsOfChoice(planned, context) : [];
}

const linesIn = /"([a-z0-9_.-]+) /g;

/** The hosts that a job may have to do with: those that it declares, and those where it owns something. */
export function hostsOf({ prior, planned, private: bytes }: Job): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const attributes of [prior, planned]) {
    if (attributes === null) continue;
    for (const draft of [attributes, nested(attributes, "network"), nested(attributes, "namespace")]) {
      if (draft === undefined) continue;
      if (typeof draft["host"] === "string") hosts.add(draft["host"]);
      for (const member of texts(draft, "members") ?? []) hosts.add(member);
    }
  }
  for (const [, host] of Buffer.from(bytes).toString("utf8").matchAll(linesIn)) hosts.add(host!);
  return hosts;
}
