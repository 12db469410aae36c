import type { Instance } from "../../config/types";
import { diagnose, hasErrors, located, type Diagnostic } from "../../diagnostic";
import { bareAddress } from "../../net/cidr";
import type { Fact } from "../../kernel/fact";
import type { Program } from "../../kernel/program";
import type { Context, DataType, Registry, ResourceType, Want } from "../../resources";
import { typeNamed, dataTypeNamed } from "../../resources/registry";
import { convert } from "../../schema/convert";
import { withDefaults } from "../../schema/defaults";
import { validate, validateStored } from "../../schema/validate";
import { uuidOf } from "../new-name";
import { sameValue } from "../replaced";
import type { StateAnswers } from "./state-answers";
import { placeholdersFor, type KeysWant } from "./tunnel-keys";
import { isAmong, stillFitting } from "../allocate/addresses";
import type { Tally } from "./fan-out";
import { isKnown, UNKNOWN, type Draft, type Value } from "../../schema/value";

/** An instance with its attributes as far as known, and its facts once all are known. */
export interface Resolved {
  readonly instance: Instance;
  readonly attributes: Draft;
  /** Outstanding allocations. Empty once all values are chosen. */
  readonly wants: readonly Want[];
  /** Names of the attributes with observed values: a difference in them is no change. */
  readonly seen: readonly string[];
  readonly known: boolean;
  readonly facts: readonly Fact[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What the engine chose for an instance so far: attribute → value. */
export type AllocatedValues = Readonly<Record<string, Value>>;

function fill(draft: Draft, given: AllocatedValues): Draft {
  const filled: Record<string, Value> = { ...draft };
  for (const name in given) filled[name] ??= given[name]!;
  return filled;
}

function isOpen(draft: Draft, want: Want): boolean {
  return draft[want.attribute] === null || draft[want.attribute] === undefined;
}

/**
 * An invalid instance: instances that refer to it get no errors for its unknown values, and nothing is allocated or observed
 * for it. `draft`: its attributes as far as configured.
 */
function broken(instance: Instance, fields: ResourceType["fields"], draft: Draft, diagnostics: readonly Diagnostic[]): Resolved {
  const attributes: Draft = Object.fromEntries<Value>(Object.keys(fields).map((name) => [name, draft[name] ?? UNKNOWN]));
  return { instance, attributes, wants: [], seen: [], known: false, facts: [], diagnostics };
}

/** Context of an instance. */
export interface Surroundings {
  readonly types: Registry;
  readonly context: Context;
  /** The values allocated so far. */
  readonly given: AllocatedValues;
  /** The attributes in the state. */
  readonly prior: Draft | undefined;
  /** Makes a new name for a new object; unknown where only the apply can choose it. */
  readonly fresh: () => Value;
  /** The host's own addresses and interfaces; undefined before the host was observed. */
  readonly look: (host: string) => AllocatedValues | undefined;
  /** Whether the host has this program; undefined while that is unknown. */
  readonly hasProgram: (host: string, program: Program) => boolean | undefined;
  /** Public keys, or placeholders for new ones; undefined before the hosts were observed. See `tunnel-keys.ts`. */
  readonly keys: (want: KeysWant, earlier: Value | undefined, renew: boolean) => Value | undefined;
  /** The inode of the namespace at a path; null when there is none, undefined before the host was observed. */
  readonly inode: (host: string, path: string) => number | null | undefined;
  /** Whether the replicated entries of the instance are within the limit; see `fan-out.ts`. */
  readonly admits: Tally["admits"];
  /** The name of an object that is missing in the state, by its mark; unknown before the host was observed. None for a replaced object. */
  readonly marked: (host: string, mark: string, of: "name" | "mac") => Value | undefined;
}

/** The value in the state. An empty name: there was no object. */
function earlierOf({ what, attribute }: Want, prior: Draft | undefined): Value | undefined {
  const earlier = prior?.[attribute];
  return what === "stored" && earlier === "" ? undefined : earlier;
}

/** Values that need no allocation round: names, observations, and values of the state that are still valid. */
function answerNow(want: Want, draft: Draft, { prior, fresh, look, hasProgram, keys, inode, marked }: Surroundings): Value | undefined {
  const earlier = earlierOf(want, prior);
  switch (want.what) {
    case "incarnation":
      return earlier ?? fresh();
    case "uuid":
      return earlier ?? asUuid(fresh());
    case "host-addresses":
    case "host-interfaces":
      return look(want.host)?.[want.attribute];
    case "program":
      return everyKnown(want.hosts.map((host) => hasProgram(host, want.program))) ?? earlier;
    case "public-keys":
    case "fingerprints":
      return keys(want, earlier, prior !== undefined && !sameValue(prior[want.trigger] ?? null, draft[want.trigger] ?? null));
    case "inode":
      return inode(want.host, want.path) ?? undefined;
    case "kept":
      return earlier ?? marked(want.host, want.mark, want.of);
    case "stored":
    case "subnets":
      return earlier;
    case "addresses":
      return Array.isArray(earlier) && keeps(earlier as readonly string[], want.subnets, want.avoid) ? earlier : undefined;
  }
}

function asUuid(name: Value): Value {
  return typeof name === "string" ? uuidOf(name) : name;
}

/** Three-valued conjunction; undefined while it depends on an unknown member. */
function everyKnown(answers: readonly (boolean | undefined)[]): boolean | undefined {
  return answers.includes(undefined) ? undefined : answers.every((answer) => answer === true);
}

function keeps(earlier: readonly string[], subnets: readonly string[], avoid: readonly string[]): boolean {
  return (
    earlier.length === subnets.length && !earlier.some((ip) => isAmong(ip, avoid)) && !stillFitting(earlier, subnets).includes(undefined)
  );
}

function isLook({ what }: Want): boolean {
  return what === "host-addresses" || what === "host-interfaces";
}

/** Without an answer, `complete` has the value. */
const COMPLETED: ReadonlySet<Want["what"]> = new Set(["kept", "stored"]);

type Answered = Pick<Resolved, "wants" | "seen"> & { readonly draft: Draft };

/** The outstanding allocations. */
function openWants(draft: Draft, type: ResourceType, { context }: Surroundings): readonly Want[] {
  return (type.wants?.(draft, context) ?? []).filter((want) => isOpen(draft, want));
}

function answer(draft: Draft, open: readonly Want[], around: Surroundings): Answered {
  const answers = open.map((want) => [want, answerNow(want, draft, around)] as const);
  const found = answers.filter(([, value]) => value !== undefined && value !== null);
  const left = answers.filter(([want, value]) => (value === undefined || value === null) && !COMPLETED.has(want.what));
  const seen = open.filter(isLook).map(({ attribute }) => attribute);
  return {
    draft: fill(draft, Object.fromEntries(found.map(([want, value]) => [want.attribute, value!]))),
    wants: left.map(([want]) => want),
    seen,
  };
}

/** A manually edited state may contain anything in place of an allocated value; invalid values are ignored. */
function damaged({ address }: Instance, { fields }: ResourceType, open: readonly Want[], prior: Draft | undefined): readonly Diagnostic[] {
  if (prior === undefined || open.length === 0) return [];
  const kept: Draft = Object.fromEntries(open.map((want) => [want.attribute, earlierOf(want, prior) ?? null]));
  return validateStored(fields, kept).map(({ detail, at }) =>
    diagnose("state-damaged", `The state of ${address} holds an invalid value: ${detail} Restore a good copy of the state.`, at),
  );
}

/** No namespace has this inode. */
const NO_INODE = 0;

/**
 * Observed values are assumed, from the state or a default, to compile facts that define the scope of the observation. Nothing
 * is planned with them: the instance stays unknown.
 */
function guessed(type: ResourceType, attributes: Draft, filled: Draft, wants: readonly Want[], { prior, context }: Surroundings): Draft {
  const kept = (type.wants?.(filled, context) ?? []).filter((want) => want.what === "kept" && attributes[want.attribute] === UNKNOWN);
  const guesses = wants.flatMap((want): readonly (readonly [string, Value])[] => {
    if (want.what === "inode") return [[want.attribute, prior?.[want.attribute] ?? NO_INODE]];
    // The network address itself is never assigned, so it blocks no later allocation.
    if (want.what === "addresses") return [[want.attribute, want.subnets.map(bareAddress)]];
    return want.what === "public-keys" || want.what === "fingerprints" ? [[want.attribute, placeholdersFor(want)]] : [];
  });
  const assumed = { ...attributes, ...Object.fromEntries(guesses) };
  return kept.length === 0
    ? assumed
    : type.complete(
        {
          ...assumed,
          ...unset(
            kept.map(({ attribute }) => attribute),
            null,
          ),
        },
        context,
      );
}

/** These attributes with no value, or with one that is unknown. */
function unset(names: readonly string[], value: Value): Draft {
  return Object.fromEntries(names.map((name) => [name, value]));
}

/**
 * Resolves the attributes of a managed instance: converted, validated, defaulted, allocated, completed by its type, and
 * compiled when nothing is unknown.
 */
export function resolveManaged(instance: Instance, around: Surroundings): Resolved {
  const type = typeNamed(around.types, instance.type);
  const locate = locator(instance);
  const converted = convert(type.fields, instance.config);
  const invalid = validate(type.fields, converted);
  if (invalid.length > 0) return broken(instance, type.fields, instance.config, locate(invalid));
  const filled = fill(withDefaults(type.fields, converted), { ...(type.fields["drift"] && { drift: [] }), ...around.given });
  const open = openWants(filled, type, around);
  const unusable = damaged(instance, type, open, around.prior);
  if (unusable.length > 0) return broken(instance, type.fields, instance.config, locate(unusable));
  const { draft, wants, seen } = answer(filled, open, around);
  const attributes = type.complete(draft, around.context);
  const found = locate([...unknownHost(attributes, around.context), ...(type.check?.(attributes, around.context) ?? [])]);
  if (hasErrors(found)) return broken(instance, type.fields, filled, found);
  const known = isKnown(attributes);
  const guess = known ? attributes : guessed(type, attributes, filled, wants, around);
  const facts = known || isKnown(guess) ? compiled(instance, type, guess, around) : [];
  return { instance, attributes, wants, seen, known, facts, diagnostics: found };
}

/** The facts of an instance, unless its replicated entries exceed the limit. */
function compiled({ address }: Instance, type: ResourceType, attributes: Draft, { context, admits }: Surroundings): readonly Fact[] {
  const fanOut = type.fanOut?.(attributes);
  return fanOut === undefined || admits(address, fanOut) ? type.compile(attributes, context) : [];
}

function locator({ address, source }: Instance): (found: readonly Diagnostic[]) => readonly Diagnostic[] {
  const at = source === undefined ? { resource: address } : { resource: address, source };
  return (found) => (found.length === 0 ? found : found.map((diagnostic) => located(diagnostic, at)));
}

function unknownHost({ host }: Draft, { provider }: Context): readonly Diagnostic[] {
  if (typeof host !== "string" || Object.hasOwn(provider.hosts, host)) return [];
  const names = Object.keys(provider.hosts)
    .map((name) => `"${name}"`)
    .join(", ");
  return [
    diagnose(
      "unknown-host",
      `The provider configuration has no host "${host}". It has ${names}. Add it to \`hosts\`, or choose one of these.`,
      { path: ["host"] },
    ),
  ];
}

/** What data sources are answered: the values of a host, the outputs of a state. Undefined before they were read. */
export interface DataAnswers {
  readonly host: (host: string) => AllocatedValues | undefined;
  readonly state?: StateAnswers["answer"];
}

/** A data instance: its values as they were read, or unknown before. */
export function resolveData(instance: Instance, types: Registry, answers: DataAnswers): Resolved {
  const type = dataTypeNamed(types, instance.type);
  const converted = convert(type.fields, instance.config);
  const invalid = locator(instance)(validate(type.fields, converted));
  if (invalid.length > 0) return broken(instance, type.fields, instance.config, invalid);
  const draft = withDefaults(type.fields, converted);
  if (type.stateQuestion) return outputsIn(instance, type, draft, answers.state);
  const host = draft["host"];
  const answer = typeof host === "string" ? answers.host(host) : undefined;
  const attributes: Draft = Object.fromEntries<Value>(
    Object.keys(type.fields).map((name) => [name, name === "host" ? (host ?? null) : (answer?.[name] ?? UNKNOWN)]),
  );
  return asData(instance, attributes);
}

function asData(instance: Instance, attributes: Draft): Resolved {
  return { instance, attributes, wants: [], seen: [], known: isKnown(attributes), facts: [], diagnostics: [] };
}

function outputsIn(instance: Instance, type: DataType, draft: Draft, answerTo: DataAnswers["state"]): Resolved {
  const open = unset(
    Object.keys(type.fields).filter((name) => type.fields[name]!.computed),
    UNKNOWN,
  );
  const wrong = locator(instance)(type.checkQuestion?.(draft) ?? []);
  if (hasErrors(wrong)) return broken(instance, type.fields, draft, wrong);
  const asked = Object.keys(draft).every((name) => name in open || isKnown(draft[name]!));
  const answer = asked ? answerTo?.(type.stateQuestion!(draft)) : undefined;
  if (answer?.ok === false) return broken(instance, type.fields, draft, locator(instance)(answer.diagnostics));
  return asData(instance, answer?.value ? type.answered!(draft, answer.value) : { ...draft, ...open });
}
