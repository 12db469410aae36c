/** A session of a PostgreSQL server: as much of a client as a state needs. */
import { readFileSync } from "node:fs";
import { connect as connectPlain, type Socket } from "node:net";
import { userInfo } from "node:os";
import { connect as connectSecure, type ConnectionOptions } from "node:tls";
import type { PgConnection } from "../../../../lib/ports/state-store";
import { replyTo, startAuthentication } from "./authentication";
import { savedPassword } from "./password-file";
import { columnsOf, counted, errorOf, int16, int32, message, messagesOf, numberAt, text, type PgError, type PgMessages } from "./wire";

export type PgRow = readonly (string | null)[];

export interface PgSession {
  /** The process that the server named; behind a pool it is another one than `pg_backend_pid()`. */
  readonly pid: number;
  /** Runs one statement. Fails with an error that has `sqlState` where the server refuses it. */
  query(statement: string, ...values: readonly (string | null)[]): Promise<readonly PgRow[]>;
  close(): Promise<void>;
}

/** How long a connection may take that `connect_timeout` does not limit. */
const CONNECT_SECONDS = 30;
const PROTOCOL = 196_608;
const SSL_REQUEST = 80_877_103;

/** Opens a session; `name` is shown to others who look at the server. */
export async function openSession(connection: PgConnection, name: string): Promise<PgSession> {
  const user = connection.user ?? userInfo().username;
  const socket = await secured(await connected(connection), connection);
  try {
    const messages = messagesOf(socket);
    const password = connection.password ?? savedPassword({ ...connection, user, database: connection.database ?? user });
    const parameters = { user, database: connection.database ?? user, application_name: name, client_encoding: "UTF8" };
    const pairs = Object.entries(parameters).flatMap(([key, value]) => [text(key), text(value)]);
    socket.write(message("", int32(PROTOCOL), ...pairs, Buffer.alloc(1)));
    const pid = await started(socket, messages, { user, password });
    return { pid, query: queries(socket, messages), close: () => closed(socket) };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function connected({ host, port, connect_timeout: seconds = CONNECT_SECONDS }: PgConnection): Promise<Socket> {
  const where = host.startsWith("/") ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
  return new Promise((resolve, reject) => {
    const socket = connectPlain(where);
    socket.setTimeout((seconds || CONNECT_SECONDS) * 1000, () => socket.destroy(new Error(`no answer of ${host} in time`)));
    socket.setKeepAlive(true, 60_000).setNoDelay(true);
    // Errors are reported where a message is waited for.
    socket.on("error", () => {});
    socket.once("error", reject);
    socket.once("connect", () => resolve(socket.setTimeout(0).off("error", reject)));
  });
}

/** Over a socket of this machine nothing is encrypted. */
async function secured(socket: Socket, connection: PgConnection): Promise<Socket> {
  const { host, sslmode } = connection;
  if (sslmode === "disable" || host.startsWith("/")) return socket;
  socket.write(message("", int32(SSL_REQUEST)));
  const answer = await new Promise<Buffer>((resolve, reject) => {
    socket.once("data", resolve).once("error", reject);
    socket.once("close", () => reject(new Error("the server closed the connection")));
  });
  if (answer.toString("latin1") === "S") return encrypted(socket, connection);
  if (sslmode === "prefer" || sslmode === "allow") return socket;
  socket.destroy();
  throw new Error(`the server has no encryption, and sslmode is ${sslmode}`);
}

function encrypted(socket: Socket, { host, sslmode, sslrootcert, sslcert, sslkey }: PgConnection): Promise<Socket> {
  const verifies = sslmode.startsWith("verify-") || (sslmode === "require" && sslrootcert !== undefined);
  const options: ConnectionOptions = {
    socket,
    host,
    servername: /^[\d.]+$|:/.test(host) ? "" : host,
    rejectUnauthorized: verifies,
    ...(sslmode !== "verify-full" && { checkServerIdentity: () => undefined }),
    ...(sslrootcert !== undefined && { ca: readFileSync(sslrootcert) }),
    ...(sslcert !== undefined && { cert: readFileSync(sslcert) }),
    ...(sslkey !== undefined && { key: readFileSync(sslkey) }),
  };
  return new Promise((resolve, reject) => {
    const secure = connectSecure(options, () => resolve(secure));
    secure.on("error", reject);
  });
}

/** The process ID of the session, when the server is ready for the first statement. */
async function started(socket: Socket, messages: PgMessages, account: { user: string; password?: string | undefined }): Promise<number> {
  const authentication = startAuthentication(account);
  let pid = 0;
  for (;;) {
    const next = await messages.next();
    if (next.type === "E") throw errorOf(next.body);
    if (next.type === "K") pid = numberAt(next.body, 0, 4);
    if (next.type === "Z") return pid;
    const reply = next.type === "R" ? replyTo(authentication, next) : undefined;
    if (reply) socket.write(reply);
  }
}

function queries(socket: Socket, messages: PgMessages): PgSession["query"] {
  return async (statement, ...values) => {
    const bound = [text(""), text(""), int16(0), int16(values.length), ...values.map(counted), int16(0)];
    socket.write(
      Buffer.concat([
        message("P", text(""), text(statement), int16(0)),
        message("B", ...bound),
        message("E", text(""), int32(0)),
        message("S"),
      ]),
    );
    const rows: PgRow[] = [];
    let problem: PgError | undefined;
    for (;;) {
      const { type, body } = await messages.next().catch((error: unknown) => Promise.reject((problem ?? error) as Error));
      if (type === "D") rows.push(columnsOf(body));
      if (type === "E") problem ??= errorOf(body);
      if (type === "Z" && problem) throw problem;
      if (type === "Z") return rows;
    }
  };
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) return resolve();
    socket.once("close", () => resolve()).once("error", () => resolve());
    socket.end(message("X"));
  });
}
