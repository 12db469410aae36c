/** Requests to the server of a state, repeated as Terraform repeats them. */
import { createHash } from "node:crypto";
import { request as plainRequest, type IncomingMessage } from "node:http";
import { request as secureRequest } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import type { HttpSettings } from "../../../lib/ports/state-store";

export interface StateRequest {
  readonly method: string;
  readonly address: string;
  readonly body?: string;
}

/** A whole answer of the server. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** Without an answer: why. */
export type HttpAnswered = HttpAnswer | { readonly problem: string };

/** How long the server may be silent. */
const SILENCE_MS = 60_000;

/** Sends a request. It is repeated where no answer came, and where the server says that it fails or that it has too many requests. */
export async function ask(settings: HttpSettings, request: StateRequest): Promise<HttpAnswered> {
  for (let attempt = 0; ; attempt += 1) {
    const answered = await once(settings, request);
    if (!isWorthAnother(answered) || attempt >= settings.retry_max) return answered;
    await sleep(1000 * pause(settings, attempt, answered));
  }
}

function isWorthAnother(answered: HttpAnswered): boolean {
  if ("problem" in answered) return true;
  return answered.status === 429 || (answered.status >= 500 && answered.status !== 501);
}

/** Twice as long each time, between the limits; or as long as the server says. */
function pause({ retry_wait_min: least, retry_wait_max: most }: HttpSettings, attempt: number, answered: HttpAnswered): number {
  const said = "problem" in answered ? NaN : Number(answered.headers["retry-after"]);
  return Math.min(Number.isFinite(said) ? said : least * 2 ** attempt, Math.max(least, most));
}

async function once(settings: HttpSettings, { method, address, body }: StateRequest): Promise<HttpAnswered> {
  try {
    return await new Promise<HttpAnswer>((resolve, reject) => {
      const send = address.startsWith("https:") ? secureRequest : plainRequest;
      const request = send(address, { method, headers: headersOf(body), agent: false, ...credentials(settings) });
      request.setTimeout(SILENCE_MS, () => request.destroy(new Error(`no answer in ${SILENCE_MS / 1000} s`)));
      request.once("error", reject);
      request.once("response", (response) => void wholeOf(response).then(resolve, reject));
      request.end(body);
    });
  } catch (error) {
    return { problem: reasonOf(error as NodeJS.ErrnoException & { readonly errors?: readonly Error[] }) };
  }
}

/** An address with several numbers fails with one error for each. */
function reasonOf({ message, code, errors }: NodeJS.ErrnoException & { readonly errors?: readonly Error[] }): string {
  return message || (errors?.map((error) => error.message).join("; ") ?? code ?? "unknown");
}

function headersOf(body: string | undefined): Record<string, string> {
  if (body === undefined) return {};
  return {
    "Content-Type": "application/json",
    "Content-Length": String(Buffer.byteLength(body)),
    "Content-MD5": createHash("md5").update(body).digest("base64"),
  };
}

function credentials(settings: HttpSettings) {
  const { username, password = "", client_ca_certificate_pem: ca, client_certificate_pem: cert, client_private_key_pem: key } = settings;
  return {
    rejectUnauthorized: !settings.skip_cert_verification,
    ...(username !== undefined && { auth: `${username}:${password}` }),
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert, key }),
  };
}

/** Bytes. No state has as many, and an answer without an end would fill the memory. */
const LONGEST = 2 ** 30;

async function wholeOf(response: IncomingMessage): Promise<HttpAnswer> {
  const pieces: Buffer[] = [];
  let length = 0;
  if (Number(response.headers["content-length"]) > LONGEST) throw tooLong(response);
  for await (const piece of response) {
    length += (piece as Buffer).length;
    if (length > LONGEST) throw tooLong(response);
    pieces.push(piece as Buffer);
  }
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) };
}

function tooLong(response: IncomingMessage): Error {
  response.destroy();
  return new Error(`its answer has more than ${LONGEST} bytes`);
}
