import type { Plan } from "../plan";
import { addressOfBlock, deposedText, keyText, parseAddress } from "../state/address";
import type { State, StateInstance } from "../state/types";
import { inMoveOrder } from "./order";
import { addressOfEnd, moveStatements, type MoveStatement, type MovingConfiguration } from "./statements";

/** The state with instances renamed by moves, and their earlier addresses. */
export interface Renamed {
  readonly state: State;
  /** New address → the one before. */
  readonly from: ReadonlyMap<string, string>;
  /** Moves that found their new address taken. */
  readonly blocked: readonly { readonly from: string; readonly to: string }[];
}

/** An instance under way, with its address in the state. */
interface Moving {
  readonly from: string;
  readonly block: string;
  readonly key: string;
  /** ` (deposed …)` for an object that its successor waits for, else empty. */
  readonly deposed: string;
  readonly instance: StateInstance;
}

function movingOf(instance: StateInstance): Moving {
  const { key, ...parts } = parseAddress(instance.address)!;
  const { address } = instance;
  return { from: address, block: addressOfBlock(parts), key: keyText(key), deposed: deposedText(address), instance };
}

function addressOf({ block, key, deposed }: Moving): string {
  return block + key + deposed;
}

function isTaken(all: readonly Moving[], { to, whole }: MoveStatement): boolean {
  return all.some(({ block, key }) => block === to.block && (whole || key === to.key));
}

/** As in Terraform, nothing moves to a block or an instance that is there already. */
function moveAll(all: readonly Moving[], statement: MoveStatement): readonly Moving[] | "blocked" {
  const { from, to, whole } = statement;
  const concerned = ({ block, key }: Moving) => block === from.block && (whole || key === from.key);
  if (!all.some(concerned)) return all;
  if (isTaken(all, statement)) return "blocked";
  return all.map((one) => (concerned(one) ? { ...one, block: to.block, key: whole ? one.key : to.key } : one));
}

function at(address: string, instance: StateInstance): StateInstance {
  const { key, ...parts } = parseAddress(address)!;
  const { key: _dropped, ...rest } = instance;
  return { ...rest, address, block: addressOfBlock(parts), name: parts.name, ...(key === undefined ? {} : { key }) };
}

/** The state with the instances renamed as in the plan. */
export function renameMoved(state: State, plan: Pick<Plan, "resources">): State {
  const renames = new Map(
    plan.resources.flatMap(({ address, movedFrom }) => (movedFrom === undefined ? [] : [[movedFrom, address] as const])),
  );
  return renames.size === 0 ? state : renamed(state, renames);
}

/** The state with instances at other addresses. `renames`: old address → new one. */
export function renamed(state: State, renames: ReadonlyMap<string, string>): State {
  const instances = new Map<string, StateInstance>();
  for (const [address, instance] of state.instances) {
    const now = renames.get(address) ?? address;
    instances.set(now, now === address ? instance : at(now, instance));
  }
  return { ...state, instances };
}

/** Executes the moves of a configuration; none of them if they form a circle. */
export function applyMoved(state: State, configuration: MovingConfiguration): Renamed {
  const { order, cyclic } = inMoveOrder(moveStatements(configuration, state));
  if (order.length === 0 || cyclic.length > 0) return { state, from: new Map(), blocked: [] };
  const blocked: { from: string; to: string }[] = [];
  let all: readonly Moving[] = [...state.instances.values()].map(movingOf);
  for (const statement of order) {
    const next = moveAll(all, statement);
    if (next === "blocked") blocked.push({ from: addressOfEnd(statement.from), to: addressOfEnd(statement.to) });
    else all = next;
  }
  const gone = all.filter((one) => addressOf(one) !== one.from);
  const renames = new Map(gone.map((one) => [one.from, addressOf(one)]));
  return { state: renamed(state, renames), from: new Map(gone.map((one) => [addressOf(one), one.from])), blocked };
}
