import type { SshTarget } from "./target";

/** Seconds within which a server must answer with its host key. */
const CONNECT_TIMEOUT = 10;

/** Keepalive interval in seconds, and the number of unanswered ones after which the connection is dead. */
const ALIVE = { interval: 10, count: 3 };

/** Seconds that a connection waits for the next program; it ends after them if its controller died. */
const IDLE = 60;

/**
 * Options of every ssh call. Options given here override the user's configuration, which decides the rest:
 * jump hosts, proxies, algorithms, the agent. Nothing prompts, and nothing but the program is forwarded.
 */
const always: readonly string[] = [
  "BatchMode=yes",
  "StrictHostKeyChecking=yes",
  "NoHostAuthenticationForLocalhost=no",
  "UpdateHostKeys=no",
  `ConnectTimeout=${CONNECT_TIMEOUT}`,
  `ServerAliveInterval=${ALIVE.interval}`,
  `ServerAliveCountMax=${ALIVE.count}`,
  "RequestTTY=no",
  "RemoteCommand=none",
  "ClearAllForwardings=yes",
  "ForwardAgent=no",
  "ForwardX11=no",
  "Tunnel=no",
  "PermitLocalCommand=no",
  "LogLevel=INFO",
].flatMap((option) => ["-o", option]);

function where({ port, user, identityFile, knownHosts }: SshTarget): readonly string[] {
  return [
    ...(port === null ? [] : ["-p", `${port}`]),
    ...(user === null ? [] : ["-l", user]),
    ...(identityFile === null ? [] : ["-o", "IdentitiesOnly=yes", "-i", identityFile]),
    ...(knownHosts === null ? [] : ["-o", `UserKnownHostsFile=${knownHosts}`, "-o", "GlobalKnownHostsFile=/dev/null"]),
  ];
}

/** ssh expands `%` in a path. */
function through(control: string): readonly string[] {
  return ["-S", control.replaceAll("%", "%%")];
}

/** Opens the master connection, and returns once it is established. */
export function masterArgs(target: SshTarget, control: string): readonly string[] {
  const persist = ["-o", "ControlMaster=yes", "-o", `ControlPersist=${IDLE}`];
  return [...always, ...where(target), ...through(control), ...persist, "-N", "-f", "--", target.address];
}

/** Runs a command over the master connection, or over a new one if that has timed out. */
export function sessionArgs(target: SshTarget, control: string, command: string): readonly string[] {
  return [...always, ...where(target), ...through(control), "-o", "ControlMaster=no", "--", target.address, command];
}

/** Before the others: a terminal on the host. ssh takes the first value of an option. */
export const terminalArgs: readonly string[] = ["-o", "RequestTTY=force"];

/** Ends the connection. */
export function exitArgs(target: SshTarget, control: string): readonly string[] {
  return [...always, ...where(target), ...through(control), "-O", "exit", "--", target.address];
}

/** Ends a connection whose host is unknown. The host name is a placeholder that ssh requires but does not contact. */
export function farewellArgs(control: string): readonly string[] {
  return ["-F", "none", ...through(control), "-O", "exit", "--", "abandoned"];
}

/**
 * One constant command line for the remote login shell. Non-interactive logins may lack the sbin folders in
 * their PATH.
 */
export function remoteCommand(words: readonly string[]): string {
  return `PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"; export PATH; exec ${words.map(quoted).join(" ")}`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
