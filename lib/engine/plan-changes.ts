import type { Instance, OutputValue } from "../config/types";
import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../diagnostic";
import type { Facts } from "../kernel/facts";
import { typeNamed, type Registry } from "../resources/registry";
import { byHost } from "../reconcile/by-host";
import { byOwner } from "../reconcile/by-owner";
import { asFacts, desiredBy, type DeclaredFacts, type Goal } from "../reconcile/goal";
import type { Hosts } from "../reconcile/hosts";
import { identityText, placesOf, type Places } from "./backends";
import { impactOf } from "../reconcile/impact";
import type { Planned, PlanRequest } from "./requests";
import { applyMoved, type Renamed } from "./moved";
import { blockedMoves, checkMoved } from "./moved/check";
import { missingUplinks, waitingFacts } from "./missing-uplinks";
import { newName } from "./new-name";
import type { Deposed } from "./deposed";
import { isManaged } from "./owned";
import type { Plan, ResourceChange } from "./plan";
import { POLICY } from "./policy";
import { hostConfigs, readProviders, type Providers } from "./providers";
import { replacedBy } from "./replaced";
import { currentAddress } from "./state/address";
import { planFacts, type PlannedFacts, type PlanningGround } from "../reconcile/plan-facts";
import { foreignResources } from "./changes/foreign-resources";
import { outputChanges } from "./changes/output-changes";
import { asReplaced, deposing, destroyedFirst, successorsOf } from "./changes/deposing";
import { prevented } from "./changes/prevented";
import { declaredChange, deletion } from "./changes/resource-changes";
import { deferredIn } from "./resolve/deferred";
import type { Resolved } from "./resolve/resolve";
import { judge } from "./checks";
import { impossibleBeside } from "./checks/beside";
import { declaredView, type View } from "./checks/view";
import type { State, StateInstance } from "./state/types";
import { survey, type Survey } from "./resolve/survey";
import { forcedBy, leftOut, select, type Selection } from "./changes/targets";
import { takenOver } from "../reconcile/taken-over";
import { triggered } from "./changes/triggers";
import { unwritables } from "./changes/unwritable";
import { written } from "./changes/written";
import { discreetly } from "./watch";

/** The inputs that are constant during planning. */
interface PlanContext {
  readonly request: PlanRequest;
  readonly providers: Providers;
  readonly hosts: Hosts;
  readonly places: Places;
  /** The state with `moved` blocks applied. */
  readonly state: State;
  readonly moved: Renamed;
}

