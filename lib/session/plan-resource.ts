import { diagnose, hasErrors, type Diagnostic, type Path } from "../diagnostic";
import { replacingPaths, sameValue } from "../engine/replaced";
import { resolveManaged, type Surroundings } from "../engine/resolve/resolve";
import { registry, type Context } from "../resources";
import { typeNamed } from "../resources/registry";
import { convert } from "../schema/convert";
import { isKnown, UNKNOWN, type Draft, type Value } from "../schema/value";
import { instanceOf, nameOf } from "./instance";
import { of, underAny, type Configured } from "./provider";

/** What to plan: one resource, without observing any host. */
export interface ResourcePlanRequest {
  readonly type: string;
  /** The state, null for a new resource. */
  readonly prior: Draft | null;
  /** As the user wrote it, null where an attribute is not set. */
  readonly config: Draft;
  readonly provider: Configured;
}

export interface ResourcePlan {
  /** All attributes, unknown where only the apply can choose or observe them. */
  readonly planned: Draft;
  /** The attributes whose change replaces the resource, whether or not they have changed: the caller compares. */
  readonly replacing: readonly Path[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What is known without an observation: the state's values, as far as they are still valid. */
function blind(context: Context, prior: Draft | undefined): Surroundings {
  return {
    types: registry,
    context,
    prior,
    given: {},
    fresh: () => UNKNOWN,
    look: () => prior as Readonly<Record<string, Value>> | undefined,
    hasProgram: () => undefined,
    keys: (want, earlier, isNew) => (!isNew && isKeyedAlike(earlier, want) && !hasLostKeys(prior) ? earlier : UNKNOWN),
    inode: (_host, path) => (prior?.["path"] === path ? (prior["inode"] as number | null) : undefined),
    marked: () => undefined,
    admits: () => true,
  };
}

/** Whether the state has exactly the desired keys. */
function isKeyedAlike(earlier: Value | undefined, want: Parameters<Surroundings["keys"]>[0]): boolean {
  if (earlier === null || earlier === undefined || typeof earlier !== "object") return false;
  const names = want.what === "public-keys" ? Object.keys(want.devices) : want.ways.map(({ name }) => name);
  return sameValue(Object.keys(earlier).sort(), [...names].sort());
}

/** Whether a host was observed without a key, or with another: the key is created again then. */
function hasLostKeys(prior: Draft | undefined): boolean {
  const lines = prior?.["drift"];
  return Array.isArray(lines) && lines.some((line) => /^(. \S+ - (key|sa)|- \S+ - link \S+ type wireguard) /.test(String(line)));
}

/** The error for elements of a set that are equal after defaults are filled in. */
function collapsed(type: string, config: Draft, planned: Draft): readonly Diagnostic[] {
  return Object.keys(typeNamed(registry, type).fields).flatMap((name) => {
    const [given, unique] = [config[name], planned[name]];
    if (!Array.isArray(given) || !Array.isArray(unique) || unique.length >= given.length) return [];
    return [diagnose("duplicate-element", `Two elements of \`${name}\` are equal. Remove one of them.`, { path: [name] })];
  });
}

/**
 * Plans one resource from its configuration and its state alone, as Terraform requires: the same inputs give the same plan,
 * and its known values are those that `planChanges` would give.
 */
export function planResource({ type, prior, config, provider }: ResourcePlanRequest): ResourcePlan {
  const { fields, checkNew } = typeNamed(registry, type);
  const before = prior === null ? undefined : convert(fields, prior);
  const instance = instanceOf(nameOf(type, before ?? config), type, config);
  const found: Diagnostic[] = [];
  const under = (context: Context) => {
    const { attributes, diagnostics } = resolveManaged(instance, blind(context, before));
    if (provider.known) found.push(...diagnostics);
    return attributes;
  };
  const planned = provider.known ? under(provider.context) : underAny(under);
  const early = prior === null ? (checkNew?.(planned) ?? []) : [];
  const diagnostics = [...found, ...collapsed(type, config, planned), ...of(instance.address, early)];
  if (hasErrors(diagnostics)) return { planned: before ?? planned, replacing: [], diagnostics };
  const whole = provider.known || !isKnown(config) ? planned : steady(planned, before);
  return { planned: whole, replacing: before === undefined ? [] : replacingPaths(fields, before, whole), diagnostics };
}

/** Values that depend on an unknown provider block keep their prior value as long as nothing else changes. */
function steady(planned: Draft, before: Draft | undefined): Draft {
  if (before === undefined) return planned;
  const settled = Object.keys(planned).filter((name) => name !== "drift" && isKnown(planned[name]!));
  const changed = settled.some((name) => !sameValue(planned[name], before[name] ?? null));
  return changed ? planned : (filledFrom(planned, before) as Draft);
}

function filledFrom(planned: Value, before: Value | undefined): Value {
  if (planned === UNKNOWN) return before ?? null;
  if (planned === null || typeof planned !== "object" || Array.isArray(planned)) return planned;
  const parts = planned as Draft;
  return Object.fromEntries(
    Object.keys(parts).map((name) => [name, filledFrom(parts[name]!, (before as Draft | null | undefined)?.[name])]),
  );
}
