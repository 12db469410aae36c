/** The programs that run on hosts: shell from the `.sh` files of this folder and of the families. Their input comes on stdin. */
import type { ProgramId } from "../../../../lib/ports/transport";
import { ESP_PROBE } from "../ipsec/esp";
import { constants } from "./constants";
import { texts } from "./texts";

export interface ProgramParts {
  readonly constants: Readonly<Record<string, string>>;
  /** Files below this backend's folder, in the order in which they run. */
  readonly files: readonly (keyof typeof texts)[];
}

/** The tools, each run over one file of the input in one namespace (`-` is the program's own): `run TOOL FILE NETNS OUT ERR`. */
const TOOLS = [
  "programs/asking.sh",
  "programs/batches.sh",
  "programs/workers.sh",
  "programs/reading.sh",
  "conntrack/program.sh",
  "dns/program.sh",
  "dns/resolv.sh",
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

export const programs: Readonly<Record<ProgramId, ProgramParts>> = {
  probe: { constants: { ESP_PROBE }, files: ["programs/probe.sh"] },
  follow: { constants: {}, files: ["programs/follow.sh"] },
  observe: { constants: { ...constants, TASK: "observe" }, files: ["programs/prelude.sh", ...TOOLS, "programs/observe.sh"] },
  apply: { constants: { ...constants, TASK: "apply" }, files: ["programs/prelude.sh", ...TOOLS, "programs/apply.sh"] },
};

/** Seconds after which a program is terminated on its host, even if the controller is gone. */
const DEADLINE = { probe: 60, observe: 600, apply: 1800, follow: 604_800 } as const satisfies Record<ProgramId, number>;

function command(program: ProgramId): readonly string[] {
  const text = [assignments(programs[program]), ...programs[program].files.map((file) => texts[file])].join("");
  return ["timeout", "-k", "10", `${DEADLINE[program]}`, "sh", "-c", text];
}

/** The lines of a program that set its constants. */
function assignments(parts: Pick<ProgramParts, "constants">): string {
  return Object.entries(parts.constants)
    .map(([name, value]) => `${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join("");
}

/**
 * The program for commands of the user's, which reads nothing itself. Its arguments are a namespace and the words of the command,
 * each `spelled` (`providers/transports`).
 */
export const execCommand: readonly string[] = ["sh", "-c", texts["programs/exec.sh"], "netweft"];

/** The command lines of the programs. */
export const commands: Readonly<Record<ProgramId, readonly string[]>> = {
  probe: command("probe"),
  observe: command("observe"),
  apply: command("apply"),
  follow: command("follow"),
};
