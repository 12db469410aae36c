import { createHash } from "node:crypto";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../../../lib/diagnostic";
import type { HttpSettings, LockInfo, ReleaseLock, StateStore } from "../../../lib/ports/state-store";
import { heldBy, holderIn, lockText, type LockHolderInfo } from "./holder";
import { ask, type HttpAnswer, type HttpAnswered, type StateRequest } from "./http-request";

/** The server of one state, and the lock that this process holds there. */
interface HttpState {
  readonly settings: HttpSettings;
  /** The address without what may be secret. */
  readonly name: string;
  held?: string;
}

/**
 * A state on a server that speaks the protocol of Terraform's http backend, such as GitLab. Only an answer that says so is an absent
 * state: what is no state, was damaged on its way or leads elsewhere is an error.
 *
 * @example
 * const store = openHttpStore({ address: "https://states.example.org/shop", update_method: "POST", … });
 */
export function openHttpStore(settings: HttpSettings): StateStore {
  const { origin, pathname } = new URL(settings.address);
  const state: HttpState = { settings, name: origin + pathname };
  return {
    name: state.name,
    read: () => read(state),
    write: (text) => write(state, [...text].join("")),
    lock: (info) => lock(state, info),
    unlock: (id) => unlock(state, id),
  };
}

async function read(state: HttpState): Promise<Result<AsyncIterable<Uint8Array> | undefined>> {
  const answered = await ask(state.settings, { method: "GET", address: state.settings.address });
  if ("problem" in answered) return fail(unreadable(state, `the server does not answer: ${answered.problem}`));
  const { status, body } = answered;
  if (status === 204 || (status === 404 && !isPage(answered))) return ok(undefined);
  if (status === 404) return fail(unreadable(state, NO_STATE_BUT_PAGE));
  if (status !== 200) return fail(unreadable(state, refusal(answered)));
  if (body.length === 0) return ok(undefined);
  const problem = damage(answered);
  return problem === undefined ? ok(once(body)) : fail(unreadable(state, problem));
}

async function* once(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body;
}

const NO_STATE_BUT_PAGE =
  "it answers 404 with a web page, as a proxy does, so it is not known whether there is a state. If this server answers so where nothing is stored yet, store the first state there with `netweft state push --force FILE`";

