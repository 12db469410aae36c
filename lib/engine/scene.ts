/** What a plan is made from: the resolved configuration, the observed hosts, and the part that the plan concerns. */
import type { OutputValue } from "../config/types";
import type { Diagnostic } from "../diagnostic";
import { typeNamed, type Registry } from "../resources/registry";
import type { Hosts } from "../reconcile/hosts";
import type { Places } from "./backends";
import type { PlanRequest } from "./requests";
import type { Renamed } from "./moved";
import { newName } from "./new-name";
import type { Deposed } from "./deposed";
import { isManaged } from "./owned";
import type { ActionReason } from "./plan";
import { hostConfigs, type Providers } from "./providers";
import { replacedBy } from "./replaced";
import { currentAddress } from "./state/address";
import { deposing } from "./changes/deposing";
import { deferredIn } from "./resolve/deferred";
import type { Resolved } from "./resolve/resolve";
import type { BlockImports } from "./import/blocks";
import { forgottenIn } from "./removed";
import { waitingFor } from "./skipped";
import type { State } from "./state/types";
import type { Start } from "./resolve/round";
import { survey, type Survey } from "./resolve/survey";
import { forcedBy, leftOut, select, type Selection } from "./changes/targets";
import { replaceReasons } from "./changes/reasons";
import { triggered } from "./changes/triggers";

/** The inputs that are constant during planning. */
export interface PlanContext {
  readonly request: PlanRequest;
  readonly providers: Providers;
  readonly hosts: Hosts;
  readonly places: Places;
  /** Hosts that only the state knows, for what was left behind there. */
  readonly leftHosts: ReadonlySet<string>;
  /** The state with `moved` and `import` blocks applied. */
  readonly state: State;
  readonly moved: Renamed;
  /** What `import` blocks have added to the state. */
  readonly imports?: BlockImports;
}

