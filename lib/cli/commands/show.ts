import { diagnose, ok } from "../../diagnostic";
import { decodePlan, isSavedPlan } from "../../engine/saved";
import { decodeState, toItsEnd } from "../../engine/state";
import { stateJson, stateText } from "../../report/state-report";
import { alterations, placeOfPlan } from "../saved";
import { failed, print, type CliSession } from "../session";
import { openState } from "../stack";
import { loadState } from "../state";
import { showPlan } from "./plan";
import type { State } from "../../engine/state";

const TWO_FILES = "The command shows one file, and both FILE and --state name one. Leave one of the two out.";

/** `netweft show [FILE]`: the state, or the content of the file: a saved plan or a state. */
export async function show(session: CliSession): Promise<number> {
  const [file] = session.given.args;
  if (file !== undefined && session.given.value("state") !== undefined)
    return failed(session, [diagnose("options-exclude-each-other", TWO_FILES)]);
  if (file !== undefined) return showFile(session, file);
  const store = await openState(session);
  if (!store.ok) return failed(session, store.diagnostics);
  const state = await loadState(store.value, session);
  return state.ok ? showState(session, state.value) : failed(session, state.diagnostics);
}

async function showFile(session: CliSession, file: string): Promise<number> {
  const { files } = session.doors;
  const [head, whole] = [await files.open(file), await files.open(file)];
  if (!head.ok || !whole.ok) return failed(session, head.diagnostics);
  const isPlan = await toItsEnd(file, async () => ok(await isSavedPlan(head.value)));
  if (!isPlan.ok) return failed(session, isPlan.diagnostics);
  if (!isPlan.value) {
    const state = await toItsEnd(file, () => decodeState(whole.value, file));
    if (state.ok) return showState(session, state.value);
    return failed(session, (await looksLikeState(session, file)) ? state.diagnostics : [neither(file)]);
  }
  const saved = await toItsEnd(file, () => decodePlan(whole.value, file));
  if (!saved.ok) return failed(session, saved.diagnostics);
  const { plan } = saved.value;
  const place = await placeOfPlan(session, saved.value, file);
  const state = place.ok ? await loadState(session.doors.store(place.value), session) : place;
  const altered = state.ok ? alterations(plan, state.value, file) : [];
  if (altered.length > 0) return failed(session, altered);
  showPlan(session, plan, "apply");
  return 0;
}

/** Whether the beginning of a file has a member that every state has there. */
async function looksLikeState({ doors }: CliSession, file: string): Promise<boolean> {
  const opened = await doors.files.open(file);
  if (!opened.ok) return true;
  for await (const piece of opened.value) return /"(version|lineage|serial)"/.test(Buffer.from(piece).toString("latin1", 0, 4096));
  return false;
}

function neither(file: string) {
  const detail = `${file} is neither a saved plan nor a state. "netweft plan --out FILE" saves a plan; without FILE this command shows the state of the configuration.`;
  return diagnose("unknown-file", detail, { file });
}

function showState(session: CliSession, state: State): 0 {
  print(session, session.json ? stateJson(state) : stateText(state, session.look));
  return 0;
}
