import type { Evaluation, Instance } from "../config/types";
import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../diagnostic";
import type { Key } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import type { Registry } from "../resources/registry";
import { waitingHosts } from "../reconcile/armed";
import { byHost } from "../reconcile/by-host";
import { byOwner } from "../reconcile/by-owner";
import { asFacts, desiredBy, type DeclaredFacts, type Goal, type Owned } from "../reconcile/goal";
import { identityText, placesOf } from "./backends";
import { impactOf } from "../reconcile/impact";
import type { Planned, PlanRequest } from "./requests";
import { applyMoved } from "./moved";
import { blockedMoves, checkMoved } from "./moved/check";
import { missingUplinks, waitingFacts } from "./missing-uplinks";
import { isManaged } from "./owned";
import { isChange, type Plan, type ResourceChange } from "./plan";
import { POLICY } from "./policy";
import { hostConfigs, readProviders } from "./providers";
import { planFacts, type PlannedFacts, type PlanningGround } from "../reconcile/plan-facts";
import { foreignResources } from "./changes/foreign-resources";
import { outputChanges } from "./changes/output-changes";
import { asReplaced, destroyedFirst, successorsOf } from "./changes/deposing";
import { prevented } from "./changes/prevented";
import { declaredChange, deletion } from "./changes/resource-changes";
import type { Resolved } from "./resolve/resolve";
import { ignoredBy, leavingIgnored } from "./ignored";
import { importBlocks, undeclaredImports } from "./import/blocks";
import { replacedImports } from "./import/replaced";
import { checkRemoved, noLongerManaged } from "./removed";
import { judge } from "./checks";
import { impossibleBeside } from "./checks/beside";
import { pathsStay, type PathGround } from "./checks/own-path";
import { declaredView, type View } from "./checks/view";
import type { State, StateInstance } from "./state/types";
import type { Survey } from "./resolve/survey";
import { withLeftHosts } from "./left-behind";
import { isLookedAt, remainderOf, saySkipped } from "./skipped";
import { takenOver } from "../reconcile/taken-over";
import { unwritables } from "./changes/unwritable";
import { written } from "./changes/written";
import { discreetly } from "./watch";
import { isClosed, look, meant, selected, startOf, type PlanContext, type Scene } from "./scene";

