/** The body of a call: one frame with a byte for compression and four for the length in front of the message. */
import type { ServerHttp2Stream } from "node:http2";
import { STATUS, type RpcRefusal } from "./status";

export const FRAME_HEAD = 5;
/** Maximum size of a message, in both directions, in bytes. */
export const LARGEST = 256 * 2 ** 20;

const TOO_LARGE: RpcRefusal = { code: STATUS.resourceExhausted, reason: "The message is larger than 256 MiB." };

/**
 * Collects the single message of a body and passes it, or the refusal, to `done` once. Parts may have any size; a body that
 * never ends is never answered.
 */
export function receive(stream: ServerHttp2Stream, done: (message: Buffer | RpcRefusal) => void): void {
  const parts: Buffer[] = [];
  let size = 0;
  let refused = false;
  stream.on("data", (part: Buffer) => {
    if (refused) return;
    parts.push(part);
    size += part.length;
    const refusal = size < FRAME_HEAD ? undefined : refusalOf(headOf(parts), size);
    if (!refusal) return;
    refused = true;
    parts.length = 0;
    done(refusal);
  });
  stream.on("end", () => {
    if (!refused) done(complete(parts, size));
  });
}

/** The head may be split over several parts; it is joined into the first. */
function headOf(parts: Buffer[]): Buffer {
  if (parts[0]!.length < FRAME_HEAD) parts.splice(0, parts.length, Buffer.concat(parts));
  return parts[0]!;
}

function refusalOf(head: Buffer, size: number): RpcRefusal | undefined {
  if (head[0] !== 0) return { code: STATUS.unimplemented, reason: "Compressed messages are not supported." };
  const length = head.readUInt32BE(1);
  if (length > LARGEST) return TOO_LARGE;
  if (size > FRAME_HEAD + length) return { code: STATUS.unimplemented, reason: "The call has more than one message." };
  return undefined;
}

function complete(parts: Buffer[], size: number): Buffer | RpcRefusal {
  if (size === 0) return { code: STATUS.unimplemented, reason: "The call has no message." };
  const body = parts.length === 1 ? parts[0]! : Buffer.concat(parts, size);
  if (size < FRAME_HEAD || size < FRAME_HEAD + body.readUInt32BE(1)) {
    return { code: STATUS.invalidArgument, reason: "The message ends before it is complete." };
  }
  return body.subarray(FRAME_HEAD);
}

/** Fills in the head reserved in front of a message; a refusal if the message is too large. */
export function framed(body: Buffer): Buffer | RpcRefusal {
  const length = body.length - FRAME_HEAD;
  if (length > LARGEST) return TOO_LARGE;
  body[0] = 0;
  body.writeUInt32BE(length, 1);
  return body;
}
