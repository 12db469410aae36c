/** A client of a provider plugin like Terraform: over a unix socket, plain or with mutual TLS. */
import { connect, constants, type ClientHttp2Session, type ClientHttp2Stream } from "node:http2";
import { connect as connectPlain } from "node:net";
import { connect as connectTls } from "node:tls";
import { pemOf, selfSigned, type Certificate } from "../../providers/frontends/terraform/plugin/certificate";
import { invitation, type Environment } from "../../providers/frontends/terraform/plugin/handshake";
import { rpcs, type Rpc } from "../../providers/frontends/terraform/wire/messages";
import { decode, encode, type Decoded, type Encodable, type Message } from "../../providers/frontends/terraform/wire/protobuf";

/** The address of a plugin, from its handshake line. */
export interface Place {
  readonly path: string;
  /** The server's certificate (DER), undefined for a plain socket. */
  readonly server?: Buffer | undefined;
  /** The client's own certificate. */
  readonly client?: Certificate | undefined;
}

/** The failure of a call. `code` is gRPC's; -1 if the response was not gRPC. */
export class CallFailed extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly status = 200,
  ) {
    super(message);
  }
}

export interface PluginClient {
  /** One call of the provider; rejects with `CallFailed`. */
  call<R extends Rpc>(rpc: R, request: Encodable<(typeof rpcs)[R]["request"]>): Promise<Decoded<(typeof rpcs)[R]["response"]>>;
  /** Any unary call by its path with a raw body; returns the bytes of the response message. */
  post(path: string, body: Buffer, headers?: Readonly<Record<string, string>>): Promise<Buffer>;
  /** A stream that is open on both sides. */
  open(path: string): ClientHttp2Stream;
  readonly session: ClientHttp2Session;
  close(): void;
}

/** The environment for starting a plugin, with a client certificate. */
export function inviteWithTls(): { readonly env: Environment; readonly client: Certificate } {
  const client = selfSigned(new Date());
  return { env: invitation(client.pem), client };
}

/** Parses a handshake line; throws if it is malformed. */
export function placeOf(line: string, client?: Certificate): Place {
  const [core, protocol, network, path, kind, certificate] = line.trimEnd().split("|");
  if (core !== "1" || protocol !== "6" || network !== "unix" || kind !== "grpc" || !path) throw new Error(`not a handshake: ${line}`);
  return { path, server: certificate ? Buffer.from(certificate, "base64") : undefined, client };
}

export async function connectPlugin(place: Place): Promise<PluginClient> {
  const session = connect("http://localhost", {
    createConnection: () => socketTo(place),
    settings: { initialWindowSize: 2 ** 24 },
    maxSessionMemory: 4096,
  });
  await new Promise<void>((resolve, reject) => session.once("connect", () => resolve()).once("error", reject));
  session.on("error", () => {});
  session.setLocalWindowSize(2 ** 24);
  return clientOf(session);
}

function socketTo({ path, server, client }: Place) {
  if (!server) return connectPlain(path);
  const own = client && { key: client.key, cert: client.pem };
  return connectTls({ path, ca: pemOf(server), servername: "localhost", ALPNProtocols: ["h2"], ...own });
}

function clientOf(session: ClientHttp2Session): PluginClient {
  const open = (path: string, headers = {}) =>
    session.request({ ":method": "POST", ":path": path, "content-type": "application/grpc", te: "trailers", ...headers });
  const post: PluginClient["post"] = (path, body, headers) => answerOf(open(path, headers), body);
  return {
    async call(rpc, request) {
      const kinds: { request: Message<unknown, unknown>; response: Message<unknown, unknown> } = rpcs[rpc];
      const answer = await post(`/tfplugin6.Provider/${rpc}`, frame(encode(kinds.request, request)));
      return decode(kinds.response, answer) as never;
    },
    post,
    open,
    session,
    close: () => session.close(),
  };
}

/** A message in its frame. */
export function frame(message: Buffer, flag = 0): Buffer {
  const head = Buffer.alloc(5);
  head[0] = flag;
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

function answerOf(stream: ClientHttp2Stream, body: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let ended: Readonly<Record<string, unknown>> = {};
    stream.on("response", (headers) => (ended = { ...ended, ...headers }));
    stream.on("trailers", (headers) => (ended = { ...ended, ...headers }));
    stream.on("data", (part: Buffer) => parts.push(part));
    stream.on("error", reject);
    stream.on("close", () => {
      if (ended["grpc-status"] === "0") resolve(Buffer.concat(parts).subarray(5));
      else reject(failureOf(ended, stream.rstCode));
    });
    stream.end(body);
  });
}

function failureOf(headers: Readonly<Record<string, unknown>>, reset: number | undefined): CallFailed {
  const status = Number(headers[":status"] ?? 0);
  if (headers["grpc-status"] === undefined)
    return new CallFailed(-1, `no gRPC answer, stream closed with ${reset ?? constants.NGHTTP2_NO_ERROR}`, status);
  return new CallFailed(Number(headers["grpc-status"]), decodeURIComponent(String(headers["grpc-message"] ?? "")), status);
}
