/** How a call ends: gRPC's codes, and errors as its header can carry them. */
import { WireFault } from "../wire/cursor";

export const STATUS = { ok: 0, invalidArgument: 3, resourceExhausted: 8, unimplemented: 12, internal: 13 } as const;

/** Why a call has no answer. `reason` is one sentence for people. */
export interface Refusal {
  readonly code: number;
  readonly reason: string;
}

/** Bytes that are wrong are the caller's fault, anything else that is thrown is ours. No stack is shown. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof WireFault) return { code: STATUS.invalidArgument, reason: error.message };
  const reason = error instanceof Error ? error.message : String(error);
  return { code: STATUS.internal, reason: `Netweft has a bug: ${reason}` };
}

const LONGEST = 2000;

/** Text as the header `grpc-message` wants it: UTF-8, everything but printable ASCII as `%` and two digits. */
export function headerText(text: string): string {
  const bytes = Buffer.from(text.slice(0, LONGEST));
  return Array.from(bytes, (byte) => (byte >= 0x20 && byte <= 0x7e && byte !== 0x25 ? String.fromCharCode(byte) : percent(byte))).join("");
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
