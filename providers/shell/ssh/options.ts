import type { Target } from "./target";

/** Seconds in which a server must have answered and said who it is. */
const CONNECT_TIMEOUT = 10;

/** So often in seconds, and so many times in vain, a silent server is asked whether it is still there. */
const ALIVE = { interval: 10, count: 3 };

/** Seconds that a connection waits for the next program. One whose controller died ends after them. */
const IDLE = 60;

/**
 * What holds for every call of ssh. An option that is given here beats the user's configuration, which decides the rest:
 * jump hosts, proxies, algorithms, the agent. Nobody is asked anything, and nothing but the program goes through.
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

function where({ port, user, identityFile, knownHosts }: Target): readonly string[] {
  return [
    ...(port === null ? [] : ["-p", `${port}`]),
    ...(user === null ? [] : ["-l", user]),
    ...(identityFile === null ? [] : ["-o", "IdentitiesOnly=yes", "-i", identityFile]),
    ...(knownHosts === null ? [] : ["-o", `UserKnownHostsFile=${knownHosts}`, "-o", "GlobalKnownHostsFile=/dev/null"]),
  ];
}

/** `%` in a path stands for something else in ssh's eyes. */
function through(control: string): readonly string[] {
  return ["-S", control.replaceAll("%", "%%")];
}

/** Makes the connection that the others go through, and comes back when it stands. */
export function masterArgs(target: Target, control: string): readonly string[] {
  const persist = ["-o", "ControlMaster=yes", "-o", `ControlPersist=${IDLE}`];
  return [...always, ...where(target), ...through(control), ...persist, "-N", "-f", "--", target.address];
}

/** Runs a command over that connection, or over one of its own where that has gone idle. */
export function sessionArgs(target: Target, control: string, command: string): readonly string[] {
  return [...always, ...where(target), ...through(control), "-o", "ControlMaster=no", "--", target.address, command];
}

/** Ends the connection. */
export function exitArgs(target: Target, control: string): readonly string[] {
  return [...always, ...where(target), ...through(control), "-O", "exit", "--", target.address];
}

/** Ends a connection whose host is not known. None is reached for: the name is only there because ssh wants one. */
export function farewellArgs(control: string): readonly string[] {
  return ["-F", "none", ...through(control), "-O", "exit", "--", "abandoned"];
}

/**
 * One constant command line as the login shell of the far side is to read it. Logins that are not interactive may lack the
 * folders of programs for root.
 */
export function remoteCommand(words: readonly string[]): string {
  return `PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"; export PATH; exec ${words.map(quoted).join(" ")}`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
