/** The events of a watch, sent to another program one after the other. */
import { diagnose, fail, ok, type Result } from "../diagnostic";
import { complain, type CliSession } from "./session";

/** Sends events in their order. */
export interface Webhook {
  send(body: string): void;
  /** Waits until all are sent, or given up. */
  end(): Promise<void>;
}

/** Milliseconds before another attempt; after the last one the event is given up. */
const PAUSES_MS: readonly number[] = [1000, 5000];

/** Events that wait for a slow receiver. Beyond that the oldest ones are given up. */
const MOST_WAITING = 1000;

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

function queue(session: CliSession, address: string): Webhook {
  const waiting: string[] = [];
  let work = Promise.resolve();
  const next = async () => {
    const body = waiting.shift();
    if (body !== undefined) await deliver(session, address, body);
  };
  return {
    send(body) {
      if (waiting.length >= MOST_WAITING) waiting.shift();
      waiting.push(body);
      work = work.then(next);
    },
    end: () => work,
  };
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
