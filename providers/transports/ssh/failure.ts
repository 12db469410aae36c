/** Diagnostics for ssh failures. They are identified by ssh's messages, which it never translates. */
import { diagnose, type Diagnostic } from "../../../lib/diagnostic";
import { typed, type SshTarget } from "./target";

type Explain = (target: SshTarget, words: string) => Diagnostic;

/** The first match counts: a wrong host key is reported rather than the failure it leads to. */
const causes: readonly (readonly [RegExp, Explain])[] = [
  [/^@.*REVOKED HOST KEY/m, keyRevoked],
  [/^@.*HOST IDENTIFICATION HAS CHANGED/m, keyChanged],
  [/^Host key verification failed/m, keyUnknown],
  [/^\S+: Permission denied \(|Too many authentication failures/m, loginRefused],
  [/^ssh: Could not resolve hostname/m, unreachable("its name cannot be resolved. Correct `address`, or write an IP address there.")],
  [
    reason("Connection refused"),
    unreachable("no process listens there. Start the ssh server on the host, or correct `address` and `port`."),
  ],
  [
    reason("(Connection|Operation) timed out"),
    unreachable(
      "no answer in time. Check whether the host is up and whether a firewall drops packets from here, or correct `address` and `port`.",
    ),
  ],
  [
    reason("(No route to host|Network is unreachable)"),
    unreachable("there is no route to it from this machine. Correct `address`, or the routes of this machine."),
  ],
];

/** The message for a direct connection, for a slow server, and for a connection beyond a jump host. */
function reason(words: string): RegExp {
  return new RegExp(`^(ssh: connect to host .*: |channel \\d+: open failed: connect failed: |)${words}`, "m");
}

/** Why the connection failed, from the messages of the master ssh. */
export function notConnected(target: SshTarget, words: string): Diagnostic {
  return known(target, words) ?? unreachable("ssh could not connect.")(target, words);
}

/** Why a session ended before its program did. If the master had timed out, the session connected itself and can fail like it. */
export function broken(target: SshTarget, words: string): Diagnostic {
  return known(target, words) ?? lost(target, words);
}

export function notInstalled({ host }: SshTarget): Diagnostic {
  const detail = `Host "${host}" is reached over ssh, and this machine has no program \`ssh\`. Install the OpenSSH client here (the package is called openssh-client, openssh-clients or openssh).`;
  return diagnose("ssh-missing", detail, { host });
}

function known(target: SshTarget, words: string): Diagnostic | undefined {
  return causes.find(([pattern]) => pattern.test(words))?.[1](target, words);
}

function unreachable(cause: string): Explain {
  return (target, words) => {
    const detail = `Host "${target.host}" cannot be reached at ${place(target)}: ${cause} To try it by hand: \`${typed(target)} true\`. ${quoted(words)}`;
    return diagnose("host-unreachable", detail, { host: target.host });
  };
}

function keyUnknown(target: SshTarget): Diagnostic {
  const detail = `No key of host "${target.host}" (${place(target)}) is on record ${record(target)}, so its identity cannot be verified. Run \`${typed(target)} true\` by hand: it shows the fingerprint of the key. ${COMPARE} Answer yes only if they are equal.`;
  return diagnose("host-key-unknown", detail, { host: target.host });
}

function keyChanged(target: SshTarget, words: string): Diagnostic {
  const [, name] = /^Host key for (\S+) has changed/m.exec(words) ?? [];
  const [, file] = /^Offending .* key in (\S+):\d+/m.exec(words) ?? [];
  const [, shown] = /^(SHA256:[A-Za-z0-9+/=]+)\.?$/m.exec(words) ?? [];
  const forget = `ssh-keygen -R "${name ?? target.address}"${file === undefined ? "" : ` -f "${file}"`}`;
  const detail = `Host "${target.host}" (${place(target)}) presents another key than the one on record${shown === undefined ? "" : `, one with the fingerprint ${shown}`}. Either it was reinstalled, or another machine answers in its place and would read everything sent to it. ${COMPARE} Only if they are equal, remove the old key with \`${forget}\` and run \`${typed(target)} true\` by hand.`;
  return diagnose("host-key-changed", detail, { host: target.host });
}

function keyRevoked(target: SshTarget): Diagnostic {
  const detail = `Host "${target.host}" (${place(target)}) presents a key that is marked as revoked ${record(target)}: it may be compromised. Give the host another key, and put that on record.`;
  return diagnose("host-key-changed", detail, { host: target.host });
}

const COMPARE =
  "Compare it with what `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` prints on the host's own console (or the file of the key's kind).";

function loginRefused(target: SshTarget, words: string): Diagnostic {
  const who = target.user === null ? "the user from the ssh configuration" : `"${target.user}"`;
  const key = target.identityFile === null ? "any key of the ssh agent or configuration" : `the key ${target.identityFile}`;
  const detail = `Host "${target.host}" (${place(target)}) refuses the login of ${who} with ${key}. Put the public key into the user's authorized_keys there, or correct \`user\` and \`identity_file\`; a key with a passphrase must be in the ssh agent (\`ssh-add\`). To try it by hand: \`${typed(target)} true\`. ${quoted(words)}`;
  return diagnose("login-refused", detail, { host: target.host });
}

function lost(target: SshTarget, words: string): Diagnostic {
  const detail = `The connection to host "${target.host}" (${place(target)}) broke while a program was running there. The program continues to its end; plan or apply again: that waits for it and continues from the actual state. ${quoted(words)}`;
  return diagnose("connection-lost", detail, { host: target.host });
}

function place({ address, port }: SshTarget): string {
  return port === null ? address : `${address} port ${port}`;
}

function record({ knownHosts }: SshTarget): string {
  return knownHosts === null ? "in your known_hosts" : `in ${knownHosts}`;
}

/** The last lines of ssh's messages; a server's banner comes before them. */
function quoted(words: string): string {
  const last = words
    .trim()
    .split(/\s*\n\s*/)
    .slice(-3)
    .join(" ");
  return last === "" ? "ssh printed nothing." : `ssh printed: ${last}`;
}
