import { listenGrpc, type Listening, type Tls } from "./grpc";
import { handshakeLine, readInvitation, reattachOf, type Environment, type Reattach } from "./handshake";
import { openLog, traceOf } from "./log";
import { routesOf, type Handlers } from "./routes";

export type { Handlers } from "./routes";

/** The parts of the process that a plugin uses. */
export interface Process {
  readonly env: Environment;
  readonly pid: number;
  /** The parent's pid; changes when the parent has exited. */
  parent(): number;
  writeOut(text: string): void;
  writeError(text: string): void;
  on(signal: "SIGINT" | "SIGTERM" | "SIGHUP", listener: () => void): void;
  exit(code: number): void;
}

type LogProcess = Pick<Process, "env" | "writeError">;

/** Milliseconds: the interval of the parent watch, and the timeouts for Terraform to connect, for the last answer to be sent, and for the shutdown. */
const WATCH = 2000;
const CONNECT = 60_000;
const FLUSH = 10;
const SHUTDOWN = 1500;

export interface ServeOptions {
  /** Saves state before the exit; limited to a second and a half. */
  onShutdown?(): void | Promise<void>;
  /** Milliseconds within which Terraform must connect. It does so immediately, unless it was killed before. */
  readonly connectWithin?: number;
}

/**
 * Runs the provider for the Terraform that started this process, until it requests the shutdown or exits; then the process
 * exits. A process not started by Terraform prints a hint and exits with 1. Resolves once Terraform can connect.
 */
export async function serveProvider(handlers: Partial<Handlers>, process: Process, options: ServeOptions = {}): Promise<void> {
  const parent = process.parent();
  const invitation = readInvitation(process.env);
  if (!invitation.ok) {
    process.writeError(invitation.hint);
    return process.exit(1);
  }
  try {
    await begin(handlers, process, { parent, clientCertificate: invitation.clientCertificate }, options);
  } catch (error) {
    process.writeError(`The Netweft provider cannot listen for Terraform: ${(error as Error).message}.\n`);
    process.exit(1);
  }
}

async function begin(
  handlers: Partial<Handlers>,
  process: Process,
  start: { readonly parent: number; readonly clientCertificate: string | undefined },
  options: ServeOptions,
): Promise<void> {
  const { text, tls } = await credentials(start.clientCertificate);
  const end = once(() => finish(server, process, options));
  const server = await listen(handlers, process, tls, () => setTimeout(end, FLUSH));
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, end);
  watchParent(process, start.parent, end);
  setTimeout(() => server.isUsed() || end(), options.connectWithin ?? CONNECT).unref();
  process.writeOut(handshakeLine(server.path, text));
}

/** A key is generated only for TLS. */
async function credentials(clientCertificate: string | undefined): Promise<{ readonly text: string; readonly tls: Tls | undefined }> {
  if (clientCertificate === undefined) return { text: "", tls: undefined };
  const { selfSigned, handshakeText } = await import("./certificate");
  const own = selfSigned(new Date());
  return { text: handshakeText(own.der), tls: { key: own.key, cert: own.pem, ca: clientCertificate } };
}

function listen(handlers: Partial<Handlers>, process: LogProcess, tls: Tls | undefined, onShutdown: () => void): Promise<Listening> {
  const log = openLog(process.env, (text) => process.writeError(text));
  return listenGrpc({
    routes: routesOf(handlers, onShutdown),
    tls,
    temporary: process.env["TMPDIR"] || undefined,
    onBug: (path, error) => log("error", `${path} failed`, { error: traceOf(error) }),
  });
}

async function finish(server: Listening, process: Process, options: ServeOptions): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<number>((resolve) => (timer = setTimeout(resolve, SHUTDOWN, 1)));
  const code = await Promise.race([saved(process, options), late]);
  clearTimeout(timer);
  server.close();
  process.exit(code);
}

/** The exit code; a failure to save is also logged. */
async function saved(process: Process, { onShutdown }: ServeOptions): Promise<number> {
  try {
    await onShutdown?.();
    return 0;
  } catch (error) {
    openLog(process.env, (text) => process.writeError(text))("error", "The shutdown failed", { error: String(error) });
    return 1;
  }
}

/** Shuts down when Terraform was killed. `parent`: its pid when this process started, because it may exit at any time. */
function watchParent(process: Process, parent: number, end: () => void): void {
  const timer = setInterval(() => {
    if (process.parent() === parent) return;
    clearInterval(timer);
    end();
  }, WATCH);
  timer.unref();
}

function once(action: () => Promise<void>): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    void action();
  };
}

/** A provider that keeps running, for any number of Terraform runs. */
export interface Reattached {
  /** The value of `TF_REATTACH_PROVIDERS`, as an object. */
  readonly reattach: Reattach;
  close(): void;
}

/**
 * Serves on a plain socket that is accessible to this user only. Terraform connects to it instead of starting a process, once per
 * provider instance; all share the handlers, and `Connection` distinguishes them. Nothing is printed, no signal is handled.
 *
 * @example
 * const { reattach } = await serveReattached(handlers, process, "registry.terraform.io/netweft/netweft");
 * const env = { TF_REATTACH_PROVIDERS: JSON.stringify(reattach) };
 */
export async function serveReattached(
  handlers: Partial<Handlers>,
  process: LogProcess & Pick<Process, "pid">,
  address: string,
): Promise<Reattached> {
  const server = await listen(handlers, process, undefined, () => {});
  return { reattach: reattachOf(address, process.pid, server.path), close: () => server.close() };
}
