/** How an apply ends whose hosts wait for a confirmation. */
import { diagnose, hasErrors, type Diagnostic } from "../../diagnostic";
import type { ApplyRequest } from "../requests";
import type { State } from "../state/types";
import { kept, type Confirmation, type GuardedHosts } from "./confirmation";
import { takenBack } from "./taken-back";

/** What an attempt has come to, with the state that claims its changes and the one before them. */
interface Concluding {
  readonly state: State;
  readonly claimed: State;
  readonly approved: State;
  readonly diagnostics: readonly Diagnostic[];
  readonly failed: ReadonlySet<string>;
  readonly lost: boolean;
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
}

/** Until a change is confirmed the state keeps the old attributes, and its instances are pending: whatever comes of it, a plan finds out. */
function pending<T extends Concluding>(attempt: T, diagnostics: readonly Diagnostic[]): T {
  const state = { ...attempt.claimed, serial: attempt.state.serial };
  return { ...attempt, state, diagnostics: [...attempt.diagnostics, ...diagnostics], added: 0, changed: 0, destroyed: 0 };
}

async function back<T extends Concluding>(
  attempt: T,
  guard: GuardedHosts,
  confirmation: Confirmation,
  { world: { hosts, clock }, onEvent }: ApplyRequest,
): Promise<T> {
  const taken = await takenBack(hosts, guard, confirmation, clock);
  if (taken.back.length > 0) onEvent({ type: "back", hosts: taken.back });
  return pending(attempt, [...guard.diagnostics, ...taken.diagnostics]);
}

/** Keeps the change, takes it back, or leaves that to another run. */
export async function concluded<T extends Concluding>(attempt: T, guard: GuardedHosts, request: ApplyRequest): Promise<T> {
  const { confirmation, world } = request;
  if (confirmation === undefined) return attempt;
  if (attempt.lost || guard.hosts.length === 0) {
    const open = await kept(world.hosts, guard.hosts, confirmation);
    return { ...attempt, diagnostics: [...attempt.diagnostics, ...open] };
  }
  if (hasErrors(attempt.diagnostics)) return back(attempt, guard, confirmation, request);
  const decision = await confirmation.decide(guard.hosts, guard.since);
  if (decision.how === "kept") return attempt;
  if (decision.how !== "back") return pending(attempt, [notYet(guard.hosts, confirmation)]);
  return back({ ...attempt, diagnostics: [...attempt.diagnostics, ...decision.why] }, guard, confirmation, request);
}

function notYet(hosts: readonly string[], { seconds }: Confirmation): Diagnostic {
  const which = `${hosts.length === 1 ? "Host" : "Hosts"} ${hosts.map((host) => `"${host}"`).join(", ")}`;
  const detail = `${which} ${hosts.length === 1 ? "goes" : "go"} back ${seconds} seconds after the beginning of the change, unless \`netweft confirm\` keeps it before. Until then the state has the change as pending.`;
  return diagnose("awaiting-confirmation", detail);
}
