import { fact, type Fact, type FactOf } from "../../../../lib/kernel/fact";
import { keyOf, normal } from "../../../../lib/kernel/kinds";
import { isLinkLocal, isLoopback as isLoopbackIp, parseIp } from "../../../../lib/net/ip";
import type { Observation } from "../../../../lib/ports/backend";
import type { IpAddr } from "../dump";
import { isLoopback, type VethEnd } from "../links/observe";

/** Addresses, and those whose duplicate address detection has not succeeded. */
export interface Addresses {
  readonly facts: readonly Fact[];
  readonly unsettled: Observation["unsettled"];
}

export function addressFacts(host: string, ends: readonly VethEnd[]): Addresses {
  const facts: Fact[] = [];
  const unsettled = new Map<string, "tentative" | "dadfailed">();
  for (const end of ends) {
    for (const addr of end.link.addr_info ?? []) {
      if (addr.local === undefined || isKernels(end, addr)) continue;
      const made: FactOf<"addr"> = fact(
        "addr",
        { host, netns: end.netns },
        { address: `${addr.local}/${addr.prefixlen}`, dev: end.link.ifname, ...(isLearned(addr) && { learned: true as const }) },
      );
      const known = normal(made as Fact);
      facts.push(known);
      const state = stateOf(end, addr);
      if (state) unsettled.set(keyOf(known), state);
    }
  }
  return { facts, unsettled };
}

/** The addresses that the kernel assigns itself: loopback, and one fe80::/64 on each link. */
function isKernels({ link }: VethEnd, { local, prefixlen }: IpAddr): boolean {
  const ip = parseIp(local!);
  if (ip === undefined) return true;
  if (isLoopback(link)) return isLoopbackIp(ip) && (prefixlen === 8 || prefixlen === 128);
  return ip.version === 6 && isLinkLocal(ip) && prefixlen === 64;
}

function isLearned({ mngtmpaddr, temporary }: IpAddr): boolean {
  return mngtmpaddr === true || temporary === true;
}

/** Without a carrier the kernel cannot detect duplicates, so the address stays tentative indefinitely. */
function stateOf({ link }: VethEnd, { tentative, dadfailed }: IpAddr): "tentative" | "dadfailed" | undefined {
  if (dadfailed) return "dadfailed";
  const carrier = link.flags.includes("LOWER_UP") && !link.flags.includes("NO-CARRIER");
  return tentative && carrier ? "tentative" : undefined;
}
