import { bareAddress } from "../../net/cidr";
import type { Instance } from "../../config/types";
import type { Observation } from "../../ports/backend";
import { ROOT, type Fact, type FactOf, type Key } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { ownerOf, REMNANT } from "../../kernel/mark";
import { UNKNOWN, type Value } from "../../schema/value";
import type { Owned } from "../../reconcile/goal";
import type { Hosts } from "../../reconcile/hosts";
import type { AllocatedValues } from "./resolve";

const LOOPBACK = "lo";

/** Links of any stack of Netweft. */
function netweftLinks(facts: Facts): ReadonlySet<string> {
  const names = new Set<string>();
  for (const fact of facts.values()) {
    if ((fact.kind === "link" || fact.kind === "veth") && (fact.mark === REMNANT || ownerOf(fact.mark) !== undefined)) names.add(fact.name);
  }
  return names;
}

function isOwn(fact: Fact, made: ReadonlySet<string>): boolean {
  return fact.netns === ROOT && "dev" in fact && fact.dev !== LOOPBACK && !made.has(fact.dev ?? "");
}

/** The interfaces and addresses of a host apart from Netweft's; undefined before the host was observed. */
export function ownThings(facts: Facts | undefined, owned: ReadonlyMap<Key, Owned>): AllocatedValues | undefined {
  if (facts === undefined) return undefined;
  const made = netweftLinks(facts);
  const interfaces: string[] = [];
  const addresses: string[] = [];
  for (const [key, fact] of facts) {
    if (fact.kind === "link" && fact.netns === ROOT && !made.has(fact.name) && !owned.has(key)) interfaces.push(fact.name);
    if (fact.kind === "addr" && isOwn(fact, made)) addresses.push(bareAddress(fact.address));
  }
  return { interfaces: interfaces.sort(), addresses };
}

type StackLink = FactOf<"link"> | FactOf<"veth">;

const byMark = new WeakMap<Facts, ReadonlyMap<string, StackLink>>();

function marksIn(facts: Facts): ReadonlyMap<string, StackLink> {
  const known = byMark.get(facts);
  if (known !== undefined) return known;
  const found = new Map<string, StackLink>();
  for (const fact of facts.values())
    if ((fact.kind === "link" || fact.kind === "veth") && fact.mark !== undefined) found.set(fact.mark, fact);
  byMark.set(facts, found);
  return found;
}

/** The name of the link or pair with this mark; unknown before the host was observed. */
export function calledOn(facts: Facts | undefined, mark: string, of: "name" | "mac"): Value | undefined {
  return facts === undefined ? UNKNOWN : marksIn(facts).get(mark)?.[of];
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
