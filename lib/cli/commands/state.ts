import type { Result } from "../../diagnostic";
import { sayLeftBehind } from "../../engine/left-behind";
import { instanceAt, instancesAt, type State } from "../../engine/state";
import { harmless } from "../../report/look";
import { instanceText, lookAt, stateJson } from "../../report/state-report";
import { complain, failed, print, type CliSession } from "../session";
import { openState } from "../stack";
import { loadState } from "../state";

/** `netweft state list [ADDRESS...]`: addresses of all instances, or of the named blocks and instances. */
export async function stateList(session: CliSession): Promise<number> {
  const state = await read(session);
  if (!state.ok) return failed(session, state.diagnostics);
  complain(session, sayLeftBehind(state.value.instances.values()));
  const { args } = session.given;
  const unknown = args.flatMap((address) => instancesAt(state.value, address).diagnostics);
  if (unknown.length > 0) return failed(session, unknown);
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
  const found = instanceAt(state.value, session.given.args[0]!);
  if (!found.ok) return failed(session, found.diagnostics);
  complain(session, sayLeftBehind([found.value]));
  const only = { ...state.value, outputs: new Map(), instances: new Map([[found.value.address, found.value]]) };
  print(session, session.json ? stateJson(only) : instanceText(found.value, lookAt(state.value, session.look)));
  return 0;
}

async function read(session: CliSession): Promise<Result<State>> {
  const store = await openState(session);
  return store.ok ? loadState(store.value, session) : store;
}
