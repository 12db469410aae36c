import { fail, hasErrors, ok, diagnose, type Diagnostic, type Result } from "../../diagnostic";
import { givenUp } from "../../engine/left-behind";
import { renamed } from "../../engine/moved";
import { fullProvider, instancesAt, marked, movesOf, withInstances, withProvider, type State } from "../../engine/state";
import { harmless } from "../../report/look";
import { approved } from "../approval";
import { complain, failed, print, type CliSession } from "../session";
import { openState } from "../stack";
import { loadState, saveState, whileLocked } from "../state";

/** What becomes of a state, and what is said of it. Without a state nothing is written. */
interface Edit {
  readonly state?: State;
  readonly said: readonly string[];
}

/** Changes the state under its lock. */
async function edit(session: CliSession, name: string, change: (state: State) => Result<Edit> | Promise<Result<Edit>>): Promise<number> {
  const store = await openState(session);
  if (!store.ok) return failed(session, store.diagnostics);
  const ended = await whileLocked(store.value, name, session, async (lock) => {
    complain(session, lock.warnings);
    const before = await loadState(store.value, session);
    const done = before.ok ? await change(before.value) : before;
    if (!before.ok || !done.ok) return failed(session, done.diagnostics);
    const { state, said } = done.value;
    const unsaved = state ? await saveState(store.value, { ...state, serial: before.value.serial + 1 }) : [];
    if (unsaved.length > 0) return failed(session, unsaved);
    print(
      session,
      said.map((line) => `${harmless(line)}\n`),
    );
    return 0;
  });
  return ended.ok ? ended.value : failed(session, ended.diagnostics);
}

/** `netweft state rm ADDRESS...`: removes instances from the state. Their objects stay on their hosts, with their marks. */
export function stateRm(session: CliSession): Promise<number> {
  const { args, isOn, value } = session.given;
  const host = value("left-behind");
  if ((host === undefined) === (args.length === 0)) return Promise.resolve(failed(session, [whichOnes()]));
  return edit(session, "state rm", (state) => {
    if (host !== undefined) return leftBehindOn(state, host, isOn("dry-run"));
    const found = args.map((address) => instancesAt(state, address));
    const missing = found.flatMap(({ diagnostics }) => diagnostics);
    if (hasErrors(missing)) return fail(...missing);
    const addresses = new Set(found.flatMap((one) => (one.ok ? one.value.map(({ address }) => address) : [])));
    if (isOn("dry-run")) return ok({ said: [...addresses].map((address) => `Would remove ${address}`) });
    const said = [...addresses].map((address) => `Removed ${address} from the state. Its objects are still on their hosts.`);
    return ok({ state: withInstances(state, [], addresses), said });
  });
}

function whichOnes(): Diagnostic {
  return diagnose(
    "invalid-option-value",
    "Name the addresses to remove, or with --left-behind the host whose remains are given up, and not both.",
  );
}

/** Gives up what was left behind on a host. */
function leftBehindOn(before: State, host: string, isDry: boolean): Result<Edit> {
  const { state, addresses } = givenUp(before, host);
  if (addresses.length === 0) return fail(diagnose("no-such-instance", `The state has nothing that was left behind on host "${host}".`));
  const [verb, what] = [isDry ? "Would give up" : "Gave up", `what was left behind on host "${host}". Its objects may still be there.`];
  const said = addresses.map((address) => `${verb} ${what} It was of ${address}.`);
  return ok({ said, ...(!isDry && { state }) });
}

/** `netweft state mv SOURCE DESTINATION`. */
export function stateMv(session: CliSession): Promise<number> {
  const [from = "", to = ""] = session.given.args;
  return edit(session, "state mv", (state) => {
    const moves = movesOf(state, from, to);
    if (!moves.ok) return moves;
    const verb = session.given.isOn("dry-run") ? "Would move" : "Move";
    const said = [...moves.value].map(([old, now]) => `${verb} "${old}" to "${now}"`);
    if (session.given.isOn("dry-run")) return ok({ said });
    return ok({ state: renamed(state, moves.value), said: [...said, `Successfully moved ${moves.value.size} object(s).`] });
  });
}

/** `netweft state replace-provider FROM TO`. */
export function stateReplaceProvider(session: CliSession): Promise<number> {
  const [from, to] = session.given.args.map(fullProvider);
  if (from === undefined || to === undefined) {
    const detail = "A provider is named by its address, such as registry.terraform.io/netweft/netweft or netweft/netweft.";
    return Promise.resolve(failed(session, [diagnose("state-edit-refused", detail)]));
  }
  return edit(session, "state replace-provider", async (before) => {
    const { state, addresses } = withProvider(before, from, to);
    if (addresses.length === 0) return ok({ said: ["No matching resources found."] });
    print(session, [
      "Netweft will change the provider of these resources in the state:\n",
      ...addresses.map((one) => `  ${harmless(one)}\n`),
    ]);
    const yes = await approved(session, "replace-provider");
    if (!yes.ok) return yes;
    if (!yes.value) return ok({ said: [] });
    return ok({ state, said: [`Successfully replaced provider for ${addresses.length} resources.`] });
  });
}

/** `netweft taint ADDRESS`. */
export function taint(session: CliSession): Promise<number> {
  return mark(session, true, "has been marked as tainted.");
}

/** `netweft untaint ADDRESS`. */
export function untaint(session: CliSession): Promise<number> {
  return mark(session, false, "has been successfully untainted.");
}

function mark(session: CliSession, tainted: boolean, done: string): Promise<number> {
  const [address = ""] = session.given.args;
  return edit(session, tainted ? "taint" : "untaint", (before) => {
    const state = marked(before, address, tainted);
    if (state.ok) return ok({ state: state.value, said: [`Resource instance ${address} ${done}`] });
    const isMissing = state.diagnostics.every(({ code }) => code === "no-such-instance");
    return isMissing && session.given.isOn("allow-missing") ? ok({ said: [`The state has no ${address}; nothing was changed.`] }) : state;
  });
}