/** The resolved configuration with its observations, and the subset that the plan concerns. */
interface Scene {
  readonly seen: Survey;
  readonly declared: readonly Resolved[];
  readonly selection: Selection;
  readonly forced: ReadonlySet<string>;
  /** Instances that are updated even where nothing of them changes. */
  readonly renewed: ReadonlySet<string>;
  /** Instances whose replacements are created before they are destroyed. */
  readonly deposed: Deposed;
  /** The facts that the state owns, with the deposed objects as owners of their own. */
  readonly owned: Survey["owned"];
  /** Instances that stay unchanged because their lines in the state cannot be read. */
  readonly out: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Whether everything of the stack is declared or in the state. */
function isClosed({ closedWorld = true }: PlanRequest): boolean {
  return closedWorld;
}

function tainted(state: State, types: Registry): readonly string[] {
  return [...state.instances.values()].filter((instance) => isManaged(instance, types) && instance.tainted).map(({ address }) => address);
}

/** In a destroy nothing is declared: the hosts are observed for the facts that the state owns. */
function lookAround(setting: PlanContext, forced: ReadonlySet<string>): Promise<Survey> {
  const { request, providers, hosts, state } = setting;
  const { configuration, mode } = request;
  const none = { evaluate: () => ({ instances: [], outputs: new Map<string, OutputValue>(), diagnostics: [] }) };
  const common = { types: request.world.types, contexts: providers.contexts, state, hosts, fresh: fresh(setting) };
  const start = { ...common, forced, closedWorld: isClosed(request) };
  return survey({ ...start, configuration: mode === "destroy" ? { ...configuration, ...none } : configuration });
}

/** Resolves, and again when a trigger adds replacements: new objects have new names, which other instances refer to. */
async function look(setting: PlanContext): Promise<Scene> {
  const { request, state } = setting;
  const { types } = request.world;
  const asked = forcedBy(request.replace, [], state);
  let forced: ReadonlySet<string> = new Set([...asked.forced, ...tainted(state, types)]);
  let seen = await lookAround(setting, forced);
  let later = deferredIn(request.configuration, seen.resolved, { state, types }, forced);
  for (;;) {
    const more = triggered(seen.resolved.values(), { state, types }, new Set([...forced, ...later.replaced]));
    if (more.size <= forced.size) break;
    forced = more;
    seen = await lookAround(setting, forced);
    later = deferredIn(request.configuration, seen.resolved, { state, types }, forced);
  }
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
  const out = leftOut(seen.unread.keys(), seen.resolved.values(), state, fate);
  const scene = { seen, declared, selection: chosen.selection, forced: all, renewed: later.updated, out, diagnostics };
  const isMeant = meant(scene);
  const replaced = declared.filter(({ instance: { address } }) => all.has(address) && isMeant(address));
  return { ...scene, ...deposing(replaced, seen.owned, state, fresh(setting)) };
}

/** Names for new objects, by their addresses. */
function fresh({ request, state }: PlanContext): (address: string) => string {
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

function stillUnknown(scene: Scene): readonly Diagnostic[] {
  return scene.declared
    .filter(({ known }) => !known)
    .map(({ instance, attributes }) => {
      const names = Object.keys(attributes).filter((name) => attributes[name] !== null && typeof attributes[name] === "symbol");
      const detail = `${names.map((name) => `\`${name}\``).join(", ")} of ${instance.address} cannot be known: something that it depends on has no value. The other diagnostics say why.`;
      return diagnose("still-unknown", detail, { resource: instance.address });
    });
}

function meant({ selection, out }: Pick<Scene, "selection" | "out">): (address: string) => boolean {
  const has = (some: ReadonlySet<string>, address: string) => some.size > 0 && (some.has(address) || some.has(currentAddress(address)));
  return (address) => (selection === undefined || has(selection, address)) && !has(out, address);
}

/** The declared instances within the targets; all others stay as in the state. */
function goalOf(scene: Scene, request: PlanRequest): { readonly goal: Goal; readonly diagnostics: readonly Diagnostic[] } {
  const { selection, out, owned } = scene;
  const isMeant = meant(scene);
  const sources = scene.declared
    .filter(({ instance }) => isMeant(instance.address))
    .map(({ facts, instance }) => ({ facts, address: instance.address }));
  const { desired, diagnostics } = desiredBy(sources);
  if (selection !== undefined || out.size > 0) {
    for (const [key, one] of owned) if (!desired.has(key) && !one.owners.every(isMeant)) desired.set(key, one);
  }
  return { goal: { desired, owned, closedWorld: isClosed(request) }, diagnostics };
}

/** Without a refresh the owned facts of the state are assumed to exist unchanged. */
function actualFor(setting: PlanContext, seen: Survey): ReadonlyMap<string, Facts> {
  const actual = new Map([...seen.observed].map(([host, { facts }]) => [host, facts]));
  if (setting.request.refresh) return actual;
  const owned = byHost(seen.owned, ([, { fact }]) => fact.host);
  return new Map(
    [...actual].map(([host, facts]) => {
      const merged = new Map(facts);
      for (const [key, { fact, pending }] of owned.get(host) ?? []) if (!pending) merged.set(key, fact);
      return [host, merged];
    }),
  );
}

function resourceChanges(
  scene: Scene,
  setting: PlanContext,
  { changes, awaited }: Pick<PlannedFacts, "changes" | "awaited">,
): readonly ResourceChange[] {
  const { forced, renewed } = scene;
  const isMeant = meant(scene);
  const owned = { changes: byOwner(changes), awaited: byOwner(awaited) };
  const { types } = setting.request.world;
  const { deposed } = scene;
  const situation = { ...owned, types, state: setting.state, forced, renewed, deposed, movedFrom: setting.moved.from };
  const declared = scene.declared
    .filter(({ instance }) => isMeant(instance.address))
    .map((resolved) => declaredChange(resolved, situation));
  const kept = new Set(scene.declared.map(({ instance }) => instance.address));
  const gone = [...setting.state.instances.values()].filter(
    (one) => isManaged(one, types) && !kept.has(one.address) && isMeant(one.address),
  );
  return [...gone.reverse().map((one) => deletion(one, setting.moved.from)), ...declared];
}

/** The instances that the configuration declares. A destroy evaluates it with the state's attributes. */
function declaredAddresses(scene: Scene, { request, state }: PlanContext): ReadonlySet<string> {
  const known = ({ address }: Instance) => state.instances.get(address)?.attributes ?? {};
  const all = request.mode === "destroy" ? request.configuration.evaluate(known).instances : scene.declared.map(({ instance }) => instance);
  return new Set(all.map(({ address }) => address));
}

/** Addresses of the instances whose state will change. */
function touchedBy(changes: readonly ResourceChange[]): ReadonlySet<string> {
  return new Set(changes.filter(({ action, movedFrom }) => action !== "no-op" || movedFrom !== undefined).map(({ address }) => address));
}

function instancesToWrite(scene: Scene, touched: ReadonlySet<string>, types: Registry): readonly StateInstance[] {
  const isMeant = ({ instance }: Resolved) => instance.mode === "data" || touched.has(instance.address);
  return [...scene.seen.resolved.values()].filter(isMeant).map((resolved) => written(resolved, types));
}

/** The facts of instances that are not in the state yet. */
function created({ declared }: Scene, touched: ReadonlySet<string>, { state }: PlanContext): readonly DeclaredFacts[] {
  const all = declared.map(({ instance: { address }, facts }) => ({ address, facts }));
  return all.filter(({ address }) => touched.has(address) && !state.instances.has(address));
}

/** The ids of instances, declared or in the state. */
function importIds({ seen }: Scene, state: State): PlanningGround["importId"] {
  return (address) => {
    const { id } = (seen.resolved.get(address) ?? state.instances.get(address))?.attributes ?? {};
    return typeof id === "string" ? id : undefined;
  };
}

function groundOf(
  scene: Scene,
  { providers, request, state }: PlanContext,
  { actual, missing }: Pick<View, "actual" | "missing">,
): PlanningGround {
  const stacks = new Set([...providers.contexts.values()].map(({ provider }) => provider.stack));
  const { observed } = scene.seen;
  const isMeant = meant(scene);
  const ids = { importId: importIds(scene, state), isMeant };
  const [successors, forced] = [successorsOf(scene, state, isMeant), destroyedFirst(scene)];
  const waiting = waitingFacts(missing);
  return { ...POLICY, ...ids, observed, actual, stacks, waiting, forced, successors, refresh: request.refresh };
}

type Grounds = Pick<View, "goal" | "actual" | "hosts" | "missing">;

/** What a plan is made over: the goal, the hosts as they are, and what is missing there. */
function groundsOf(scene: Scene, setting: PlanContext, goal: Goal): Grounds {
  const actual = actualFor(setting, scene.seen);
  const hosts = hostConfigs(setting.providers);
  return { goal, actual, hosts, missing: missingUplinks({ goal, actual, hosts }) };
}

/** The rules that the plan breaks for the hosts as a whole. */
function broken(scene: Scene, { request, state }: PlanContext, grounds: Grounds, changes: View["changes"]): readonly Diagnostic[] {
  const programs = new Map([...scene.seen.observed].map(([host, observation]) => [host, observation.programs]));
  const { types } = request.world;
  const view = { ...declaredView(scene.declared, types), ...grounds, wanted: asFacts(grounds.goal.desired), programs, changes };
  return [...judge(view), ...impossibleBeside(view, { deposed: scene.deposed, state, types })];
}

/** Assembles the plan once no error prevents it. */
function assemble(scene: Scene, setting: PlanContext, goal: Goal): Result<Planned> {
  const { seen } = scene;
  const grounds = groundsOf(scene, setting, goal);
  const { actual } = grounds;
  const facts = planFacts(goal, groundOf(scene, setting, grounds));
  const { changes, phases } = facts;
  const instances = resourceChanges(scene, setting, facts);
  const touched = touchedBy(instances);
  const diagnostics = [
    ...[...scene.diagnostics, ...facts.conflicts, ...broken(scene, setting, grounds, facts.direct)],
    ...unwritables(changes, scene.declared, touched),
    ...facts.lacks,
    ...prevented(instances, setting.request.configuration.guarded ?? new Set()),
    ...limited(scene),
    ...blockedMoves(setting.moved.blocked),
    ...asLeftOut(scene),
  ];
  if (hasErrors(diagnostics)) return fail(...diagnostics);
  const toWrite = instancesToWrite(scene, touched, setting.request.world.types);
  diagnostics.push(...takenOver(created(scene, touched, setting), seen.observed));
  const outputs = setting.request.targets.length > 0 ? [] : outputChanges(setting.state.outputs, seen.evaluation.outputs);
  const { lineage, serial } = setting.state;
  const rest = { providers: setting.providers.configs, instances: toWrite, prior: { lineage, serial }, diagnostics };
  const plan: Plan = {
    version: 1,
    resources: instances,
    changes,
    phases,
    impact: impactOf({ ...facts, ...asReplaced(facts, goal, scene), resources: instances, actual }),
    seen: facts.seen,
    on: Object.fromEntries([...setting.places].map(([host, place]) => [host, identityText(place)])),
    outputs,
    ...rest,
  };
  return ok({ plan, observed: seen.observed }, diagnostics);
}

function limited({ selection }: Scene): readonly Diagnostic[] {
  if (selection === undefined) return [];
  return [
    diagnose("incomplete-plan", "Only the targets and their dependencies were planned. Plan again without --target to see the rest."),
  ];
}

/** Diagnostics for unreadable instances and those that stay because of them. */
function asLeftOut({ seen, out }: Scene): readonly Diagnostic[] {
  const [cause] = seen.unread.keys();
  return [...out].map((address) => {
    const other = `${address} is left unchanged, because ${cause}, whose state cannot be read, depends on it or on a resource that it follows.`;
    return diagnose("left-out", seen.unread.get(address)?.detail ?? other, { resource: address });
  });
}

async function planOn(setting: PlanContext): Promise<Result<Planned>> {
  const scene = await look(setting);
  const { configuration, state } = setting.request;
  const foreign = foreignResources(state, setting.request.world.types);
  if (foreign.length > 0) return fail(...foreign);
  const moves = configuration.moved.length === 0 ? [] : checkMoved(configuration, state, declaredAddresses(scene, setting));
  if (hasErrors(moves)) return fail(...moves);
  if (hasErrors(scene.diagnostics)) return fail(...scene.diagnostics);
  const { goal, diagnostics } = goalOf(scene, setting.request);
  const unknown = [...stillUnknown(scene), ...diagnostics];
  return unknown.length > 0 ? fail(...scene.diagnostics, ...unknown) : assemble(scene, setting, goal);
}

/**
 * Computes the exact steps of an apply from the configuration, the state and an observation of every host concerned. Changes
 * nothing. All errors are reported at once.
 */
export async function planChanges(request: PlanRequest): Promise<Result<Planned>> {
  const planned = await discreetly(request, plan);
  const { diagnostics } = planned;
  return planned.ok ? ok({ ...planned.value, plan: { ...planned.value.plan, diagnostics } }, diagnostics) : planned;
}

async function plan(request: PlanRequest): Promise<Result<Planned>> {
  const providers = readProviders(request.configuration.providers, request.backend);
  if (!providers.ok) return providers;
  const moved = applyMoved(request.state, request.configuration);
  const { state } = moved;
  const { hosts } = request.world;
  const places = await placesOf([...state.instances.values()], hosts, request.world);
  return places.ok ? planOn({ request, providers: providers.value, hosts, places: places.value, state, moved }) : places;
}
