import { diagnose, type Diagnostic } from "../../diagnostic";
import type { Kind } from "../../kernel/fact";
import { IN_TABLE } from "../../kernel/kinds/table";
import type { Program } from "../../kernel/program";
import type { Phase, PlannedStep } from "../plan";

interface Need {
  readonly program: Program;
  readonly isFor: (kind: Kind) => boolean;
  /** What the host does not have, where the program's name alone does not say it. */
  readonly what?: string;
  readonly why: string;
  /** What is to be done, in sentences. */
  readonly remedy: string;
  /** It is missed only where this one is there. */
  readonly beside?: Program;
}

const START_BGP = "Set `bgpd=yes` in /etc/frr/daemons there, then `systemctl restart frr`.";

function install(debian: string): string {
  return `Install it there (Debian's package is ${debian}).`;
}

function isRouting(kind: Kind): boolean {
  return kind === "bgp" || kind === "neighbor";
}

const needs: readonly Need[] = [
  {
    program: "nft",
    isFor: (kind) => IN_TABLE.has(kind),
    why: "which makes the firewall of bridge networks: NAT, published ports, and what keeps networks apart",
    remedy: install("nftables"),
  },
  {
    program: "conntrack",
    isFor: (kind) => kind === "flow",
    why: "which ends the connections whose way in this plan takes away; without it they would go on",
    remedy: install("conntrack"),
  },
  {
    program: "frr",
    isFor: isRouting,
    what: "FRR (`vtysh`)",
    why: 'whose BGP announces overlay networks with `forwarding = "evpn"`',
    remedy: `${install("frr")} ${START_BGP}`,
  },
  {
    program: "bgpd",
    isFor: isRouting,
    beside: "frr",
    what: "running `bgpd` and `zebra` that `vtysh` could reach",
    why: 'although FRR is installed; they announce overlay networks with `forwarding = "evpn"`',
    remedy: START_BGP,
  },
];

/** What the steps need and their hosts do not have, before anything is done. */
export function lackingPrograms(phases: readonly Phase[], programs: ReadonlyMap<string, readonly Program[]>): readonly Diagnostic[] {
  const steps = phases.flatMap((phase) => Object.entries(phase).flatMap(([host, some]) => some.map((step) => ({ host, step }))));
  return needs.flatMap((need) => {
    const hosts = new Map<string, PlannedStep>();
    for (const { host, step } of steps) if (need.isFor(step.fact.kind) && !hosts.has(host)) hosts.set(host, step);
    return [...hosts].flatMap(([host, step]) => (isMissing(need, programs.get(host)) ? [lacking(need, host, step)] : []));
  });
}

function isMissing({ program, beside }: Need, there: readonly Program[] | undefined): boolean {
  return there?.includes(program) === false && (beside === undefined || there.includes(beside));
}

function lacking({ program, what, why, remedy }: Need, host: string, { owners }: PlannedStep): Diagnostic {
  const detail = `Host "${host}" has no ${what ?? `\`${program}\``}, ${why}. ${remedy}`;
  return diagnose("program-missing", detail, { host, ...(owners[0] === undefined ? {} : { resource: owners[0] }) });
}
