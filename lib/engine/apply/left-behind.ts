/** The state of resources that were to lose objects on hosts that were not looked at: it keeps these. */
import type { Diagnostic } from "../../diagnostic";
import { parseLine } from "../../kernel/line";
import { notSeen } from "../../reconcile/foreign";
import { leftOn } from "../left-behind";
import type { Plan } from "../plan";
import type { Remainder } from "../skipped";
import { deposedAddress } from "../state/address";
import { withInstances } from "../state/edit";
import { hostOfLine } from "../state/lines";
import type { State } from "../state/types";

/** The deleted instances that stay in the state for what they have on hosts that were not looked at. */
export function leftDeletions({ resources }: Plan, { left }: Remainder): ReadonlySet<string> {
  return new Set(resources.flatMap(({ address, action }) => (action === "delete" && left.has(address) ? [address] : [])));
}

/** The old objects of replacements that are open on hosts that were not looked at: they stay in the state for what they have there. */
export function leftPredecessors({ resources }: Plan, { open, left }: Remainder): readonly string[] {
  return resources.flatMap(({ address, deposed }) =>
    deposed !== undefined && open.has(address) && left.has(address) ? [deposedAddress(address, deposed)] : [],
  );
}

/** The state with what is left behind. `failed`: instances that it keeps as they are for another reason. */
export function leftBehind(state: State, before: State, plan: Plan, { left }: Remainder, failed: ReadonlySet<string>): State {
  const put = [...left].flatMap(([address, lines]) => {
    const [instance, earlier] = [state.instances.get(address), before.instances.get(address)];
    if (instance === undefined || earlier === undefined || failed.has(address)) return [];
    const isDeleted = instance === earlier;
    const own = isDeleted ? [] : (instance.private?.facts ?? []);
    return [leftOn(instance, own, { lines, earlier }, plan)];
  });
  return put.length === 0 ? state : withInstances(state, put, new Set());
}

/** The errors for what is left behind on hosts that no provider block names: once, when it is recorded. */
export function leftUnnamed({ left }: Remainder, { instances }: State, { skipped = [] }: Plan): readonly Diagnostic[] {
  return [...left].flatMap(([address, lines]) => {
    const recorded = instances.get(address)?.private?.left ?? {};
    const names = [...new Set(lines.map(hostOfLine))].filter((host) => !skipped.includes(host) && recorded[host] === undefined);
    return names.flatMap((host) => {
      const fact = parseLine(lines.find((line) => hostOfLine(line) === host)!);
      return fact.ok ? [notSeen(fact.value, address)] : [];
    });
  });
}