/** What is wrong with an answer that should be a state. */
function damage({ headers, body }: HttpAnswer): string | undefined {
  const sum = headers["content-md5"];
  if (typeof sum === "string" && sum !== createHash("md5").update(body).digest("base64"))
    return "the text that arrived does not have the checksum (Content-MD5) that the server gives for it";
  if (/^[\s\uFEFF]*\{/.test(body.toString("latin1", 0, 256))) return undefined;
  return `its answer is no state but ${headers["content-type"] ?? "something else"}: a login page, or another server than meant`;
}

function isPage({ headers, body }: HttpAnswer): boolean {
  return /html/.test(headers["content-type"] ?? "") || /^\s*</.test(body.toString("latin1", 0, 256));
}

const REASONS: Readonly<Record<number, string>> = {
  401: "it wants a user name and password: set TF_HTTP_USERNAME and TF_HTTP_PASSWORD",
  403: "it does not allow this user to do that",
  405: "it does not know the method of the request: `update_method`, `lock_method` and `unlock_method` say which it has",
  413: "the state is larger than the server allows",
};

function refusal({ status, headers, body }: HttpAnswer): string {
  const { location } = headers;
  const to = location === undefined ? "elsewhere" : `to ${location.replace(/[?#].*/, "").replace(/\/\/[^/@]*@/, "//")}`;
  if (status >= 300 && status < 400) return `it answers ${status}, a redirection ${to}: set \`address\` to where the state is`;
  return `it answers ${status}${REASONS[status] ? `: ${REASONS[status]}` : excerptOf(body)}`;
}

/** The beginning of a short message of the server. */
function excerptOf(body: Buffer): string {
  const text = body.toString("utf8").trim();
  return text === "" || text.startsWith("<") ? "" : ` (${text.slice(0, 200).replace(/\s+/g, " ")})`;
}

function unreadable({ name }: HttpState, why: string): Diagnostic {
  return diagnose("state-unreadable", `The state ${name} cannot be read: ${why}.`, { file: name });
}

async function write(state: HttpState, body: string): Promise<Result<void>> {
  const { settings, name, held } = state;
  const answered = await ask(settings, { method: settings.update_method, address: withId(settings.address, held), body });
  if (!("problem" in answered) && [200, 201, 204].includes(answered.status)) return ok(undefined);
  const why = "problem" in answered ? `the server does not answer: ${answered.problem}` : refusedWrite(answered);
  return fail(diagnose("state-unwritable", `The state ${name} was not written: ${why}.`, { file: name }));
}

function refusedWrite(answer: HttpAnswer): string {
  if (answer.status !== 409 && answer.status !== 423) return refusal(answer);
  const { Who } = holderIn(answer.body.toString("utf8"));
  return `its lock is held by ${Who ? Who : "another run"} now`;
}

function withId(address: string, id: string | undefined): string {
  if (id === undefined) return address;
  const url = new URL(address);
  url.searchParams.set("ID", id);
  return url.href;
}

/** Without an address for locks the server has none: the state is protected by the comparison before each write only. */
async function lock(state: HttpState, info: LockInfo): Promise<Result<ReleaseLock>> {
  if (state.settings.lock_address === undefined) return ok(async () => []);
  const text = lockText(info, "");
  const answered = await askForLock(state, text);
  if ("problem" in answered) return fail(unlockable(state, `the server does not answer: ${answered.problem}`));
  const holder = isConflict(answered) ? holderIn(answered.body.toString("utf8")) : undefined;
  // An answer that was lost: the request was repeated, and met its own lock.
  if (holder !== undefined && holder.ID !== info.id) return fail(heldBy(state.name, holder));
  if (holder === undefined && answered.status !== 200) return fail(unlockable(state, refusal(answered)));
  state.held = info.id;
  return ok(async () => {
    state.held = undefined;
    const answered = await release(state, text, info.id);
    if (isReleased(answered)) return [];
    return [notReleased(state, info.id, "problem" in answered ? `the server does not answer: ${answered.problem}` : refusal(answered))];
  });
}

const isReleased = (answered: HttpAnswered) => !("problem" in answered) && answered.status >= 200 && answered.status < 300;

function notReleased({ name }: HttpState, id: string, why: string): Diagnostic {
  const detail = `The lock of ${name} was not released: ${why}. Other runs may find the state locked, with the lock ID ${id}. If so, and no other run holds it, run "netweft force-unlock ${id}".`;
  return diagnose("lock-not-released", detail, { file: name });
}

function askForLock({ settings }: HttpState, body: string): Promise<HttpAnswered> {
  return ask(settings, { method: settings.lock_method, address: settings.lock_address!, body });
}

const isConflict = ({ status }: HttpAnswer) => status === 409 || status === 423;

function release({ settings }: HttpState, body: string, id: string): Promise<HttpAnswered> {
  const { unlock_method: method, unlock_address: address = "" } = settings;
  const request: StateRequest = { method, address: method === "DELETE" ? withId(address, id) : address, body };
  return ask(settings, request);
}

function unlockable({ name }: HttpState, why: string): Diagnostic {
  return diagnose("state-unwritable", `The state ${name} cannot be locked: ${why}.`, { file: name });
}

/** Who holds the lock is only said in the answer to another lock. */
async function unlock(state: HttpState, id: string): Promise<Result<void>> {
  const { name, settings } = state;
  const refuse = (detail: string) => fail(diagnose("not-locked", detail, { file: name }));
  if (settings.lock_address === undefined) return refuse(`The state ${name} has no locks: the http backend has no lock_address.`);
  const probe = lockText({ id: PROBE, operation: "force-unlock", who: "netweft", pid: process.pid, created: new Date().toISOString() }, "");
  const answered = await askForLock(state, probe);
  if ("problem" in answered) return refuse(`The server of ${name} does not answer: ${answered.problem}.`);
  if (!isConflict(answered)) {
    if (answered.status === 200) await release(state, probe, PROBE);
    return refuse(answered.status === 200 ? `The state ${name} is not locked.` : `The lock of ${name} is unknown: ${refusal(answered)}.`);
  }
  const holder = holderIn(answered.body.toString("utf8"));
  if (holder.ID !== undefined && holder.ID !== id)
    return refuse(`The lock of ${name} has the ID ${JSON.stringify(holder.ID)}, not ${JSON.stringify(id)}.`);
  const removed = await release(state, JSON.stringify(wholeHolder(holder, id)), id);
  if (isReleased(removed)) return ok(undefined);
  return refuse(`The lock of ${name} was not removed: ${"problem" in removed ? removed.problem : refusal(removed)}.`);
}

const PROBE = "netweft-force-unlock";

function wholeHolder(holder: LockHolderInfo, id: string): LockHolderInfo {
  return { Operation: "", Info: "", Who: "", Version: "", Created: "", Path: "", ...holder, ID: id };
}
