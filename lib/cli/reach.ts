/** The probe `reach:FROM,TO[,PORT/tcp]`: whether a container reaches another one, or an address. */
import { addressesInside } from "../engine/containers";
import { hostConfigs } from "../engine/providers";
import { withInstances } from "../engine/state/edit";
import type { Plan, State } from "../engine";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import { bareAddress, contains, parseCidr } from "../net/cidr";
import { canonicalIp, isIpv6, parseIp } from "../net/ip";
import { containerNamed, reachedContainer } from "./container";
import type { ReachQuestion } from "./doors";

/** The two ends, as written. */
export interface ReachAsked {
  readonly from: string;
  readonly to: string;
  readonly port?: number;
}

/** What the probe is asked of: the stack as the apply makes it. */
export interface ReachGround {
  readonly plan: Pick<Plan, "instances" | "providers">;
  readonly state: State;
}

const PORT = /^(\d{1,5})\/tcp$/;
const MAX_PORT = 65_535;

/** Reads `FROM,TO` or `FROM,TO,PORT/tcp`; undefined for any other text. */
export function reachAsked(text: string): ReachAsked | undefined {
  const [from = "", to = "", port, ...more] = text.split(",").map((word) => word.trim());
  if (from === "" || to === "" || more.length > 0) return undefined;
  if (port === undefined) return { from, to };
  const number = Number(PORT.exec(port)?.[1] ?? 0);
  return number < 1 || number > MAX_PORT ? undefined : { from, to, port: number };
}

/**
 * The questions of a probe. An address is asked as it is. Of a container it is each address in a subnet that both have, or where they have
 * none in common, each one of a family that the asking one has.
 */
export function reachesOf({ from, to, port }: ReachAsked, ground: ReachGround): Result<readonly ReachQuestion[]> {
  const [state, providers] = [withInstances(ground.state, ground.plan.instances, new Set()), providersOf(ground)];
  const asking = reachedContainer(from, state, providers);
  if (!asking.ok) return asking;
  const literal = canonicalIp(to);
  const there = literal === undefined ? containerNamed(to, state, providers) : ok(undefined);
  if (!there.ok) return there;
  const addresses = there.value ? common(addressesInside(state, asking.value), addressesInside(state, there.value)) : [literal!];
  if (addresses.length === 0) return fail(withoutAddress(from, to));
  return ok(addresses.map((address) => ({ ...asking.value.place, address, ...(port !== undefined && { port }) })));
}

/** A container's place depends on the hosts only, which are all in the merged blocks. */
function providersOf({ plan: { providers } }: ReachGround) {
  const hosts = Object.fromEntries(hostConfigs({ configs: providers }));
  const [first] = providers;
  return { configs: providers, contexts: new Map(first === undefined ? [] : [["", { provider: { ...first, hosts } }]]) };
}

function common(own: readonly string[], others: readonly string[]): readonly string[] {
  const bare = others.map(bareAddress);
  const near = bare.filter((address) => own.some((one) => contains(parseCidr(one)!, parseIp(address)!)));
  if (near.length > 0) return near;
  return bare.filter((address) => own.some((one) => isIpv6(one) === isIpv6(address)));
}

function withoutAddress(from: string, to: string): Diagnostic {
  const detail = `--probe "reach:${from},${to}": ${to} has no address of a family that ${from} has. Name an address.`;
  return diagnose("invalid-option-value", detail);
}
