/** An HTTP server that stores states, for Terraform's http backend: as Terraform describes it, or in GitLab's dialect. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecureServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";

interface Lock {
  readonly ID: string;
  readonly Who: string;
  readonly Created: string;
}

/** What the server answers instead, once. */
export interface Fault {
  /** The method that it is for; every one without. */
  readonly method?: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Do as asked, and end the connection without an answer. */
  readonly silent?: true;
  /** Answer as usual: a later one is for a later request. */
  readonly usual?: true;
}

export interface StateServerOptions {
  readonly dialect?: "terraform" | "gitlab";
  readonly password?: string;
  readonly tls?: ServerOptions;
}

export interface StateServer {
  /** The address of the state. */
  readonly address: string;
  /** The block's arguments. */
  readonly backend: Readonly<Record<string, unknown>>;
  state(): string | undefined;
  put(text: string | undefined): void;
  lock(): Lock | undefined;
  /** The next requests that fail. */
  readonly faults: Fault[];
  /** Method and path of every request, with its query. */
  readonly requests: string[];
  close(): Promise<void>;
}

interface Stored {
  text?: string;
  lock?: Lock;
}

const FIELDS = ["ID", "Operation", "Info", "Who", "Version", "Created", "Path"];

export async function openStateServer({ dialect = "terraform", password, tls }: StateServerOptions = {}): Promise<StateServer> {
  const stored: Stored = {};
  const [faults, requests]: [Fault[], string[]] = [[], []];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = "", url = "", headers } = request;
    const body = await textOf(request);
    requests.push(`${method} ${url}`);
    const next = faults.find((one) => one.method === undefined || one.method === method);
    if (next) faults.splice(faults.indexOf(next), 1);
    const fault = next?.usual ? undefined : next;
    if (fault && !fault.silent) return void response.writeHead(fault.status, fault.headers).end(fault.body);
    const expected = password === undefined ? undefined : `Basic ${Buffer.from(`ada:${password}`).toString("base64")}`;
    const done =
      expected === undefined || headers.authorization === expected
        ? serve(stored, dialect, { method, url, body, headers })
        : { status: 401 };
    if (fault) return void request.socket.destroy();
    response.writeHead(done.status, "text" in done ? { "Content-Type": "application/json", "Content-MD5": md5(done.text) } : {});
    response.end("text" in done ? done.text : "");
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => void answer(request, response);
  const server = tls ? createSecureServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const address = `${tls ? "https" : "http"}://127.0.0.1:${port}/state/shop`;
  return {
    address,
    backend: { address, ...locks(dialect, address), retry_wait_min: 0, retry_wait_max: 0 },
    state: () => stored.text,
    put: (text) => void (stored.text = text),
    lock: () => stored.lock,
    faults,
    requests,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}

function locks(dialect: string, address: string): Record<string, string> {
  const both = { lock_address: `${address}/lock`, unlock_address: `${address}/lock` };
  return dialect === "gitlab" ? { ...both, lock_method: "POST", unlock_method: "DELETE" } : both;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString("utf8");
}

const md5 = (text: string) => createHash("md5").update(text).digest("base64");

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly headers: IncomingMessage["headers"];
}

type Served = { readonly status: number } | { readonly status: number; readonly text: string };

function serve(stored: Stored, dialect: string, { method, url, body, headers }: Asked): Served {
  const { pathname, searchParams } = new URL(url, "http://there");
  const id = searchParams.get("ID") ?? undefined;
  if (pathname.endsWith("/lock")) return serveLock(stored, dialect, method, body, id);
  const held = (): Served => ({ status: 409, text: JSON.stringify(stored.lock) });
  if (method === "GET" && stored.text === undefined) return { status: dialect === "gitlab" ? 404 : 204 };
  if (method === "GET") return { status: 200, text: stored.text! };
  if (stored.lock && stored.lock.ID !== id) return held();
  if (method === "POST" && headers["content-md5"] !== md5(body)) return { status: 400 };
  if (method !== "POST" && method !== "DELETE") return { status: 405 };
  stored.text = method === "POST" ? body : undefined;
  return { status: 200 };
}

function serveLock(stored: Stored, dialect: string, method: string, body: string, id: string | undefined): Served {
  const info = (body === "" ? {} : JSON.parse(body)) as Lock;
  if (method === (dialect === "gitlab" ? "POST" : "LOCK")) {
    if (FIELDS.some((field) => !Object.hasOwn(info, field))) return { status: 400 };
    if (stored.lock) return { status: dialect === "gitlab" ? 409 : 423, text: JSON.stringify(seen(dialect, stored.lock)) };
    stored.lock = info;
    return { status: 200 };
  }
  if (method !== (dialect === "gitlab" ? "DELETE" : "UNLOCK")) return { status: 405 };
  const given = id ?? info.ID;
  if (given !== undefined && given !== "" && stored.lock && stored.lock.ID !== given)
    return { status: 409, text: JSON.stringify(stored.lock) };
  stored.lock = undefined;
  return { status: 200 };
}

/** GitLab says nothing of the operation. */
function seen(dialect: string, { ID, Who, Created, ...rest }: Lock): object {
  return dialect === "gitlab" ? { ID, Who: "gitlab-user", Created } : { ID, Who, Created, ...rest };
}
