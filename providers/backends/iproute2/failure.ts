/** Diagnostics for a host program that did not run to its end. */
import { diagnose, type Diagnostic } from "../../../lib/diagnostic";
import type { Code } from "../../../lib/codes";
import type { HostConfig } from "../../../lib/resources/provider";
import { notArmed, refusedByArmed } from "../../../lib/reconcile/armed";
import { changedBy } from "../../../lib/reconcile/changed";
import { cut, type Answer } from "./answer";
import { armedIn } from "./guard";

/** How a program ended. */
export interface ScriptEnding {
  readonly code: number;
  readonly stderr: string;
  /** Set if the transport to the host failed. */
  readonly unreached?: Diagnostic;
}

/** `timeout` ends a program with this code, and with the next one after SIGKILL. */
const DEADLINE_CODES = [124, 137];

/** Why an answer cannot be used; undefined if it can. */
export function failureOf(host: string, config: HostConfig, { refused, complete }: Answer, ending: ScriptEnding): Diagnostic | undefined {
  if (refused) return refusal(host, config, refused);
  if (complete) return undefined;
  if (ending.unreached) return ending.unreached;
  return diagnose("host-unreachable", unanswered(host, config, ending), { host });
}

/** Refusals to start, by the code word that the program prints. */
const REFUSALS: Readonly<Record<string, (host: string, config: HostConfig, about: string) => readonly [Code, string]>> = {
  root: (host, config) => [
    "host-unfit",
    `On host "${host}" the programs do not run as root. Creating namespaces and links needs root: ${howToBeRoot(config)}`,
  ],
  tool: (host, _, about) => ["host-unfit", missing(host, about)],
  pipe: (host, _, about) => [
    "host-unread",
    `On host "${host}", ${about} is neither a namespace nor a file, so \`ip\` would block on it. Remove it.`,
  ],
  processes: (host) => [
    "host-unfit",
    `On host "${host}" the program cannot start enough processes (a limit such as pids.max, TasksMax or ulimit -u). Nothing was done; raise the limit.`,
  ],
  busy: (host, _, about) => [
    "host-busy",
    `Another run of Netweft has been working on host "${host}" for two minutes. ${lastChange(about)}Wait until it ends and try again.`,
  ],
  changed: (host, _, about) => {
    const { by, since } = lastRun(about);
    return ["host-changed", changedBy(host, by === "" ? undefined : { by, ...(since !== "" && { at: since }) })];
  },
  armed: (host, _, about) => {
    const armed = armedIn(about);
    return ["not-confirmed", armed === undefined ? about : refusedByArmed(host, armed).detail];
  },
  unarmed: (host) => ["confirmation-missed", notArmed(host).detail],
  incomplete: (host) => [
    "host-unreachable",
    `The connection to host "${host}" broke before all of the work had arrived. Nothing was done; try again.`,
  ],
  folder: (host) => [
    "host-unfit",
    `On host "${host}" the folder /run/netweft or the files of /proc cannot be used. Root must be able to write to the folder, there must be room in it, and stat, awk, find and cksum must work.`,
  ],
};

/** `SINCE BY`; each may be empty. */
function lastRun(about: string): { readonly since: string; readonly by: string } {
  const [since, by] = cut(about);
  return { since, by };
}

/** A run that reads holds the host as well, and is not named there. */
function lastChange(about: string): string {
  const { since, by } = lastRun(about);
  if (since === "") return "";
  return `The last change, which may be its own, began at ${since}${by === "" ? "" : ` by ${by}`}. `;
}

function refusal(host: string, config: HostConfig, { word, about }: { readonly word: string; readonly about: string }): Diagnostic {
  const [code, detail] = (Object.hasOwn(REFUSALS, word) ? REFUSALS[word]! : REFUSALS.folder!)(host, config, about);
  return diagnose(code, detail, { host });
}

function howToBeRoot({ connection, user }: HostConfig): string {
  if (connection !== "ssh") return "run Netweft with sudo, or as root.";
  const now = user === null ? "The ssh configuration sets the current login user" : `The current login user is "${user}"`;
  return `set \`user = "root"\` for the host, and put your public key into root's authorized_keys there. ${now}; sudo is not used.`;
}

/** `about`: the missing programs; after a slash those that are not needed yet. */
function missing(host: string, about: string): string {
  const [lacking = [], wanted = []] = about.split("/").map((tools) => tools.split(" ").filter((tool) => tool !== ""));
  const packages = (tools: readonly string[]) => [...new Set(tools.map(packageOf))].join("; ");
  const also = wanted.length === 0 ? "" : ` Most networks also need ${named(wanted)}: ${packages(wanted)}.`;
  return `Host "${host}" has no ${named(lacking)}. Install ${packages(lacking)} there.${also}`;
}

function named(tools: readonly string[]): string {
  return tools.map((tool) => `\`${tool}\``).join(", ");
}

function packageOf(tool: string): string {
  if (["ip", "tc", "bridge"].includes(tool)) return "iproute2 (the package is called iproute2, iproute or iproute-tc)";
  if (tool === "nft") return "nftables";
  if (tool === "conntrack") return "conntrack (the package is called conntrack or conntrack-tools)";
  if (tool === "ss") return "it (it belongs to iproute2; some distributions have it in a package of its own, iproute2-ss)";
  if (tool === "wg") return "wireguard-tools";
  if (["nsenter", "flock", "unshare"].includes(tool)) return "util-linux";
  if (["tail", "mktemp", "stat", "cksum"].includes(tool)) return "coreutils";
  if (["awk", "find"].includes(tool)) return tool === "awk" ? "mawk or gawk" : "findutils";
  return `the package that has \`${tool}\``;
}

function unanswered(host: string, { connection, netns }: HostConfig, { code, stderr }: ScriptEnding): string {
  const words = stderr.trim().split("\n").slice(-3).join(" ");
  if (connection === "netns" && words.includes(`/run/netns/${netns}`)) {
    return `Host "${host}" is the namespace "${netns}", which does not exist: ${words}. Create it with \`ip netns add ${netns}\`, or correct \`netns\`.`;
  }
  if (DEADLINE_CODES.includes(code))
    return `The program on host "${host}" was terminated because it took too long. Its changes up to then are kept; plan again.`;
  const said = words === "" ? "It printed nothing." : `It printed: ${words}`;
  return `The program on host "${host}" exited with code ${code} before it had answered. ${said}`;
}