function stillUnknown(scene: Scene): readonly Diagnostic[] {
  return scene.declared
    .filter(({ known, instance }) => !known && !scene.waiting.has(instance.address))
    .map(({ instance, attributes }) => {
      const names = Object.keys(attributes).filter((name) => attributes[name] !== null && typeof attributes[name] === "symbol");
      const detail = `${names.map((name) => `\`${name}\``).join(", ")} of ${instance.address} cannot be known: something that it depends on has no value. The other diagnostics say why.`;
      return diagnose("still-unknown", detail, { resource: instance.address });
    });
}

/** The declared instances within the targets; all others stay as in the state. */
function goalOf(scene: Scene, request: PlanRequest): { readonly goal: Goal; readonly diagnostics: readonly Diagnostic[] } {
  const { selection, out, owned, forgotten } = scene;
  const isMeant = meant(scene);
  const sources = scene.declared
    .filter(({ instance }) => isMeant(instance.address))
    .map(({ facts, instance }) => ({ facts, address: instance.address }));
  const { desired, diagnostics } = desiredBy(sources);
  if (selection !== undefined || out.size + forgotten.size > 0) {
    for (const [key, one] of owned) if (!desired.has(key) && !one.owners.every(isMeant)) desired.set(key, asItIs(key, one, scene.seen));
  }
  return { goal: { desired, owned, closedWorld: isClosed(request) }, diagnostics };
}

/** A fact that stays, with what other stacks have added to the object since. */
function asItIs(key: Key, one: Owned, { observed }: Survey): Owned {
  const actual = observed.get(one.fact.host)?.facts.get(key);
  return actual === undefined ? one : { ...one, fact: POLICY.extended(one.fact, actual) };
}

/** Without a refresh the owned facts of the state are assumed to exist unchanged. */
function actualFor(setting: PlanContext, seen: Survey): ReadonlyMap<string, Facts> {
  const actual = new Map([...seen.observed].map(([host, { facts }]) => [host, facts]));
  if (setting.request.refresh) return actual;
  const owned = byHost(seen.owned, ([, { fact }]) => fact.host);
  return new Map(
    [...actual].map(([host, facts]) => {
      const merged = new Map(facts);
      for (const [key, one] of owned.get(host) ?? []) if (!one.pending) merged.set(key, asItIs(key, one, seen).fact);
      return [host, merged];
    }),
  );
}

function resourceChanges(
  scene: Scene,
  setting: PlanContext,
  { changes, awaited }: Pick<PlannedFacts, "changes" | "awaited">,
): readonly ResourceChange[] {
  const { forced, reasons, renewed } = scene;
  const isMeant = meant(scene);
  const owned = { changes: byOwner(changes), awaited: byOwner(awaited) };
  const { types } = setting.request.world;
  const { deposed } = scene;
  const origins = { movedFrom: setting.moved.from, importedFrom: setting.imports?.ids };
  const isSeen = isLookedAt({ ...skippedIn(scene), providers: setting.providers.configs });
  const known = { state: setting.state, forced, reasons, renewed, deposed, isSeen, ...origins };
  const situation = { ...owned, ...known, types };
  const declared = scene.declared
    .filter(({ instance }) => isMeant(instance.address))
    .map((resolved) => declaredChange(resolved, situation));
  const kept = new Set(scene.declared.map(({ instance }) => instance.address));
  const gone = [...setting.state.instances.values()].filter(
    (one) => isManaged(one, types) && !kept.has(one.address) && isMeant(one.address),
  );
  const why = setting.request.mode === "destroy" ? undefined : setting.request.configuration;
  return [...forgetting(scene, setting), ...gone.reverse().map((one) => deletion(one, setting.moved.from, why)), ...declared];
}

function forgetting(scene: Scene, { state, moved }: PlanContext): readonly ResourceChange[] {
  const isSelected = selected(scene);
  const here = [...state.instances.values()].filter(({ address }) => scene.forgotten.has(address) && isSelected(address));
  return here.map((one) => ({
    ...deletion(one, moved.from),
    action: "forget" as const,
    reason: "delete_because_no_resource_config" as const,
  }));
}

/** The instances that the configuration declares, and its imports. A destroy evaluates it with the state's attributes. */
function declaredIn(
  scene: Scene,
  { request, state }: PlanContext,
): { readonly addresses: ReadonlySet<string>; readonly imports: Evaluation["imports"] } {
  const known = ({ address }: Instance) => state.instances.get(address)?.attributes ?? {};
  const { instances, imports } = request.mode === "destroy" ? request.configuration.evaluate(known) : scene.seen.evaluation;
  return { addresses: new Set(instances.filter(({ mode }) => mode === "managed").map(({ address }) => address)), imports };
}

/** Addresses of the instances whose state will change. */
function touchedBy(changes: readonly ResourceChange[]): ReadonlySet<string> {
  return new Set(changes.filter(isChange).map(({ address }) => address));
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

/** The goal with what `ignore_changes` leaves to others as it is on the hosts. */
function asIgnored(scene: Scene, setting: PlanContext, goal: Goal): { readonly goal: Goal; readonly diagnostics: readonly Diagnostic[] } {
  const { state, providers, request } = setting;
  if (request.configuration.ignoring !== true) return { goal, diagnostics: [] };
  const instances = scene.declared.map(({ instance }) => instance);
  const { types } = request.world;
  const { tolerances, diagnostics } = ignoredBy(instances, { state, types, contexts: providers.contexts, owned: scene.owned });
  return { goal: leavingIgnored(goal, tolerances, { actual: actualFor(setting, scene.seen), forced: scene.forced }), diagnostics };
}

/** What hosts lack for the steps, and what they say of this run and of earlier ones. */
function ofHosts(
  { seen }: Scene,
  { request }: PlanContext,
  { phases, lacks, actual }: Pick<PathGround, "phases" | "actual"> & Pick<PlannedFacts, "lacks">,
): readonly Diagnostic[] {
  const paths = { phases, actual, observed: seen.observed, isConfirmed: request.isConfirmed === true };
  return [...lacks, ...waitingHosts(seen.observed), ...pathsStay(paths)];
}

/** Assembles the plan once no error prevents it. */
function assemble(scene: Scene, setting: PlanContext, declared: Goal): Result<Planned> {
  const { seen } = scene;
  const { goal, diagnostics: untold } = asIgnored(scene, setting, declared);
  const grounds = groundsOf(scene, setting, goal);
  const { actual } = grounds;
  const facts = planFacts(goal, groundOf(scene, setting, grounds));
  const { changes, phases } = facts;
  const instances = resourceChanges(scene, setting, facts);
  const touched = touchedBy(instances);
  const instancesAfter = instancesToWrite(scene, touched, setting.request.world.types);
  const diagnostics = [
    ...[...scene.diagnostics, ...untold, ...facts.conflicts, ...broken(scene, setting, grounds, facts.direct)],
    ...unwritables(changes, scene.declared, touched),
    ...ofHosts(scene, setting, { ...facts, actual }),
    ...prevented(instances, setting.request.configuration.guarded ?? new Set()),
    ...replacedImports(instances, setting.imports),
    ...noLongerManaged(instances),
    ...limited(scene),
    ...blockedMoves(setting.moved.blocked),
    ...asLeftOut(scene),
  ];
  if (hasErrors(diagnostics)) return fail(...diagnostics);
  const written = { resources: instances, instances: instancesAfter };
  diagnostics.push(...takenOver(created(scene, touched, setting), seen.observed), ...ofSkipped(scene, setting, written));
  const outputs = setting.request.targets.length > 0 ? [] : outputChanges(setting.state.outputs, seen.evaluation.outputs);
  const { lineage, serial } = setting.state;
  const plan: Plan = {
    version: 1,
    ...{ resources: instances, changes, phases },
    impact: impactOf({ ...facts, ...asReplaced(facts, goal, scene), resources: instances, actual }),
    seen: facts.seen,
    on: Object.fromEntries([...setting.places].map(([host, place]) => [host, identityText(place)])),
    outputs,
    ...importedFor(setting),
    ...skippedIn(scene),
    ...{ providers: setting.providers.configs, instances: instancesAfter, prior: { lineage, serial }, diagnostics },
  };
  return ok({ plan, observed: seen.observed }, diagnostics);
}

/** The imported instances, which the apply writes to the state before anything else. */
function importedFor({ imports }: PlanContext): Pick<Plan, "imported"> {
  return imports === undefined || imports.instances.length === 0 ? {} : { imported: imports.instances };
}

/** The hosts that do not answer. */
function skippedIn({ seen: { skipped } }: Scene): Pick<Plan, "skipped"> {
  return skipped.size === 0 ? {} : { skipped: [...skipped.keys()].sort() };
}

function ofSkipped(scene: Scene, setting: PlanContext, changed: Pick<Plan, "resources" | "instances">): readonly Diagnostic[] {
  const { state, leftHosts, providers } = setting;
  const looked = { ...skippedIn(scene), providers: providers.configs };
  const { open, left } = remainderOf({ ...changed, ...looked }, state);
  const partly = new Set([...open, ...left.keys()]);
  const declared = new Set(scene.declared.map(({ instance: { address } }) => address));
  return saySkipped(scene.seen.skipped, { waiting: scene.waiting, partly, left: leftHosts, declared }, state, isLookedAt(looked));
}

function limited({ selection }: Scene): readonly Diagnostic[] {
  if (selection === undefined) return [];
  return [
    diagnose("incomplete-plan", "Only the targets and their dependencies were planned. Plan again without --target to see the rest."),
  ];
}

/** Diagnostics for unreadable instances and those that stay because of them. */
function asLeftOut({ seen, out, waiting }: Scene): readonly Diagnostic[] {
  const [cause] = seen.unread.keys();
  return [...out].flatMap((address) => {
    if (waiting.has(address)) return [];
    const other = `${address} is left unchanged, because ${cause}, whose state cannot be read, depends on it or on a resource that it follows.`;
    return [diagnose("left-out", seen.unread.get(address)?.detail ?? other, { resource: address })];
  });
}

async function planOn(setting: PlanContext): Promise<Result<Planned>> {
  const scene = await look(setting);
  const blocks = checkBlocks(scene, setting);
  if (hasErrors(blocks)) return fail(...blocks);
  const { providers } = setting;
  const start = { ...startOf(setting), forced: scene.forced, configuration: setting.request.configuration };
  const imports = await importBlocks(setting.state, scene.seen, {
    start,
    request: setting.request,
    contexts: providers.contexts,
    forgotten: scene.forgotten,
  });
  if (imports.instances.length === 0 && imports.diagnostics.length === 0) return planScene(scene, setting);
  const now = { ...setting, state: imports.state, imports };
  const again = imports.instances.length === 0 ? scene : await look(now);
  if (hasErrors(imports.diagnostics)) return fail(...imports.diagnostics, ...again.diagnostics);
  return planScene(again, now);
}

/** The errors in `moved`, `removed` and `import` blocks, and in what the state has of other providers. */
function checkBlocks(scene: Scene, setting: PlanContext): readonly Diagnostic[] {
  const { configuration, state, world } = setting.request;
  const foreign = foreignResources(state, world.types).filter(({ at }) => !scene.forgotten.has(at.resource!));
  if (foreign.length > 0) return foreign;
  const { moved, importing = false } = configuration;
  if (moved.length === 0 && !importing) return checkRemoved(configuration);
  const { addresses, imports } = declaredIn(scene, setting);
  return [
    ...(moved.length === 0 ? [] : checkMoved(configuration, state, addresses)),
    ...checkRemoved(configuration),
    ...(hasErrors(scene.diagnostics) ? [] : undeclaredImports({ imports }, addresses)),
  ];
}

function planScene(scene: Scene, setting: PlanContext): Result<Planned> {
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
  const { providers: all, left: leftHosts } = withLeftHosts(providers.value, state);
  return places.ok ? planOn({ request, providers: all, leftHosts, hosts, places: places.value, state, moved }) : places;
}
