import { diagnose, fail, ok, type Result } from "../../diagnostic";
import { withInstances } from "../../engine/apply/claim";
import type { State, StateInstance } from "../../engine/state";
import { harmless } from "../../report/look";
import { instanceText, lookAt, stateJson } from "../../report/state-report";
import { nearest } from "../../schema/nearest";
import { complain, failed, print, type CliSession } from "../session";
import { openState } from "../stack";
import { loadState, saveState, whileLocked } from "../state";

/** `netweft state list [ADDRESS...]`: addresses of all instances, or of the named blocks and instances. */
export async function stateList(session: CliSession): Promise<number> {
  const state = await read(session);
  if (!state.ok) return failed(session, state.diagnostics);
  const { args } = session.given;
  const shown = [...state.value.instances.values()].filter(
    ({ address, block }) => args.length === 0 || args.includes(address) || args.includes(block),
  );
  print(
    session,
    shown.map(({ address }) => `${harmless(address)}\n`),
  );
  return 0;
}

/** `netweft state show ADDRESS`: the attributes of one instance, and the lines of its kernel objects. */
export async function stateShow(session: CliSession): Promise<number> {
  const state = await read(session);
  if (!state.ok) return failed(session, state.diagnostics);
  const found = find(state.value, session.given.args[0]!);
  if (!found.ok) return failed(session, found.diagnostics);
  const only = { ...state.value, outputs: new Map(), instances: new Map([[found.value.address, found.value]]) };
  print(session, session.json ? stateJson(only) : instanceText(found.value, lookAt(state.value, session.look)));
  return 0;
}

/** `netweft state rm ADDRESS`: removes one instance from the state. Its objects stay on their hosts, with their marks. */
export async function stateRm(session: CliSession): Promise<number> {
  const store = await openState(session);
  if (!store.ok) return failed(session, store.diagnostics);
  const ended = await whileLocked(store.value, "state rm", session, async (lock) => {
    complain(session, lock.warnings);
    const state = await loadState(store.value, session);
    if (!state.ok) return failed(session, state.diagnostics);
    const found = find(state.value, session.given.args[0]!);
    if (!found.ok) return failed(session, found.diagnostics);
    const { address } = found.value;
    const rest = withInstances(state.value, [], new Set([address]));
    const unsaved = await saveState(store.value, { ...rest, serial: rest.serial + 1 });
    if (unsaved.length > 0) return failed(session, unsaved);
    print(session, [`Removed ${harmless(address)} from the state. Its objects are still on their hosts.\n`]);
    return 0;
  });
  return ended.ok ? ended.value : failed(session, ended.diagnostics);
}

async function read(session: CliSession): Promise<Result<State>> {
  const store = await openState(session);
  return store.ok ? loadState(store.value, session) : store;
}

function find({ instances }: State, address: string): Result<StateInstance> {
  const found = instances.get(address);
  if (found) return ok(found);
  const meant = nearest(address, instances.keys());
  const hint = meant ? ` Did you mean ${meant}?` : "";
  return fail(diagnose("no-such-instance", `The state has no ${address}.${hint} "netweft state list" lists all.`, { resource: address }));
}
