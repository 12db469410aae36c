import type { Diagnostic } from "../../diagnostic";
import type { Fact } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { parseNetwork, type Cidr } from "../../net/cidr";
import type { Want } from "../../resources";
import type { AllocatedValues } from "../resolve/resolve";
import { addressPicker, givable, isAmong, stillFitting } from "./addresses";
import { adoptedFrom, type RetainedAddresses } from "./adopted";
import type { Asking } from "./asking";
import { noAddress, noSubnet } from "./exhausted";
import { subnetCutter, type Pool } from "./subnets";
import { networksInTheWay, networksToAvoid, usedBy, type DeclaredSubnet, type Used } from "./used";

export interface Answers {
  readonly given: ReadonlyMap<string, AllocatedValues>;
  readonly diagnostics: readonly Diagnostic[];
}

type WantOf<W extends Want["what"]> = Extract<Want, { what: W }>;
type Choice = { readonly value: readonly string[] } | { readonly diagnostic: Diagnostic };

/** The allocations of one round. Pickers only move forward, so no value is allocated twice. */
interface AllocationRound {
  readonly adopted: RetainedAddresses;
  address(want: WantOf<"addresses">, subnet: string): string | undefined;
  subnet(host: string, pool: { readonly cidr: string; readonly size: number }): string | undefined;
}

function newRound(used: ReadonlyMap<string, Used>, adopted: RetainedAddresses): AllocationRound {
  const pickers = new Map<string, () => string | undefined>();
  const next = (key: string, make: () => () => string | undefined) => {
    let picker = pickers.get(key);
    if (picker === undefined) pickers.set(key, (picker = make()));
    return picker();
  };
  let everywhere: ReadonlySet<string> | undefined;
  const usedAnywhere = () => (everywhere ??= new Set([...used.values()].flatMap(({ addresses }) => [...addresses])));
  return {
    adopted,
    address: (want, subnet) => {
      const taken = want.host === null ? usedAnywhere() : used.get(want.host)?.addresses;
      return next(`${want.host ?? "*"} ${subnet}`, () => addressPicker(givable(subnet, want), (address) => !taken?.has(address)));
    },
    subnet: (host, pool) => next(`${host} ${pool.cidr} ${pool.size}`, () => subnetsOf(pool, used.get(host))),
  };
}

/** The free subnets of a pool. Those that would hide a part of a route come last. */
function subnetsOf(pool: Pool, used: Used | undefined): () => string | undefined {
  if (used === undefined) return subnetCutter(pool, []);
  const handedOut: Cidr[] = [];
  const preferred = subnetCutter(pool, networksToAvoid(used));
  let others: (() => string | undefined) | undefined;
  return () => {
    const subnet = others === undefined ? preferred() : undefined;
    if (subnet === undefined) return (others ??= subnetCutter(pool, [...networksInTheWay(used, pool.size), ...handedOut]))();
    handedOut.push(parseNetwork(subnet)!);
    return subnet;
  };
}

function family(cidr: string): "IPv4" | "IPv6" {
  return cidr.includes(":") ? "IPv6" : "IPv4";
}

function chooseSubnets(want: WantOf<"subnets">, asking: Asking, round: AllocationRound): Choice {
  const { provider, resolved } = asking;
  const lost = round.adopted(asking);
  if (lost.length > 0) return { value: lost };
  const families = [...new Set(provider.address_pools.map(({ cidr }) => family(cidr)))];
  const value: string[] = [];
  for (const one of families) {
    const pools = provider.address_pools.filter(({ cidr }) => family(cidr) === one);
    const found = pools.reduce<string | undefined>((subnet, pool) => subnet ?? round.subnet(want.host, pool), undefined);
    if (found === undefined) return { diagnostic: noSubnet(one, pools, want, resolved) };
    value.push(found);
  }
  return { value };
}

function chooseAddresses(want: WantOf<"addresses">, asking: Asking, round: AllocationRound): Choice {
  const { resolved, prior, claimed } = asking;
  const known = (prior?.[want.attribute] ?? round.adopted(asking)) as readonly string[];
  const earlier = [...known, ...claimed];
  const kept = stillFitting(
    earlier.filter((address) => !isAmong(address, want.avoid)),
    want.subnets,
  );
  const value: string[] = [];
  for (const [index, subnet] of want.subnets.entries()) {
    const address = kept[index] ?? round.address(want, subnet);
    if (address === undefined) return { diagnostic: noAddress(subnet, want, resolved) };
    value.push(address);
  }
  return { value };
}

function choose(want: Want, asking: Asking, round: AllocationRound): Choice | undefined {
  if (want.what === "subnets") return chooseSubnets(want, asking, round);
  if (want.what === "addresses") return chooseAddresses(want, asking, round);
  return undefined;
}

/**
 * Allocates values that depend on the whole host: values of the state are kept if still valid, new ones are in use by no
 * declared, owned or observed fact. An instance without a possible value gets a diagnostic.
 */
export function allocate(
  asking: readonly Asking[],
  claimed: readonly Iterable<Fact>[],
  observed: ReadonlyMap<string, Facts>,
  declared: Iterable<DeclaredSubnet>,
): Answers {
  const seen = [...observed.values()].map((facts) => facts.values());
  const round = newRound(usedBy([...claimed, ...seen], declared), adoptedFrom(observed));
  const given = new Map<string, AllocatedValues>();
  const diagnostics: Diagnostic[] = [];
  for (const one of asking) {
    const answers: Record<string, readonly string[]> = {};
    for (const want of one.resolved.wants) {
      const choice = choose(want, one, round);
      if (choice !== undefined && "diagnostic" in choice) diagnostics.push(choice.diagnostic);
      else if (choice !== undefined) answers[want.attribute] = choice.value;
    }
    if (Object.keys(answers).length > 0) given.set(one.resolved.instance.address, answers);
  }
  return { given, diagnostics };
}
