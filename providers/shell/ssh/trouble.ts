/** Why ssh did not get to a host, in sentences for people. What ssh says is known by its own words, which it never translates. */
import { diagnose, type Diagnostic } from "../../../lib/diagnostic";
import { typed, type Target } from "./target";

type Explain = (target: Target, words: string) => Diagnostic;

/** The first that fits counts: a wrong key is told of before the failure that it ends in. */
const causes: readonly (readonly [RegExp, Explain])[] = [
  [/^@.*REVOKED HOST KEY/m, keyRevoked],
  [/^@.*HOST IDENTIFICATION HAS CHANGED/m, keyChanged],
  [/^Host key verification failed/m, keyUnknown],
  [/^\S+: Permission denied \(|Too many authentication failures/m, loginRefused],
  [/^ssh: Could not resolve hostname/m, unreachable("its name cannot be resolved. Correct `address`, or write an IP address there.")],
  [reason("Connection refused"), unreachable("nobody listens there. Start the ssh server on the host, or correct `address` and `port`.")],
  [
    reason("(Connection|Operation) timed out"),
    unreachable(
      "nobody answered in time. Look whether the host is up and whether a firewall drops what comes from here, or correct `address` and `port`.",
    ),
  ],
  [
    reason("(No route to host|Network is unreachable)"),
    unreachable("there is no way to it from this machine. Correct `address`, or the routes of this machine."),
  ],
];

/** As ssh says it of a connection of its own, of a slow server, and of a connection from the jump host onwards. */
function reason(words: string): RegExp {
  return new RegExp(`^(ssh: connect to host .*: |channel \\d+: open failed: connect failed: |)${words}`, "m");
}

/** Why there is no connection, from the words of the ssh that was to make it. */
export function notConnected(target: Target, words: string): Diagnostic {
  return known(target, words) ?? unreachable("ssh could not connect.")(target, words);
}

/** Why a session ended before its program did. One whose connection had gone idle makes another, which fails as the first one can. */
export function broken(target: Target, words: string): Diagnostic {
  return known(target, words) ?? lost(target, words);
}

export function notInstalled({ host }: Target): Diagnostic {
  const detail = `Host "${host}" is reached over ssh, and this machine has no program \`ssh\`. Install the OpenSSH client here (the package is called openssh-client, openssh-clients or openssh).`;
  return diagnose("ssh-missing", detail, { host });
}

function known(target: Target, words: string): Diagnostic | undefined {
  return causes.find(([pattern]) => pattern.test(words))?.[1](target, words);
}

function unreachable(cause: string): Explain {
  return (target, words) => {
    const detail = `Host "${target.host}" cannot be reached at ${place(target)}: ${cause} To try it by hand: \`${typed(target)} true\`. ${quoted(words)}`;
    return diagnose("host-unreachable", detail, { host: target.host });
  };
}

function keyUnknown(target: Target): Diagnostic {
  const detail = `No key of host "${target.host}" (${place(target)}) is on record ${record(target)}, so that anybody could answer in its place. Run \`${typed(target)} true\` by hand: it shows the fingerprint of the key. ${COMPARE} Say yes only when they are the same.`;
  return diagnose("host-key-unknown", detail, { host: target.host });
}

function keyChanged(target: Target, words: string): Diagnostic {
  const [, name] = /^Host key for (\S+) has changed/m.exec(words) ?? [];
  const [, file] = /^Offending .* key in (\S+):\d+/m.exec(words) ?? [];
  const [, shown] = /^(SHA256:[A-Za-z0-9+/=]+)\.?$/m.exec(words) ?? [];
  const forget = `ssh-keygen -R "${name ?? target.address}"${file === undefined ? "" : ` -f "${file}"`}`;
  const detail = `Host "${target.host}" (${place(target)}) shows another key than the one on record${shown === undefined ? "" : `, one with the fingerprint ${shown}`}. Either it was set up anew, or somebody else answers in its place and would read all that is sent. ${COMPARE} Only when they are the same, forget the old key with \`${forget}\` and run \`${typed(target)} true\` by hand.`;
  return diagnose("host-key-changed", detail, { host: target.host });
}

function keyRevoked(target: Target): Diagnostic {
  const detail = `Host "${target.host}" (${place(target)}) shows a key that is marked as revoked ${record(target)}: others may have it. Give the host another key, and put that on record.`;
  return diagnose("host-key-changed", detail, { host: target.host });
}

const COMPARE =
  "Compare it with what `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` says on the host's own console (or the file of the key's kind).";

function loginRefused(target: Target, words: string): Diagnostic {
  const who = target.user === null ? "the user that the ssh configuration names" : `"${target.user}"`;
  const key = target.identityFile === null ? "any key of the ssh agent or configuration" : `the key ${target.identityFile}`;
  const detail = `Host "${target.host}" (${place(target)}) does not let ${who} log in with ${key}. Put the public key into the user's authorized_keys there, or correct \`user\` and \`identity_file\`; a key with a passphrase must be in the ssh agent (\`ssh-add\`). To try it by hand: \`${typed(target)} true\`. ${quoted(words)}`;
  return diagnose("login-refused", detail, { host: target.host });
}

function lost(target: Target, words: string): Diagnostic {
  const detail = `The connection to host "${target.host}" (${place(target)}) broke while a program was at work there. What had begun goes on to its end; plan or apply again, which waits for it and goes on from what is really there. ${quoted(words)}`;
  return diagnose("connection-lost", detail, { host: target.host });
}

function place({ address, port }: Target): string {
  return port === null ? address : `${address} port ${port}`;
}

function record({ knownHosts }: Target): string {
  return knownHosts === null ? "in your known_hosts" : `in ${knownHosts}`;
}

/** The last of what was said; a server's greeting comes before it. */
function quoted(words: string): string {
  const last = words
    .trim()
    .split(/\s*\n\s*/)
    .slice(-3)
    .join(" ");
  return last === "" ? "ssh said nothing." : `ssh said: ${last}`;
}
