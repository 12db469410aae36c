/** The transports to a host, by `connection`. A new one is one file beside these and one entry in the table. */
import { diagnose, fail, ok, type Result } from "../../lib/diagnostic";
import { isName } from "../../lib/net/names";
import type { HostConfig } from "../../lib/resources/provider";
import { localShell } from "./local";
import { netnsShell } from "./netns";
import type { Commands, Shell } from "./spawned";
import { sshShell } from "./ssh";

type Opener = (name: string, host: HostConfig, commands: Commands) => Result<Shell>;

const openers: Readonly<Record<HostConfig["connection"], Opener>> = {
  local: (_name, _host, commands) => ok(localShell(commands)),
  netns(name, { netns }, commands) {
    if (netns !== null && isName(netns)) return ok(netnsShell(netns, commands));
    const detail = `Host "${name}" has connection = "netns", and so it needs \`netns\`: the name of the namespace that is the host, as shown by \`ip netns\`.`;
    return fail(diagnose("invalid-connection", detail, { host: name, path: ["hosts", name, "netns"] }));
  },
  ssh: sshShell,
};

/** Opens the transport to one host; nothing is started yet. `commands` are the programs that it can run. */
export function openShell(name: string, host: HostConfig, commands: Commands): Result<Shell> {
  return openers[host.connection](name, host, commands);
}

export { spelled } from "./spawned";
export type { Commands };
