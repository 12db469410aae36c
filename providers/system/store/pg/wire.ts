/** Messages of PostgreSQL's protocol, version 3. */
import type { Socket } from "node:net";

export interface PgMessage {
  /** One letter. */
  readonly type: string;
  readonly body: Buffer;
}

/** The messages that arrive, one after the other; an error after the connection's end. */
export interface PgMessages {
  next(): Promise<PgMessage>;
}

interface Waiting {
  readonly resolve: (message: PgMessage) => void;
  readonly reject: (error: Error) => void;
}

/** The pieces that have arrived of messages that are not complete. */
interface Arrived {
  pieces: Buffer[];
  length: number;
}

export function messagesOf(socket: Socket): PgMessages {
  const arrived: Arrived = { pieces: [], length: 0 };
  const [ready, waiting]: [PgMessage[], Waiting[]] = [[], []];
  let end: Error | undefined;
  const finish = (error: Error) => {
    end ??= error;
    for (const one of waiting.splice(0)) one.reject(end);
  };
  socket.on("data", (piece: Buffer) => {
    arrived.pieces.push(piece);
    arrived.length += piece.length;
    for (let message = taken(arrived); message; message = taken(arrived)) {
      if (message === "broken") return void socket.destroy(new Error("what answers there does not speak PostgreSQL's protocol"));
      const first = waiting.shift();
      if (first) first.resolve(message);
      else ready.push(message);
    }
  });
  socket.once("error", finish).once("close", () => finish(new Error("the server closed the connection")));
  return {
    next: () =>
      new Promise((resolve, reject) => {
        const message = ready.shift();
        if (message) resolve(message);
        else if (end) reject(end);
        else waiting.push({ resolve, reject });
      }),
  };
}

/** The length of the largest value that PostgreSQL has, and a little for what is around it. */
const LONGEST = 2 ** 30 + 2 ** 16;

/** The next message, if all of it has arrived. Pieces are joined once for each message. `broken`: no message has such a length. */
function taken(arrived: Arrived): PgMessage | "broken" | undefined {
  if (arrived.length < 5) return undefined;
  if (arrived.pieces[0]!.length < 5) arrived.pieces = [Buffer.concat(arrived.pieces)];
  const end = 1 + arrived.pieces[0]!.readUInt32BE(1);
  if (end < 5 || end > LONGEST) return "broken";
  if (arrived.length < end) return undefined;
  const all = arrived.pieces.length === 1 ? arrived.pieces[0]! : Buffer.concat(arrived.pieces);
  arrived.pieces = all.length > end ? [all.subarray(end)] : [];
  arrived.length -= end;
  return { type: String.fromCharCode(all[0]!), body: all.subarray(5, end) };
}

/** A message of the client. `type`: "" for the first ones, which have none. */
export function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type, "latin1"), int32(body.length + 4), body]);
}

/** Text with the zero at its end. */
export function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

export function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

/** A length and as many bytes; -1 for null. */
export function counted(value: string | null): Buffer {
  if (value === null) return int32(-1);
  const bytes = Buffer.from(value);
  return Buffer.concat([int32(bytes.length), bytes]);
}

/** A number of two or four bytes; an error where the message ends before it. */
export function numberAt(body: Buffer, at: number, bytes: 2 | 4): number {
  if (at + bytes > body.length) throw new Error("a message of the server is incomplete");
  return body.readIntBE(at, bytes);
}

/** The columns of a row, all as text. */
export function columnsOf(body: Buffer): readonly (string | null)[] {
  const columns: (string | null)[] = [];
  let at = 2;
  for (let n = numberAt(body, 0, 2); n > 0; n -= 1) {
    const length = numberAt(body, at, 4);
    at += 4;
    columns.push(length < 0 ? null : body.toString("utf8", at, at + length));
    at += Math.max(length, 0);
  }
  return columns;
}

/** An error that the server reported; `sqlState` is its code. */
export interface PgError extends Error {
  readonly sqlState: string;
}

export function errorOf(body: Buffer): PgError {
  const fields = new Map(
    body
      .toString("utf8")
      .split("\0")
      .map((field) => [field[0], field.slice(1)]),
  );
  return Object.assign(new Error(fields.get("M") ?? "unknown error"), { sqlState: fields.get("C") ?? "" });
}
