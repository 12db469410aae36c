/** The events of a watch, sent to another program one after the other. */
import { diagnose, fail, ok, type Result } from "../diagnostic";
import { complain, type CliSession } from "./session";

/** Sends events in their order. */
export interface Webhook {
  send(body: string): void;
  /** Waits a little until all are sent. */
  end(): Promise<void>;
}

/** Milliseconds before another attempt; after the last one the event is given up. */
const PAUSES_MS: readonly number[] = [1000, 5000];

/** Events that wait for a slow receiver. Beyond that the oldest ones are given up. */
const MOST_WAITING = 1000;

/** How long the end of a watch waits for the receiver. */
const END_MS = 5000;

/** The receiver that `--webhook` or `NETWEFT_WEBHOOK` names; without one nothing is sent. An address may hold a secret: no message quotes it. */
export function webhook(session: CliSession): Result<Webhook> {
  const { given, env } = session;
  const option = given.value("webhook");
  const address = option ?? (env["NETWEFT_WEBHOOK"] || undefined);
  if (address === undefined) return ok({ send: () => undefined, end: () => Promise.resolve() });
  if (isAddress(address)) return ok(queue(session, address));
  const source = option === undefined ? "NETWEFT_WEBHOOK" : "--webhook";
  return fail(diagnose("invalid-option-value", `${source} is not an address that begins with http:// or https://.`));
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);
}

/** Events on their way; `lost`: given up because too many waited. */
interface Outbox {
  readonly waiting: string[];
  lost: number;
  draining: Promise<void> | undefined;
}

function queue(session: CliSession, address: string): Webhook {
  const outbox: Outbox = { waiting: [], lost: 0, draining: undefined };
  return {
    send(body) {
      outbox.waiting.push(body);
      if (outbox.waiting.length > MOST_WAITING) {
        outbox.waiting.shift();
        outbox.lost++;
      }
      outbox.draining ??= drain(session, address, outbox).finally(() => (outbox.draining = undefined));
    },
    async end() {
      const over = new AbortController();
      await Promise.race([outbox.draining, session.doors.clock.sleep(END_MS, over.signal)]);
      over.abort();
      const left = outbox.waiting.length;
      if (left > 0) complain(session, [undelivered(`${left} events were not delivered before the end of the watch.`)]);
    },
  };
}

async function drain(session: CliSession, address: string, outbox: Outbox): Promise<void> {
  for (let body = outbox.waiting[0]; body !== undefined; body = outbox.waiting[0]) {
    await deliver(session, address, body);
    if (outbox.waiting[0] === body) outbox.waiting.shift();
    if (outbox.lost === 0) continue;
    complain(session, [undelivered(`${outbox.lost} events were not delivered: more than ${MOST_WAITING} waited for the receiver.`)]);
    outbox.lost = 0;
  }
}

function undelivered(detail: string) {
  return diagnose("webhook-failed", detail);
}

async function deliver(session: CliSession, address: string, body: string): Promise<void> {
  const { postJson, clock } = session.doors;
  for (const pause of [...PAUSES_MS, undefined]) {
    const sent = await postJson(address, body);
    if (sent.ok) return;
    if (pause === undefined) complain(session, sent.diagnostics);
    else await clock.sleep(pause);
  }
}
