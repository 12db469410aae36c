import { bareAddress } from "../../net/cidr";
import type { Instance } from "../../config/types";
import type { Observation } from "../../ports/backend";
import { ROOT, type Key } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { linkKey, LOOPBACK } from "../../kernel/key";
import { addressesIn } from "../../kernel/kinds/addr";
import { linksIn } from "../../kernel/kinds/link";
import { linksMarked } from "../../kernel/kinds/links";
import { pairsIn } from "../../kernel/kinds/veth";
import { ownerOf, REMNANT } from "../../kernel/mark";
import { UNKNOWN, type Value } from "../../schema/value";
import type { Owned } from "../../reconcile/goal";
import type { Hosts } from "../../reconcile/hosts";
import type { AllocatedValues } from "./resolve";

/** Links of any stack of Netweft. */
function netweftLinks(facts: Facts): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { mark, name } of [...linksIn(facts), ...pairsIn(facts)]) if (mark === REMNANT || ownerOf(mark) !== undefined) names.add(name);
  return names;
}

/** The interfaces and addresses of a host apart from Netweft's; undefined before the host was observed. */
export function ownThings(facts: Facts | undefined, owned: ReadonlyMap<Key, Owned>): AllocatedValues | undefined {
  if (facts === undefined) return undefined;
  const made = netweftLinks(facts);
  const interfaces = linksIn(facts).filter((link) => link.netns === ROOT && !made.has(link.name) && !owned.has(linkKey(link, link.name)));
  const addresses = addressesIn(facts).filter(({ netns, dev }) => netns === ROOT && dev !== LOOPBACK && !made.has(dev));
  return { interfaces: interfaces.map(({ name }) => name).sort(), addresses: addresses.map(({ address }) => bareAddress(address)) };
}

/** The name of the link or pair with this mark; unknown before the host was observed. */
export function calledOn(facts: Facts | undefined, mark: string, of: "name" | "mac"): Value | undefined {
  return facts === undefined ? UNKNOWN : linksMarked(facts, mark).at(-1)?.[of];
}

/** The values of data sources. A host that does not answer is left out: the observation has the reason. */
export async function readData(
  instances: readonly Instance[],
  hosts: Hosts,
  observed: ReadonlyMap<string, Observation>,
  owned: ReadonlyMap<Key, Owned>,
): Promise<ReadonlyMap<string, AllocatedValues>> {
  if (!instances.some(({ mode }) => mode === "data")) return new Map();
  const answers = await hosts.capabilities([...observed.keys()]);
  const read = new Map<string, AllocatedValues>();
  for (const [host, answer] of answers) {
    if (!answer.ok) continue;
    const { kernel, iproute2, nftables, features } = answer.value;
    read.set(host, { kernel, iproute2, nftables, features: [...features].sort(), ...ownThings(observed.get(host)?.facts, owned) });
  }
  return read;
}
