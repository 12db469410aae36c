/** Changes of a state, also by hand: which instances an address names, and what becomes of them. */
import { diagnose, fail, ok, type Diagnostic, type Result } from "../../diagnostic";
import { nearest } from "../../schema/nearest";
import { addressOfBlock, keyText, parseAddress } from "./address";
import type { State, StateInstance } from "./types";

/** The instance at an address, or all instances of a block. */
export function instancesAt(state: State, address: string): Result<readonly StateInstance[]> {
  const one = state.instances.get(address);
  const found = one ? [one] : [...state.instances.values()].filter(({ block }) => block === address);
  return found.length > 0 ? ok(found) : fail(noSuch(state, address));
}

/** The instance at an address. */
export function instanceAt(state: State, address: string): Result<StateInstance> {
  const one = state.instances.get(address);
  return one ? ok(one) : fail(noSuch(state, address));
}

function noSuch({ instances }: State, address: string): Diagnostic {
  const meant = nearest(address, instances.keys());
  const hint = meant ? ` Did you mean ${meant}?` : "";
  return diagnose("no-such-instance", `The state has no ${address}.${hint} "netweft state list" lists all.`, { resource: address });
}

function refused(resource: string, detail: string): Diagnostic {
  return diagnose("state-edit-refused", detail, { resource });
}

/** Old address → new one, for an instance or for all instances of a block. */
export function movesOf(state: State, from: string, to: string): Result<ReadonlyMap<string, string>> {
  const found = instancesAt(state, from);
  if (!found.ok) return found;
  const target = parseAddress(to);
  if (target === undefined) return fail(refused(from, `${JSON.stringify(to)} is not an address of a resource or an instance.`));
  const first = found.value[0]!;
  if (target.module !== (parseAddress(first.address)?.module ?? ""))
    return fail(refused(from, `${to} is in another module than ${from}, and Netweft does not move between modules. Nothing was moved.`));
  if (target.type !== first.type || target.mode !== first.mode)
    return fail(refused(from, `${from} cannot become ${to}: a move keeps the type of the resource. Nothing was moved.`));
  const isOne = found.value.length === 1 && first.address === from;
  if (!isOne && target.key !== undefined)
    return fail(refused(from, `${from} has several instances, and ${to} is one. Name one of them, or a block. Nothing was moved.`));
  const block = addressOfBlock(target);
  const moves = found.value.map(({ address, key }) => [address, block + keyText(isOne ? target.key : key)] as const);
  const taken = moves.filter(([, next]) => state.instances.has(next));
  if (taken.length === 0) return ok(new Map(moves));
  return fail(
    ...taken.map(([old, next]) => refused(old, `${old} cannot move to ${next}: the state has an object there. Nothing was moved.`)),
  );
}

export function byAddress(instances: readonly StateInstance[]): ReadonlyMap<string, StateInstance> {
  return new Map(instances.map((instance) => [instance.address, instance]));
}

/** Instances of one block are adjacent in a state, in the order of their creation. */
export function withInstances(state: State, put: readonly StateInstance[], drop: ReadonlySet<string>): State {
  const blocks = new Map<string, Map<string, StateInstance>>();
  const add = (instance: StateInstance) => {
    const block = blocks.get(instance.block) ?? new Map<string, StateInstance>();
    blocks.set(instance.block, block.set(instance.address, instance));
  };
  for (const instance of state.instances.values()) if (!drop.has(instance.address)) add(instance);
  for (const instance of put) add(instance);
  const instances = new Map<string, StateInstance>();
  for (const block of blocks.values()) for (const [address, instance] of block) instances.set(address, instance);
  return { ...state, instances };
}

/** Marks the instance to be replaced by the next apply, or takes the mark away. */
export function marked(state: State, address: string, tainted: boolean): Result<State> {
  const found = instanceAt(state, address);
  if (!found.ok) return found;
  const instance = found.value;
  if (instance.mode === "data") return fail(refused(address, `${address} is a data source, which is read again by every plan.`));
  if (!tainted && !instance.tainted) return fail(refused(address, `${address} is not tainted, so there is nothing to take back.`));
  return ok(withInstances(state, [{ ...instance, tainted }], new Set()));
}

/** A provider's full address: `registry.terraform.io/netweft/netweft`; a short one is completed as by Terraform. */
export function fullProvider(name: string): string | undefined {
  const parts = name.split("/");
  if (parts.length > 3 || !parts.every((part) => /^[\w.-]+$/.test(part))) return undefined;
  return [...["registry.terraform.io", "hashicorp"].slice(0, 3 - parts.length), ...parts].join("/");
}

/** The state in which the resources of one provider are another one's, and their addresses. */
export function withProvider(state: State, from: string, to: string): { readonly state: State; readonly addresses: readonly string[] } {
  const quoted = (name: string) => `provider["${name}"]`;
  const theirs = [...state.instances.values()].filter(({ provider }) => provider.includes(quoted(from)));
  const now = theirs.map((one) => ({ ...one, provider: one.provider.replace(quoted(from), quoted(to)) }));
  return { state: withInstances(state, now, new Set()), addresses: now.map(({ address }) => address) };
}

/** Why a state may not take the place of the stored one; undefined if it may. */
export function unfit(pushed: State, stored: State): Diagnostic | undefined {
  if (stored.serial === 0 && stored.instances.size === 0) return undefined;
  const remedy = "Nothing was written. --force writes it nevertheless.";
  if (pushed.lineage !== stored.lineage)
    return diagnose(
      "state-edit-refused",
      `The state has the lineage ${JSON.stringify(pushed.lineage)}, and the stored one ${JSON.stringify(stored.lineage)}: they are of two stacks. ${remedy}`,
    );
  if (pushed.serial >= stored.serial) return undefined;
  return diagnose("state-edit-refused", `The state has serial ${pushed.serial}, and the stored one is newer: ${stored.serial}. ${remedy}`);
}
