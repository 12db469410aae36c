/** Why a host did not do what it was asked, in sentences for people. */
import { diagnose, type Diagnostic } from "../../lib/diagnostic";
import type { Code } from "../../lib/codes";
import type { HostConfig } from "../../lib/resources/provider";
import type { Answer } from "./answer";

/** How a program ended. */
export interface Ending {
  readonly code: number;
  readonly stderr: string;
  /** Why the way to the host failed, where it did. */
  readonly unreached?: Diagnostic;
}

/** `timeout` ends a program with this code, and with the next one when it had to insist. */
const DEADLINE_CODES = [124, 137];

/** The reason why an answer cannot be used; undefined when it can. */
export function troubleOf(host: string, config: HostConfig, { refused, complete }: Answer, ending: Ending): Diagnostic | undefined {
  if (refused) return refusal(host, config, refused);
  if (complete) return undefined;
  if (ending.unreached) return ending.unreached;
  return diagnose("host-unreachable", unanswered(host, config, ending), { host });
}

/** Why a program did not begin, by the word that it says. */
const REFUSALS: Readonly<Record<string, (host: string, config: HostConfig, about: string) => readonly [Code, string]>> = {
  root: (host, config) => [
    "host-unfit",
    `On host "${host}" the programs do not run as root. Creating namespaces and links needs root: ${howToBeRoot(config)}`,
  ],
  tool: (host, _, about) => ["host-unfit", `Host "${host}" has no \`${about}\`. Install ${packageOf(about)} there.`],
  pipe: (host, _, about) => [
    "host-unread",
    `On host "${host}", ${about} is neither a namespace nor a file, and \`ip\` would wait there for ever. Remove it.`,
  ],
  processes: (host) => [
    "host-unfit",
    `On host "${host}" not enough processes can be started (a limit such as pids.max, TasksMax or ulimit -u). Nothing was done; raise the limit.`,
  ],
  busy: (host) => [
    "host-busy",
    `Another run of Netweft has been working on host "${host}" for two minutes. Wait for its end and try again.`,
  ],
  changed: (host) => [
    "host-changed",
    `Another run of Netweft has changed host "${host}" since it was looked at. Nothing was done; plan again.`,
  ],
  incomplete: (host) => [
    "host-unreachable",
    `The connection to host "${host}" broke before all of the work had arrived. Nothing was done; try again.`,
  ],
  folder: (host) => [
    "host-unfit",
    `On host "${host}" the folder /run/netweft or the files of /proc cannot be used. Root must be able to write to the folder, there must be room in it, and readlink, awk, find and cksum must work.`,
  ],
};

function refusal(host: string, config: HostConfig, { word, about }: { readonly word: string; readonly about: string }): Diagnostic {
  const [code, detail] = (REFUSALS[word] ?? REFUSALS.folder!)(host, config, about);
  return diagnose(code, detail, { host });
}

function howToBeRoot({ connection, user }: HostConfig): string {
  if (connection !== "ssh") return "run Netweft with sudo, or as root.";
  const now = user === null ? "The ssh configuration says who logs in there now" : `"${user}" logs in there now`;
  return `set \`user = "root"\` for the host, and put your public key into root's authorized_keys there. ${now}; sudo is not used.`;
}

function packageOf(tool: string): string {
  if (["ip", "tc", "bridge"].includes(tool)) return "iproute2 (the package is called iproute2, iproute or iproute-tc)";
  if (tool === "nft") return "nftables";
  if (tool === "conntrack") return "conntrack (the package is called conntrack or conntrack-tools)";
  if (tool === "ss") return "it (it belongs to iproute2; some distributions have it in a package of its own, iproute2-ss)";
  if (tool === "wg") return "wireguard-tools";
  if (["nsenter", "flock", "unshare"].includes(tool)) return "util-linux";
  return `the package that has \`${tool}\``;
}

function unanswered(host: string, { connection, netns }: HostConfig, { code, stderr }: Ending): string {
  const words = stderr.trim().split("\n").slice(-3).join(" ");
  if (connection === "netns" && words.includes(`/run/netns/${netns}`)) {
    return `Host "${host}" is played by the namespace "${netns}", which is not there: ${words}. Create it with \`ip netns add ${netns}\`, or correct \`netns\`.`;
  }
  if (DEADLINE_CODES.includes(code))
    return `The program on host "${host}" was ended because it took too long. What it did until then is kept; plan again.`;
  const said = words === "" ? "It said nothing." : `It said: ${words}`;
  return `The program on host "${host}" ended with code ${code} before it had answered. ${said}`;
}
