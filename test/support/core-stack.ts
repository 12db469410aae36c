/** Whole configurations through a small model of Terraform's core: planned without the hosts, applied in its order, concurrently. */
import type { Configuration, Instance } from "../../lib/config/types";
import { agrees } from "../../lib/engine/replaced";
import type { Stored } from "../../lib/session/read-resource";
import type { ResourceSession } from "../../lib/session/session";
import type { Draft } from "../../lib/schema/value";
import { apply, openCore, plan, read, remove, type Planned } from "./core";
import { load } from "./world";

/** A state: the stored object of each address. */
export type Stack = ReadonlyMap<string, Stored>;

interface Step {
  readonly instance: Instance;
  readonly planned: Planned;
}

/** Endpoints and routes depend on networks and namespaces, and nothing depends on them. */
const isLast = ({ type }: { readonly type: string }) => type === "netweft_endpoint" || type === "netweft_route";

/** Each instance as it would be planned; `done` are those already applied. */
function planAll(configuration: Configuration, before: Stack, done: Stack, session: ResourceSession): ReadonlyMap<string, Step> {
  const steps = new Map<string, Step>();
  const { diagnostics } = configuration.evaluate((instance) => {
    const { address, type, config } = instance;
    const applied = done.get(address);
    if (applied !== undefined) return applied.attributes;
    const planned = plan(session, type, config as Draft, before.get(address));
    steps.set(address, { instance, planned });
    return planned.planned;
  });
  if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  return steps;
}

async function refreshed(stack: Stack, session: ResourceSession): Promise<Stack> {
  const all = await Promise.all([...stack].map(async ([address, stored]) => [address, await read(session, stored)] as const));
  return new Map(all.flatMap(([address, stored]) => (stored === null ? [] : [[address, stored] as const])));
}

/** Terraform's check for an inconsistent final plan. */
function insist(first: Step, final: Step): void {
  const { address } = first.instance;
  if (first.planned.action !== final.planned.action) throw new Error(`${address}: ${first.planned.action}, then ${final.planned.action}`);
  if (!agrees(first.planned.planned, final.planned.planned)) throw new Error(`${address}: inconsistent final plan`);
}

async function inSession<T>(provider: Draft, work: (session: ResourceSession) => Promise<T>): Promise<T> {
  const session = openCore(provider);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** Deletes what is no longer declared, and what is replaced: endpoints and routes first. */
async function removeAll(before: Stack, steps: ReadonlyMap<string, Step>, session: ResourceSession): Promise<Stack> {
  const goes = (address: string) => !steps.has(address) || steps.get(address)!.planned.action === "replace";
  const gone = [...before].filter(([address]) => goes(address));
  for (const first of [true, false])
    await Promise.all(gone.filter(([, stored]) => isLast(stored) === first).map(([, stored]) => remove(session, stored)));
  return new Map([...before].filter(([address]) => !goes(address)));
}

/** Plans, applies in Terraform's order, and returns the new state. */
export function applyStack(json: string, provider: Draft, stack: Stack): Promise<Stack> {
  return inSession(provider, async (session) => {
    const configuration = load(json);
    const before = await refreshed(stack, session);
    const first = planAll(configuration, before, new Map(), session);
    const left = await removeAll(before, first, session);
    const done = new Map<string, Stored>();
    for (const last of [false, true]) {
      const final = planAll(configuration, left, done, session);
      const mine = [...final.values()].filter(({ instance }) => isLast(instance) === last);
      await Promise.all(
        mine.map(async (step) => {
          const { address, type } = step.instance;
          const asked = first.get(address)!;
          // A replaced object is deleted by now, and planned as new.
          if (asked.planned.action !== "replace") insist(asked, step);
          done.set(address, await apply(session, type, step.planned));
        }),
      );
    }
    return done;
  });
}

/** The actions of a plan at this moment. */
export function openChanges(json: string, provider: Draft, stack: Stack): Promise<readonly string[]> {
  return inSession(provider, async (session) => {
    const current = await refreshed(stack, session);
    const steps = planAll(load(json), current, new Map(), session);
    const actions = [...steps].map(([address, { planned }]) => `${planned.action} ${address}`);
    return actions.filter((action) => !action.startsWith("no-op "));
  });
}
