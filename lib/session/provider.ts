import { diagnose, located, type Diagnostic } from "../diagnostic";
import type { Context } from "../resources";
import { providerFields, type HostConfig } from "../resources/provider";
import { checkUplinks } from "../resources/uplinks/check";
import { canonical } from "../schema/canonical";
import { convert } from "../schema/convert";
import { asAttributes } from "../schema/type";
import { withDefaults } from "../schema/defaults";
import { validate } from "../schema/validate";
import { isKnown, UNKNOWN, type Draft, type Value } from "../schema/value";

/** A provider block as resources see it. */
export type Configured =
  | { readonly known: true; readonly context: Context }
  /** Part of it is known only after an apply: no host can be observed, and values that depend on it stay unknown. */
  | { readonly known: false };

/** The errors in a provider block. Unknown values are never errors. */
export function checkProvider(config: Draft): readonly Diagnostic[] {
  const converted = convert(providerFields, config);
  const invalid = validate(providerFields, converted);
  return invalid.length > 0 ? invalid : checkUplinks(withDefaults(providerFields, converted));
}

/** Reads a provider block without errors by `checkProvider`. `backend` overrides its attribute (`NETWEFT_BACKEND`). */
export function configured(config: Draft, backend?: string): Configured {
  const full = withDefaults(providerFields, convert(providerFields, backend === undefined ? config : { ...config, backend }));
  return isKnown(full)
    ? { known: true, context: { provider: asAttributes(providerFields, canonical(providerFields, full)) } }
    : { known: false };
}

/** The error for an operation that needs a provider block which is still partly unknown. */
export function unknownProvider(resource: string): Diagnostic {
  const detail =
    "The provider block depends on a value that is known only after an apply, so no host can be reached. Apply what it depends on first (`-target`), or pass the value as a variable.";
  return diagnose("unknown-provider-configuration", detail, { resource });
}

/** Two maximally different provider blocks: attributes that are equal under both do not depend on the provider block. */
const EXTREMES = [
  extreme("one", { connection: "local", netns: null, underlay: "192.0.2.1", underlay_mtu: 1500 }),
  extreme("other", { connection: "netns", netns: "other", underlay: "2001:db8::1", underlay_mtu: 9000 }),
] as const;

function extreme(stack: string, host: Pick<HostConfig, "connection" | "netns" | "underlay" | "underlay_mtu">): Context {
  const full = asAttributes(providerFields, withDefaults(providerFields, { stack }));
  const every = { address: null, port: null, user: null, identity_file: null, known_hosts: null, advertise: null, uplinks: null, ...host };
  const hosts = new Proxy<Record<string, HostConfig>>(
    {},
    { get: () => every, getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: every }) },
  );
  return { provider: { ...full, hosts } };
}

/** The attributes that any provider block gives; unknown where they depend on the block. */
export function underAny(make: (context: Context) => Draft): Draft {
  const [one, other] = EXTREMES;
  return common(make(one), make(other)) as Draft;
}

function common(one: Value, other: Value): Value {
  if (one === other) return one;
  if (one === null || other === null || typeof one !== "object" || typeof other !== "object") return UNKNOWN;
  if (Array.isArray(one) || Array.isArray(other)) return sameList(one, other) ? one : UNKNOWN;
  const [left, right] = [one as Draft, other as Draft];
  return Object.fromEntries(Object.keys(left).map((name) => [name, common(left[name]!, right[name] ?? null)]));
}

function sameList(one: Value, other: Value): boolean {
  return JSON.stringify(one) === JSON.stringify(other) && isKnown(one) && isKnown(other);
}

/** The diagnostics, located at one resource. */
export function of(resource: string, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.map((diagnostic) => located(diagnostic, { resource }));
}
