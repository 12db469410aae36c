import { diagnose, fail, ok, type Diagnostic, type Result } from "../../../lib/diagnostic";
import type { HostConfig } from "../../../lib/resources/provider";
import { formats } from "../../../lib/schema/formats";
import type { Format } from "../../../lib/schema/type";

/** Address and login of a host, every word validated: none can be parsed as an option or hold a second word. */
export interface SshTarget {
  /** The host's name in the configuration. */
  readonly host: string;
  readonly address: string;
  readonly port: number | null;
  readonly user: string | null;
  readonly identityFile: string | null;
  readonly knownHosts: string | null;
}

export function targetOf(host: string, config: HostConfig): Result<SshTarget> {
  const { port, user, identity_file: identityFile, known_hosts: knownHosts } = config;
  const address = config.address ?? host;
  const problems = [
    ...wrong(host, "address", address, "destination"),
    ...wrong(host, "user", user, "user"),
    ...wrong(host, "identity_file", identityFile, "file"),
    ...wrong(host, "known_hosts", knownHosts, "file"),
  ];
  return problems.length > 0 ? fail(...problems) : ok({ host, address, port, user, identityFile, knownHosts });
}

function wrong(host: string, attribute: string, text: string | null, format: Format): readonly Diagnostic[] {
  const found = text === null ? undefined : formats[format](text);
  return found ? [diagnose("invalid-connection", found.detail, { host, path: ["hosts", host, attribute] })] : [];
}

/** The equivalent command for a person to type. */
export function typed({ address, port, user, identityFile, knownHosts }: SshTarget): string {
  return [
    "ssh",
    ...(port === null ? [] : [`-p ${port}`]),
    ...(identityFile === null ? [] : [`-i ${identityFile}`]),
    ...(knownHosts === null ? [] : [`-o UserKnownHostsFile=${knownHosts}`]),
    user === null ? address : `${user}@${address}`,
  ].join(" ");
}
