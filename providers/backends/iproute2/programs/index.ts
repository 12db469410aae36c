import type { ProgramId } from "../../../../lib/ports/transport";
import { apply } from "./apply";
import { observe } from "./observe";
import { probe } from "./probe";

/** Seconds after which a program is terminated on its host, even if the controller is gone. */
const DEADLINE = { probe: 60, observe: 600, apply: 1800 } as const satisfies Record<ProgramId, number>;

function command(program: ProgramId, text: string): readonly string[] {
  return ["timeout", "-k", "10", `${DEADLINE[program]}`, "sh", "-c", text];
}

/** The command lines of the programs that run on hosts. Constants; their input comes on stdin. */
export const commands: Readonly<Record<ProgramId, readonly string[]>> = {
  probe: command("probe", probe),
  observe: command("observe", observe),
  apply: command("apply", apply),
};
