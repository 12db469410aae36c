import { ok, type Result } from "../../diagnostic";
import type { StateStore } from "../../ports/state-store";
import { approved } from "../approval";
import { earlierPlaces } from "../left-behind";
import { failed, print, type CliSession } from "../session";
import { readSource } from "../source";
import { openState } from "../stack";
import { currentWorkspace } from "../workspaces";

/**
 * `netweft force-unlock LOCK_ID`: removes a lock that a run left behind. A killed move may have left it in the earlier place, so a lock that
 * the place of the configuration does not have is looked for there.
 */
export async function forceUnlock(session: CliSession): Promise<number> {
  const [id = ""] = session.given.args;
  const store = await openState(session);
  const earlier = await earlierStores(session);
  if (!store.ok || !earlier.ok) return failed(session, [...store.diagnostics, ...earlier.diagnostics]);
  if (!session.given.isOn("force")) {
    const yes = await approved(session, "force-unlock");
    if (!yes.ok) return failed(session, yes.diagnostics);
    if (!yes.value) return 1;
  }
  const unlocked = await store.value.unlock(id);
  if (!unlocked.ok && !(await unlockOne(earlier.value, id))) return failed(session, unlocked.diagnostics);
  print(session, ["The state has been successfully unlocked. It can be planned and applied again.\n"]);
  return 0;
}

async function earlierStores(session: CliSession): Promise<Result<readonly StateStore[]>> {
  if (session.given.value("state") !== undefined) return ok([]);
  const source = await readSource(session, false);
  if (!source.ok) return source;
  const { folder } = source.value;
  const workspace = await currentWorkspace(session, folder);
  const places = workspace.ok ? await earlierPlaces(session, folder, workspace.value) : workspace;
  return places.ok ? ok(places.value.map(session.doors.store)) : places;
}

async function unlockOne(stores: readonly StateStore[], id: string): Promise<boolean> {
  for (const store of stores) if ((await store.unlock(id)).ok) return true;
  return false;
}
