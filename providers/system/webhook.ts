import { request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import { diagnose, fail, ok, type Result } from "../../lib/diagnostic";
import type { PostJson } from "../../lib/ports/webhook";

/** How long an answer may take. */
const LIMIT_MS = 10_000;

/** Sends a message. The address can hold a secret, so no error quotes more of it than its host. */
export const postJson: PostJson = async (address, body) => {
  try {
    const status = await post(address, body);
    return status >= 200 && status < 300 ? ok(undefined) : refused(address, `it answered with status ${status}`);
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    return refused(address, message || (code ?? "no connection"));
  }
};

function refused(address: string, why: string): Result<void> {
  return fail(diagnose("webhook-failed", `The event was not delivered to ${new URL(address).host}: ${why}.`));
}

function post(address: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const send = address.startsWith("https:") ? secureRequest : plainRequest;
    const headers = { "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(body)) };
    const request = send(address, { method: "POST", headers, agent: false });
    const limit = setTimeout(() => request.destroy(new Error(`no answer in ${LIMIT_MS / 1000} s`)), LIMIT_MS);
    request.once("close", () => clearTimeout(limit));
    request.once("error", reject);
    request.once("response", (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode ?? 0));
      response.once("error", reject);
    });
    request.end(body);
  });
}
