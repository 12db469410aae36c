/** `import` blocks: the state with the objects that they name, before anything is planned. */
import type { Evaluation, ImportRequestBlock } from "../../config/types";
import { diagnose, hasErrors, type Diagnostic } from "../../diagnostic";
import { keyOf, typeOf } from "../../kernel/kinds";
import type { Owned } from "../../reconcile/goal";
import type { Key } from "../../kernel/fact";
import { hostsOf } from "../../resources/registry";
import { written } from "../changes/written";
import { select, type Selection } from "../changes/targets";
import type { Providers } from "../providers";
import type { PlanRequest } from "../requests";
import type { Resolved } from "../resolve/resolve";
import type { Start } from "../resolve/round";
import { survey, type Survey } from "../resolve/survey";
import { withInstances } from "../state/edit";
import type { State, StateInstance } from "../state/types";
import { factsOf, misfit, notDeclared } from "./import-instance";
import { foundById } from "./own-id";
import { takeOver } from "./take-over";

/** What the `import` blocks of a configuration came to. */
export interface BlockImports {
  /** The state with the imported instances. */
  readonly state: State;
  /** New instances, in the order in which they were read. */
  readonly instances: readonly StateInstance[];
  /** Address → the id from which it was imported. */
  readonly ids: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The inputs of a survey, and what the user asked for. */
interface ImportSetting {
  readonly start: Omit<Start, "state">;
  readonly request: Pick<PlanRequest, "targets" | "mode">;
  readonly contexts: Providers["contexts"];
  /** Instances that leave the state with this plan: their objects may be imported to others. */
  readonly forgotten: ReadonlySet<string>;
}

/** The progress over several surveys: what is imported changes what others are resolved to. */
interface ImportWave extends BlockImports {
  /** Addresses that were tried, with or without success. */
  readonly tried: ReadonlySet<string>;
}

/**
 * Reads the objects of all `import` blocks whose instances are not in the state, those first that others depend on. Changes nothing.
 * Nothing is imported of a host that could not be read: the plan has the error. `first`: a survey of this state.
 */
export async function importBlocks(state: State, first: Survey, setting: ImportSetting): Promise<BlockImports> {
  let wave: ImportWave = { state, instances: [], ids: new Map(), diagnostics: [], tried: new Set() };
  for (let seen = first; ; seen = await survey({ ...setting.start, state: wave.state })) {
    const open = pendingIn(seen, wave, setting);
    if (open.length === 0) return wave;
    const ready = open.filter((one) => !waits(one, seen, open));
    if (ready.length === 0) return { ...wave, diagnostics: [...wave.diagnostics, ...open.map(inCircle)] };
    wave = importAll(ready, seen, wave, setting);
  }
}

/** The imports that are left to do. */
function pendingIn(seen: Survey, { state, tried }: ImportWave, { request }: ImportSetting): readonly ImportRequestBlock[] {
  const { imports = [] } = seen.evaluation;
  const selection: Selection = select(request.targets, seen.resolved.values(), state, request.mode).selection;
  return imports.filter(({ to }) => !tried.has(to) && !state.instances.has(to) && (selection?.has(to) ?? true));
}

/** Whether the resource, or its id, depends on one that is not imported yet. */
function waits({ to, block, needs }: ImportRequestBlock, { resolved }: Survey, open: readonly ImportRequestBlock[]): boolean {
  const below = new Set([...needs, ...(resolved.get(to)?.instance.dependencies ?? [])]);
  return open.some((other) => other.block !== block && below.has(other.block));
}

function inCircle({ to }: ImportRequestBlock): Diagnostic {
  const detail = `${to} cannot be imported: its id is computed from a resource that depends on ${to}, and is to be imported, too. Write the id as text.`;
  return diagnose("cycle", detail, { resource: to });
}

function importAll(ready: readonly ImportRequestBlock[], seen: Survey, before: ImportWave, setting: ImportSetting): ImportWave {
  const owned = new Map([...seen.owned].filter(([, { owners }]) => !owners.every((owner) => setting.forgotten.has(owner))));
  const found = ready.map((one) => [one, importOne(one, seen, owned, setting)] as const);
  const made = found.flatMap(([{ id }, result]) =>
    result !== undefined && "instance" in result ? [{ id, instance: result.instance }] : [],
  );
  const wrong = found.flatMap(([, result]) => (result !== undefined && "diagnostics" in result ? result.diagnostics : []));
  return {
    state: withInstances(
      before.state,
      made.map(({ instance }) => instance),
      new Set(),
    ),
    instances: [...before.instances, ...made.map(({ instance }) => instance)],
    ids: new Map([...before.ids, ...made.map(({ instance, id }) => [instance.address, id] as const)]),
    diagnostics: [...before.diagnostics, ...wrong],
    tried: new Set([...before.tried, ...ready.map(({ to }) => to)]),
  };
}

type ImportResult = { readonly instance: StateInstance } | { readonly diagnostics: readonly Diagnostic[] };

/** Undefined: what is known of the instance or its host does not suffice, for a reason that the plan has an error for. */
function importOne(
  one: ImportRequestBlock,
  seen: Survey,
  owned: Map<Key, Owned>,
  { start, contexts }: ImportSetting,
): ImportResult | undefined {
  const { types } = start;
  const declared = seen.resolved.get(one.to);
  if (declared === undefined || hasErrors(declared.diagnostics) || !isRead(declared, seen, types)) return undefined;
  const wrong = misfit(one.id, declared, types);
  if (wrong) return { diagnostics: [wrong] };
  const context = contexts.get(declared.instance.provider) ?? contexts.get("")!;
  const actual = factsOf(seen);
  const object = foundById(declared, one.id, actual, context, types) ?? declared;
  const found = takeOver({ types, declared: object, id: one.id, actual, context, owned });
  if (!found.ok) return { diagnostics: found.diagnostics };
  for (const fact of found.value.facts) if (typeOf(fact).markable) owned.set(keyOf(fact), { fact, owners: [one.to] });
  return { instance: written({ ...declared, ...found.value }, types) };
}

const GENERATED = 'Or let "netweft plan --generate-config-out=generated.tf.json" write it.';
const REPEATED = "Nothing is generated for imports with for_each, and for instances of count or for_each.";

/** The errors for imports to what the configuration does not declare. A block without any instance is one, too. */
export function undeclaredImports({ imports = [] }: Pick<Evaluation, "imports">, declared: ReadonlySet<string>): readonly Diagnostic[] {
  return imports
    .filter(({ to }) => !declared.has(to))
    .map(({ to, where, repeated }) => {
      const missing = notDeclared(to, declared, { ...where, path: [...(where.path ?? []), "to"] });
      return { ...missing, detail: `${missing.detail} ${repeated ? REPEATED : GENERATED}` };
    });
}

/** Whether all hosts of the instance were observed. */
function isRead({ instance, attributes }: Resolved, { observed }: Survey, types: Start["types"]): boolean {
  return hostsOf(types, { type: instance.type, attributes }).every((host) => observed.has(host));
}
