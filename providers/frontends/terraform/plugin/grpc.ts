/**
 * A gRPC server over HTTP/2 on a unix socket, limited to what Terraform uses: unary calls, and server streams that are held open
 * without messages. Malformed input and dropped connections end only their own call or connection.
 */
import { createSecureServer, createServer, type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from "node:http2";
import type { IncomingHttpHeaders } from "node:http2";
import { decode, encode, type Message } from "../wire/protobuf";
import { FRAME_HEAD, framed, receive } from "./body";
import { connectionOf, type PluginConnection } from "./connection";
import { makeSocket } from "./socket";
import { headerText, refusalOf, STATUS, type RpcRefusal } from "./status";

/** A call with one request and one response. */
export interface UnaryCall {
  readonly request: Message<unknown, unknown>;
  readonly response: Message<unknown, unknown>;
  handle(request: unknown, connection: PluginConnection): unknown;
}
/** A server stream that is held open without messages, until the client ends its side (`ended`) or disconnects (`closed`). */
export interface Silent {
  readonly silentUntil: "ended" | "closed";
}
/** Calls by their path: `/package.Service/Method`. */
export type Routes = ReadonlyMap<string, UnaryCall | Silent>;

/** TLS with an own certificate, for the only client whose certificate is `ca`. All in PEM. */
export interface Tls {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}
export interface Options {
  readonly routes: Routes;
  /** Without it the socket is unencrypted. */
  readonly tls?: Tls | undefined;
  /** The parent of the socket's folder; the system's folder for temporary files when undefined. */
  readonly temporary?: string | undefined;
  /** Called with exceptions of handlers that are not the caller's fault. */
  onBug?(path: string, error: unknown): void;
}

/** A listening server. */
export interface Listening {
  /** The socket, in a folder that is accessible to this user only. */
  readonly path: string;
  /** Whether a client has ever connected. */
  isUsed(): boolean;
  /** Ends every connection, and removes the socket and its folder. */
  close(): void;
}

const WINDOW = 16 * 2 ** 20;
/** Megabytes that a connection may buffer; Node's default is 10, which would refuse calls during a large one. */
const MEMORY = 4096;

/** Listens on a new unix socket. Rejects with the system's error. */
export async function listenGrpc(options: Options): Promise<Listening> {
  const server = serverOf(options.tls);
  const sessions = new Set<ServerHttp2Session>();
  let used = false;
  server.on("session", (session) => {
    used = true;
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
    session.on("error", ignore);
    session.setLocalWindowSize(WINDOW);
  });
  server.on("stream", (stream, headers) => accept(stream, headers, options));
  for (const event of ["sessionError", "tlsClientError", "error"]) server.on(event, ignore);
  const socket = makeSocket(options.temporary);
  await socket.listen(server);
  return {
    path: socket.path,
    isUsed: () => used,
    close() {
      for (const session of sessions) session.destroy();
      server.close();
      socket.remove();
    },
  };
}

function ignore(): void {}

function serverOf(tls: Tls | undefined): Http2Server {
  const options = { settings: { initialWindowSize: WINDOW }, maxSessionMemory: MEMORY };
  if (!tls) return createServer(options);
  return createSecureServer({ ...options, ...tls, requestCert: true, rejectUnauthorized: true, minVersion: "TLSv1.2" });
}

function accept(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, options: Options): void {
  stream.on("error", ignore);
  const path = headers[":path"] ?? "";
  const route = options.routes.get(path);
  if (!headers["content-type"]?.startsWith("application/grpc")) return rejectPlainHttp(stream);
  if (!route) return refuse(stream, { code: STATUS.unimplemented, reason: `There is no ${path}.` });
  if ("silentUntil" in route) return holdOpen(stream, route);
  const connection = connectionOf(stream.session!);
  receive(stream, (message) => {
    if (!Buffer.isBuffer(message)) return refuse(stream, message);
    void answer(stream, route, message, connection, (error) => options.onBug?.(path, error));
  });
}

async function answer(
  stream: ServerHttp2Stream,
  route: UnaryCall,
  message: Buffer,
  connection: PluginConnection,
  onBug: (error: unknown) => void,
): Promise<void> {
  try {
    const response = await route.handle(decode(route.request, message), connection);
    const body = framed(encode(route.response, response, FRAME_HEAD));
    if (Buffer.isBuffer(body)) respond(stream, body);
    else refuse(stream, body);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal.code === STATUS.internal) onBug(error);
    refuse(stream, refusal);
  }
}

const HEADERS = { ":status": 200, "content-type": "application/grpc" };

function respond(stream: ServerHttp2Stream, body?: Buffer): void {
  if (stream.destroyed || stream.headersSent) return;
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": String(STATUS.ok) }));
  stream.respond(HEADERS, { waitForTrailers: true });
  if (body) stream.end(body);
}

function refuse(stream: ServerHttp2Stream, { code, reason }: RpcRefusal): void {
  if (stream.destroyed || stream.headersSent) return;
  stream.respond({ ...HEADERS, "grpc-status": String(code), "grpc-message": headerText(reason) }, { endStream: true });
  stream.resume();
}

/** Requests that are not gRPC get a plain HTTP error. */
function rejectPlainHttp(stream: ServerHttp2Stream): void {
  if (stream.destroyed) return;
  stream.respond({ ":status": 415 }, { endStream: true });
  stream.resume();
}

function holdOpen(stream: ServerHttp2Stream, { silentUntil }: Silent): void {
  respond(stream);
  stream.resume();
  if (silentUntil === "ended") stream.on("end", () => stream.end());
}
