import type { Configuration } from "../../config/types";
import { differenceOf, driftLine, type Difference } from "../../reconcile/drift/compare";
import type { Path } from "../../diagnostic";
import { typeNamed, type Registry } from "../../resources/registry";
import type { Draft } from "../../schema/value";
import type { Deposed } from "../deposed";
import type { Action, ActionReason, ResourceChange } from "../plan";
import type { Change } from "../../reconcile/plan";
import { replacedBy, sameValue } from "../replaced";
import { deleteReason } from "./reasons";
import { ignores } from "../resolve/ignore";
import type { Resolved } from "../resolve/resolve";
import type { State, StateInstance } from "../state/types";

/** Drift of an instance in the form of its `drift` attribute: what its changes repair, and what no step can repair. */
function driftLines(address: string, mine: readonly Change[], { awaited }: Situation): readonly string[] {
  const repaired = mine.filter(({ because }) => because === "drift").map(differenceOf);
  return [...repaired, ...(awaited.get(address) ?? [])].map(driftLine);
}

export interface Situation {
  readonly types: Registry;
  readonly state: State;
  readonly changes: ReadonlyMap<string, readonly Change[]>;
  /** The differences of each instance that no step can repair. */
  readonly awaited: ReadonlyMap<string, readonly Difference[]>;
  readonly forced: ReadonlySet<string>;
  /** Why instances are replaced, where no attribute forces it. */
  readonly reasons: ReadonlyMap<string, ActionReason>;
  /** Instances that are updated even where nothing of them changes. */
  readonly renewed: ReadonlySet<string>;
  readonly movedFrom: ReadonlyMap<string, string>;
  /** Instances of `import` blocks, with the ids of their objects. */
  readonly importedFrom: ReadonlyMap<string, string> | undefined;
  /** The instances whose replacements are created first. */
  readonly deposed: Deposed;
  /** Whether the plan looks at a host: then what was left behind there is cleaned. */
  readonly isSeen: (host: string) => boolean;
}

/** Whether only `drift` differs. */
function sameAttributes(before: Draft, after: Draft): boolean {
  return Object.keys(after).every((name) => name === "drift" || sameValue(before[name] ?? null, after[name]));
}

/** The state's attributes with observed attributes updated: a difference in them is no change. */
function refreshed(prior: Draft, after: Draft, seen: readonly string[]): Draft {
  return seen.length === 0 ? prior : { ...prior, ...Object.fromEntries(seen.map((name) => [name, after[name]!])) };
}

function actionOf(prior: StateInstance | undefined, known: Draft | undefined, after: Draft, replaced: boolean, touched: boolean): Action {
  if (prior === undefined || known === undefined) return "create";
  if (replaced) return "replace";
  const settled = !touched && prior.private?.pending === undefined;
  return settled && sameAttributes(known, after) ? "no-op" : "update";
}

/** An unchanged instance keeps the drift that the state has: without a refresh nothing else is known of it. */
function withDrift(known: Draft, lines: readonly string[], isChanged: boolean): Draft {
  return isChanged || lines.length > 0 ? { ...known, drift: lines } : known;
}

/** What is sensitive before a change, or after it: a value stays hidden in the plan with which its configuration stops saying so. */
function hiddenIn(after: readonly Path[], before: readonly Path[]): readonly Path[] {
  const said = new Set(after.map((path) => JSON.stringify(path)));
  return before.every((path) => said.has(JSON.stringify(path)))
    ? after
    : [...after, ...before.filter((path) => !said.has(JSON.stringify(path)))];
}

/** The action for a declared instance. */
export function declaredChange({ instance, attributes, seen }: Resolved, situation: Situation): ResourceChange {
  const { address } = instance;
  const prior = situation.state.instances.get(address);
  const mine = situation.changes.get(address) ?? [];
  const { fields } = typeNamed(situation.types, instance.type);
  const replaceBy = prior === undefined ? [] : replacedBy(fields, prior.attributes, attributes);
  const known = prior && refreshed(prior.attributes, attributes, seen);
  const action = actionOf(
    prior,
    known,
    attributes,
    replaceBy.length > 0 || situation.forced.has(address),
    mine.length > 0 || situation.renewed.has(address) || Object.keys(prior?.private?.left ?? {}).some(situation.isSeen),
  );
  const before = known === undefined ? null : withDrift(known, driftLines(address, mine, situation), mine.length > 0);
  const movedFrom = situation.movedFrom.get(address);
  const id = situation.importedFrom?.get(address);
  const deposed = situation.deposed.get(address);
  return {
    address,
    action,
    before,
    after: attributes,
    ...reasonOf(action, situation.reasons.get(address)),
    // For Terraform, a tainted object is none that could be changed.
    replaceBy: action === "replace" && prior?.tainted !== true ? replaceBy.filter((name) => !ignores(instance.lifecycle, name)) : [],
    sensitive: hiddenIn(instance.sensitive, prior?.sensitive ?? []),
    ...(deposed === undefined ? {} : { deposed }),
    ...(movedFrom === undefined ? {} : { movedFrom }),
    ...(id === undefined ? {} : { importing: { id } }),
  };
}

/** A new instance has a reason, too, if a trigger fires. */
function reasonOf(action: Action, asked: ActionReason | undefined): Pick<ResourceChange, "reason"> {
  if (action === "replace") return { reason: asked ?? "replace_because_cannot_update" };
  return action === "create" && asked === "replace_by_triggers" ? { reason: asked } : {};
}

/** The action for an instance of the state that is no longer declared; without a `why`, in a destroy. */
export function deletion(
  instance: StateInstance,
  movedFrom: ReadonlyMap<string, string>,
  why?: Pick<Configuration, "blocks" | "repeated">,
): ResourceChange {
  const before = movedFrom.get(instance.address);
  const reason = why && deleteReason(instance.address, why, before !== undefined);
  return {
    address: instance.address,
    action: "delete",
    before: instance.attributes,
    after: null,
    ...(reason && { reason }),
    replaceBy: [],
    sensitive: instance.sensitive,
    ...(before === undefined ? {} : { movedFrom: before }),
  };
}
