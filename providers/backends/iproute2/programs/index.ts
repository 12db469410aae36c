/** The programs that run on hosts: shell from the `.sh` files of this folder and of the families. Their input comes on stdin. */
import type { ProgramId } from "../../../../lib/ports/transport";
import { ESP_PROBE } from "../ipsec/esp";
import { constants } from "./constants";
import { texts } from "./texts";

type File = keyof typeof texts;

export interface ProgramParts {
  readonly constants: Readonly<Record<string, string>>;
  /** Files below this backend's folder, in the order in which they run. */
  readonly files: readonly File[];
}

/** The tools, each run over one file of the input in one namespace (`-` is the program's own): `run TOOL FILE NETNS OUT ERR`. */
const TOOLS = [
  "programs/asking.sh",
  "programs/batches.sh",
  "programs/workers.sh",
  "programs/reading.sh",
  "programs/guard.sh",
  "conntrack/program.sh",
  "dns/program.sh",
  "dns/resolv.sh",
  "dns/entries.sh",
  "frr/program.sh",
  "ipsec/program.sh",
  "iptables/program.sh",
  "namespaces/owners.sh",
  "namespaces/program.sh",
  "neighbours/program.sh",
  "rules/program.sh",
  "sysctl/program.sh",
  "wireguard/program.sh",
] as const;

/** Files that few runs need, and their functions that others call: these read the files first. To parse them costs as much as two programs. */
const SELDOM: readonly { readonly files: readonly File[]; readonly entries: readonly string[] }[] = [
  { files: ["conntrack/program.sh"], entries: ["tool_conntrack"] },
  { files: ["dns/program.sh", "dns/resolv.sh"], entries: ["tool_names", "names_read", "names_swept", "names_settled"] },
  { files: ["frr/program.sh"], entries: ["tool_frr", "ask_bgp", "ask_evpn"] },
  { files: ["ipsec/program.sh"], entries: ["tool_xfrm", "ask_ipsec"] },
  { files: ["iptables/program.sh"], entries: ["tool_iptables", "ask_policies", "ask_marks"] },
  { files: ["wireguard/program.sh"], entries: ["tool_wg", "ask_tunnels"] },
];

export const programs: Readonly<Record<ProgramId, ProgramParts>> = {
  probe: { constants: { ESP_PROBE }, files: ["programs/probe.sh"] },
  follow: { constants: {}, files: ["programs/follow.sh"] },
  observe: { constants: { ...constants, TASK: "observe" }, files: ["programs/prelude.sh", ...TOOLS, "programs/observe.sh"] },
  apply: { constants: { ...constants, TASK: "apply" }, files: ["programs/prelude.sh", ...TOOLS, "programs/apply.sh"] },
  arm: { constants: { ...constants, TASK: "arm" }, files: ["programs/prelude.sh", ...TOOLS, "programs/back.sh", "programs/arm.sh"] },
  disarm: {
    constants: { ...constants, TASK: "disarm" },
    files: ["programs/prelude.sh", ...TOOLS, "programs/back.sh", "programs/disarm.sh"],
  },
};

/** Seconds after which a program is terminated on its host, even if the controller is gone. */
const DEADLINE = { probe: 60, observe: 600, apply: 1800, follow: 604_800, arm: 600, disarm: 1800 } as const satisfies Record<
  ProgramId,
  number
>;

function command(program: ProgramId): readonly string[] {
  const text = [assignments(programs[program].constants), ...programs[program].files.map(textOf)].join("");
  return ["timeout", "-k", "10", `${DEADLINE[program]}`, "sh", "-c", text];
}

/** The text of a file. Of files that few runs need, it is a string, and functions of the names of their entries, which evaluate it. */
function textOf(file: File): string {
  const group = SELDOM.findIndex(({ files }) => files.includes(file));
  if (group < 0) return texts[file];
  const { files, entries } = SELDOM[group]!;
  if (file !== files[0]) return "";
  const name = `SELDOM_${group}`;
  const entry = (called: string) => `${called}() { eval "$${name}"; ${called} "$@"; }\n`;
  return [assignments({ [name]: files.map((one) => texts[one]).join("") }), ...entries.map(entry)].join("");
}

/** The lines of a program that set its constants. */
function assignments(constants: ProgramParts["constants"]): string {
  return Object.entries(constants)
    .map(([name, value]) => `${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join("");
}

/**
 * The program for commands of the user's, which reads nothing itself. Its arguments are a namespace and the words of the command,
 * each `spelled` (`providers/transports`).
 */
export const execCommand: readonly string[] = ["sh", "-c", texts["programs/exec.sh"], "netweft"];

/** The words that ask, in a namespace, whether an address answers, at a TCP port where there is one. */
export function reachWords(address: string, port?: number): readonly string[] {
  return ["sh", "-c", texts["programs/reach.sh"], "netweft", address, ...(port === undefined ? [] : [`${port}`])];
}

/** The command lines of the programs. */
export const commands: Readonly<Record<ProgramId, readonly string[]>> = {
  probe: command("probe"),
  observe: command("observe"),
  apply: command("apply"),
  follow: command("follow"),
  arm: command("arm"),
  disarm: command("disarm"),
};
