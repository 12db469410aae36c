import { diagnose, type Diagnostic } from "../../diagnostic";
import type { Kind } from "../../kernel/fact";
import { IN_TABLE } from "../../kernel/kinds/table";
import type { Program } from "../../kernel/program";
import type { Phase, PlannedStep } from "../plan";

interface Need {
  readonly program: Program;
  readonly isFor: (kind: Kind) => boolean;
  readonly why: string;
  readonly install: string;
}

const needs: readonly Need[] = [
  {
    program: "nft",
    isFor: (kind) => IN_TABLE.has(kind),
    why: "which makes the firewall of bridge networks: NAT, published ports, and what keeps networks apart",
    install: "nftables",
  },
  {
    program: "conntrack",
    isFor: (kind) => kind === "flow",
    why: "which ends the connections whose way in this plan takes away; without it they would go on",
    install: "conntrack",
  },
];

/** What the steps need and their hosts do not have, before anything is done. */
export function lackingPrograms(phases: readonly Phase[], programs: ReadonlyMap<string, readonly Program[]>): readonly Diagnostic[] {
  const steps = phases.flatMap((phase) => Object.entries(phase).flatMap(([host, some]) => some.map((step) => ({ host, step }))));
  return needs.flatMap((need) => {
    const hosts = new Map<string, PlannedStep>();
    for (const { host, step } of steps) if (need.isFor(step.fact.kind) && !hosts.has(host)) hosts.set(host, step);
    return [...hosts].flatMap(([host, step]) => (programs.get(host)?.includes(need.program) === false ? [lacking(need, host, step)] : []));
  });
}

function lacking({ program, why, install }: Need, host: string, { owners }: PlannedStep): Diagnostic {
  const detail = `Host "${host}" has no \`${program}\`, ${why}. Install it there (Debian's package is ${install}).`;
  return diagnose("program-missing", detail, { host, ...(owners[0] === undefined ? {} : { resource: owners[0] }) });
}
