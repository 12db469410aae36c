import { diagnose, type Diagnostic } from "../diagnostic";
import { typeOf } from "../kernel/kinds";
import type { Program } from "../kernel/program";
import type { Step } from "../kernel/step";
import type { Phase, PlannedStep } from "./plan";

const START_BGP = "Set `bgpd=yes` in /etc/frr/daemons there, then `systemctl restart frr`.";

interface ProgramNeed {
  readonly program: Program;
  /** The fault on the host, and the remedy. */
  readonly detail: string;
  /** Text for its absence, if it is not a program. */
  readonly code?: "program-missing" | "feature-missing";
  /** Checked only if this other program is present. */
  readonly beside?: Program;
}

const needs: readonly ProgramNeed[] = [
  {
    program: "nft",
    detail: absent("nft", "which configures the firewall of bridge networks: NAT, published ports and isolation", "nftables"),
  },
  {
    program: "conntrack",
    detail: absent(
      "conntrack",
      "which deletes the conntrack entries of connections that this plan closes or redirects; without it they would continue unchanged",
      "conntrack",
    ),
  },
  {
    program: "wg",
    detail: absent("wg", "which generates the keys of encrypted overlay networks and configures the peers", "wireguard-tools"),
  },
  {
    program: "wireguard",
    detail:
      "can make no WireGuard device, which an encrypted overlay network has on each of its hosts: its kernel has no WireGuard, and there is no wireguard-go with a usable /dev/net/tun. Load the kernel module `wireguard` there, or install wireguard-go (Debian's package is wireguard-go).",
  },
  {
    program: "esp",
    code: "feature-missing",
    detail:
      "has a kernel without support for ESP: in a trial it refused an association in transport mode with AES-GCM. It needs the modules esp4 (for IPv6 esp6), xfrm_user, gcm, ctr, ghash-generic and seqiv, built in or where /sbin/modprobe finds them; many kernels for containers and small machines come without. Give the host a kernel that has them, or choose another `encryption` for the network.",
  },
  {
    program: "vlan",
    code: "feature-missing",
    detail:
      "has a kernel without support for VLANs: in a trial it refused one. It needs the module 8021q, built in or where /sbin/modprobe finds it (`modprobe 8021q` says what is in the way). Give the host a kernel that has it, or name a link as `parent` or `uplink` that is there.",
  },
  {
    program: "frr",
    detail: `has no FRR (\`vtysh\`), whose BGP announces overlay networks with \`forwarding = "evpn"\`. Install it there (Debian's package is frr). ${START_BGP}`,
  },
  {
    program: "bgpd",
    beside: "frr",
    detail: `has no running \`bgpd\` and \`zebra\` that \`vtysh\` could reach, although FRR is installed; they announce overlay networks with \`forwarding = "evpn"\`. ${START_BGP}`,
  },
];

function absent(program: Program, why: string, install: string): string {
  return `has no \`${program}\`, ${why}. Install it there (Debian's package is ${install}).`;
}

/** Programs that the steps need and their hosts lack, checked before execution. */
export function lackingPrograms(phases: readonly Phase[], programs: ReadonlyMap<string, readonly Program[]>): readonly Diagnostic[] {
  const steps = phases.flatMap((phase) => Object.entries(phase).flatMap(([host, some]) => some.map((step) => ({ host, step }))));
  return needs.flatMap((need) => {
    const hosts = new Map<string, PlannedStep>();
    for (const { host, step } of steps) if (needsProgram(step, need.program) && !hosts.has(host)) hosts.set(host, step);
    return [...hosts].flatMap(([host, step]) => (isMissing(need, programs.get(host)) ? [lacking(need, host, step)] : []));
  });
}

function needsProgram({ verb, fact }: Step, program: Program): boolean {
  return typeOf(fact).requires?.(verb, fact).includes(program) === true;
}

function isMissing({ program, beside }: ProgramNeed, there: readonly Program[] | undefined): boolean {
  return there?.includes(program) === false && (beside === undefined || there.includes(beside));
}

function lacking({ detail, code = "program-missing" }: ProgramNeed, host: string, { owners }: PlannedStep): Diagnostic {
  return diagnose(code, `Host "${host}" ${detail}`, { host, ...(owners[0] === undefined ? {} : { resource: owners[0] }) });
}
