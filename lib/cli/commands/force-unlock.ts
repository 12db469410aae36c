import { approved } from "../approval";
import { failed, print, type CliSession } from "../session";
import { openState } from "../stack";

/** `netweft force-unlock LOCK_ID`: removes a lock that a run left behind. */
export async function forceUnlock(session: CliSession): Promise<number> {
  const [id = ""] = session.given.args;
  const store = await openState(session);
  if (!store.ok) return failed(session, store.diagnostics);
  if (!session.given.isOn("force")) {
    const yes = await approved(session, "force-unlock");
    if (!yes.ok) return failed(session, yes.diagnostics);
    if (!yes.value) return 1;
  }
  const unlocked = await store.value.unlock(id);
  if (!unlocked.ok) return failed(session, unlocked.diagnostics);
  print(session, ["The state has been successfully unlocked. It can be planned and applied again.\n"]);
  return 0;
}
