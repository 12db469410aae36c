import { inUsersWords } from "../../config/app";
import { readProviders } from "../../engine/providers";
import { reachedContainer } from "../container";
import { failed, type CliSession } from "../session";
import { namedState, openStack } from "../stack";
import { loadState } from "../state";

/** `netweft exec CONTAINER -- COMMAND`: runs a command in a namespace of the state. Neither the state nor any host is written. */
export async function exec(session: CliSession): Promise<number> {
  const [name = "", ...words] = session.given.args;
  const stack = await openStack(session, false);
  if (!stack.ok) return failed(session, stack.diagnostics);
  const { configuration, backend } = stack.value;
  const providers = readProviders(configuration.providers, backend);
  const named = await namedState(session);
  const state = named.ok ? await loadState(named.value ?? stack.value.store, session) : named;
  if (!providers.ok || !state.ok) return failed(session, [...providers.diagnostics, ...state.diagnostics]);
  const container = reachedContainer(name, state.value, providers.value);
  if (!container.ok) return failed(session, inUsersWords(configuration.written, container.diagnostics));
  const ended = await session.doors.exec({ ...container.value.place, words });
  return ended.ok ? ended.value : failed(session, ended.diagnostics);
}