/** The resolved configuration with its observations, and the subset that the plan concerns. */
export interface Scene {
  readonly seen: Survey;
  readonly declared: readonly Resolved[];
  readonly selection: Selection;
  readonly forced: ReadonlySet<string>;
  /** Why instances are replaced, where no attribute forces it. */
  readonly reasons: ReadonlyMap<string, ActionReason>;
  /** Instances that are updated even where nothing of them changes. */
  readonly renewed: ReadonlySet<string>;
  /** Instances whose replacements are created before they are destroyed. */
  readonly deposed: Deposed;
  /** The facts that the state owns, with the deposed objects as owners of their own. */
  readonly owned: Survey["owned"];
  /** Instances that stay unchanged because their lines in the state cannot be read. */
  readonly out: ReadonlySet<string>;
  /** Those of them that stay because a host does not answer. */
  readonly waiting: ReadonlySet<string>;
  /** Instances that leave the state, while their objects stay. */
  readonly forgotten: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Whether everything of the stack is declared or in the state. */
export function isClosed({ closedWorld = true }: PlanRequest): boolean {
  return closedWorld;
}

function taintedIn(state: State, types: Registry): readonly string[] {
  return [...state.instances.values()].filter((instance) => isManaged(instance, types) && instance.tainted).map(({ address }) => address);
}

/** In a destroy nothing is declared: the hosts are observed for the facts that the state owns. */
function lookAround(setting: PlanContext, forced: ReadonlySet<string>): Promise<Survey> {
  const { configuration, mode } = setting.request;
  const none = { evaluate: () => ({ instances: [], outputs: new Map<string, OutputValue>(), diagnostics: [] }) };
  return survey({ ...startOf(setting), forced, configuration: mode === "destroy" ? { ...configuration, ...none } : configuration });
}

export function startOf(setting: PlanContext): Omit<Start, "forced" | "configuration"> {
  const { request, providers, hosts, state } = setting;
  const { types, outputsOf } = request.world;
  const common = { types, contexts: providers.contexts, state, hosts, fresh: fresh(setting), closedWorld: isClosed(request) };
  const { leftHosts } = setting;
  const maySkip = (host: string) => request.skipUnreachable === true || leftHosts.has(host);
  return { ...common, leftHosts, maySkip, ...(outputsOf && { outputsOf }) };
}

/** Resolves, and again when a trigger adds replacements: new objects have new names, which other instances refer to. */
async function settled(setting: PlanContext) {
  const { request, state } = setting;
  const { types } = request.world;
  const asked = forcedBy(request.replace, [], state);
  const tainted = taintedIn(state, types);
  let forced: ReadonlySet<string> = new Set([...asked.forced, ...tainted]);
  let seen = await lookAround(setting, forced);
  let later = deferredIn(request.configuration, seen.resolved, { state, types }, forced);
  let fired: ReadonlySet<string>;
  for (;;) {
    const known = new Set([...forced, ...later.replaced]);
    fired = triggered(seen.resolved.values(), { state, types }, known);
    const more = new Set([...known, ...[...fired].filter((address) => state.instances.has(address))]);
    if (more.size <= forced.size) break;
    forced = more;
    seen = await lookAround(setting, forced);
    later = deferredIn(request.configuration, seen.resolved, { state, types }, forced);
  }
  return { seen, later, fired, forced, tainted, asked };
}

/** The instances that stay unchanged, and those of them for which a host does not answer. */
function staying(
  { providers, state, request }: PlanContext,
  seen: Survey,
  { declared, fate, forgotten }: Pick<Scene, "declared" | "forgotten"> & { readonly fate: Parameters<typeof leftOut>[3] },
): Pick<Scene, "out" | "waiting"> {
  const unread = [...seen.unread.keys()].filter((address) => !forgotten.has(address));
  const known = hostConfigs(providers);
  const there = waitingFor(seen.skipped, declared, state, { types: request.world.types, isKnown: (host) => known.has(host) });
  const out = leftOut([...unread, ...there], seen.resolved.values(), state, fate);
  const others = there.length === 0 ? out : leftOut(unread, seen.resolved.values(), state, fate);
  return { out, waiting: new Set([...out].filter((address) => !others.has(address))) };
}

/** The resolved configuration and the observed hosts, with what the plan concerns. */
export async function look(setting: PlanContext): Promise<Scene> {
  const { request, state } = setting;
  const { types } = request.world;
  const { seen, later, fired, forced, tainted, asked } = await settled(setting);
  const chosen = select(request.targets, seen.resolved.values(), state, request.mode);
  const declared = [...seen.resolved.values()].filter(({ instance }) => instance.mode === "managed");
  const diagnostics = [
    ...seen.diagnostics,
    ...later.diagnostics,
    ...chosen.diagnostics,
    ...forcedBy(request.replace, seen.resolved.values(), state).diagnostics,
  ];
  const all = new Set([...forced, ...replacedNow(declared, state, types)]);
  const here = new Set(declared.map(({ instance }) => instance.address));
  const fate = { goes: (address: string) => !here.has(address), isReplaced: (address: string) => here.has(address) && all.has(address) };
  const forgotten = forgottenIn(state, request);
  const { out, waiting } = staying(setting, seen, { declared, fate, forgotten });
  const reasons = replaceReasons({ tainted, requested: asked.forced, triggered: fired });
  const scene = {
    seen,
    declared,
    selection: chosen.selection,
    forced: all,
    reasons,
    renewed: later.updated,
    out,
    waiting,
    forgotten,
    diagnostics,
  };
  const isMeant = meant(scene);
  const replaced = declared.filter(({ instance: { address } }) => all.has(address) && isMeant(address));
  return { ...scene, ...deposing(replaced, seen.owned, state, fresh(setting)) };
}

/** Names for new objects, by their addresses. */
export function fresh({ request, state }: PlanContext): (address: string) => string {
  return (address) => newName({ serial: request.namedBy ?? state.serial }, address);
}

/** Instances whose changed attributes force replacement. */
function replacedNow(declared: readonly Resolved[], state: State, types: Registry): readonly string[] {
  return declared.flatMap(({ instance, attributes }) => {
    const prior = state.instances.get(instance.address);
    return prior !== undefined && replacedBy(typeNamed(types, instance.type).fields, prior.attributes, attributes).length > 0
      ? [instance.address]
      : [];
  });
}

/** Whether an address is among those of a set, or a deposed object of one. */
function has(some: ReadonlySet<string>, address: string): boolean {
  return some.size > 0 && (some.has(address) || some.has(currentAddress(address)));
}

/** Whether an address is among the targets. */
export function selected({ selection }: Pick<Scene, "selection">): (address: string) => boolean {
  return (address) => selection === undefined || has(selection, address);
}

/** Whether the plan changes an address. */
export function meant(scene: Pick<Scene, "selection" | "out" | "forgotten">): (address: string) => boolean {
  const isSelected = selected(scene);
  return (address) => isSelected(address) && !has(scene.out, address) && !has(scene.forgotten, address);
}
