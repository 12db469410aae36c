/** The outcome of a call: gRPC status codes, and error messages as header text. */
import { WireFault } from "../wire/cursor";

export const STATUS = { ok: 0, invalidArgument: 3, resourceExhausted: 8, unimplemented: 12, internal: 13 } as const;

/** Why a call has no response. `reason` is one sentence for users. */
export interface RpcRefusal {
  readonly code: number;
  readonly reason: string;
}

/** Malformed bytes are the caller's fault, any other exception is ours. The stack is not included. */
export function refusalOf(error: unknown): RpcRefusal {
  if (error instanceof WireFault) return { code: STATUS.invalidArgument, reason: error.message };
  const reason = error instanceof Error ? error.message : String(error);
  return { code: STATUS.internal, reason: `Internal error in Netweft: ${reason}` };
}

const LONGEST = 2000;

/** Text for the header `grpc-message`: UTF-8, percent-encoded except for printable ASCII. */
export function headerText(text: string): string {
  const bytes = Buffer.from(text.slice(0, LONGEST));
  return Array.from(bytes, (byte) => (byte >= 0x20 && byte <= 0x7e && byte !== 0x25 ? String.fromCharCode(byte) : percent(byte))).join("");
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
