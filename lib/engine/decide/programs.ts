import { diagnose, type Diagnostic } from "../../diagnostic";
import { IN_TABLE } from "../../kernel/kinds/table";
import type { Program } from "../../kernel/program";
import type { Phase, PlannedStep } from "../plan";

interface Need {
  readonly program: Program;
  readonly isFor: (step: PlannedStep) => boolean;
  readonly code: "program-missing" | "feature-missing";
  /** What goes on after the host's name. */
  readonly says: string;
}

function program(name: Program, why: string, install: string): Pick<Need, "program" | "code" | "says"> {
  return { program: name, code: "program-missing", says: `has no \`${name}\`, ${why}. Install it there (Debian's package is ${install}).` };
}

const needs: readonly Need[] = [
  {
    ...program("nft", "which makes the firewall of bridge networks: NAT, published ports, and what keeps networks apart", "nftables"),
    isFor: ({ fact }) => IN_TABLE.has(fact.kind),
  },
  {
    ...program("conntrack", "which ends the connections whose way in this plan takes away; without it they would go on", "conntrack"),
    isFor: ({ fact }) => fact.kind === "flow",
  },
  {
    program: "esp",
    isFor: ({ verb, fact }) => verb !== "del" && (fact.kind === "sa" || fact.kind === "xfrm"),
    code: "feature-missing",
    says: `has a kernel that does not encrypt with ESP: in a trial it refused an association in transport mode with AES-GCM. It needs the modules esp4 (for IPv6 esp6), xfrm_user, gcm, ctr, ghash-generic and seqiv, built in or where /sbin/modprobe finds them; many kernels for containers and small machines come without. Give the host a kernel that has them, or choose another \`encryption\` for the network.`,
  },
];

/** What the steps need and their hosts do not have, before anything is done. */
export function lackingPrograms(phases: readonly Phase[], programs: ReadonlyMap<string, readonly Program[]>): readonly Diagnostic[] {
  const steps = phases.flatMap((phase) => Object.entries(phase).flatMap(([host, some]) => some.map((step) => ({ host, step }))));
  return needs.flatMap((need) => {
    const hosts = new Map<string, PlannedStep>();
    for (const { host, step } of steps) if (need.isFor(step) && !hosts.has(host)) hosts.set(host, step);
    return [...hosts].flatMap(([host, step]) => (programs.get(host)?.includes(need.program) === false ? [lacking(need, host, step)] : []));
  });
}

function lacking({ code, says }: Need, host: string, { owners }: PlannedStep): Diagnostic {
  return diagnose(code, `Host "${host}" ${says}`, { host, ...(owners[0] === undefined ? {} : { resource: owners[0] }) });
}
