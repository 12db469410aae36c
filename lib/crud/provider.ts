import { diagnose, located, type Diagnostic } from "../diagnostic";
import type { Context } from "../resources";
import { providerFields, type HostConfig, type ProviderConfig } from "../resources/provider";
import { canonical } from "../schema/canonical";
import { convert } from "../schema/convert";
import { withDefaults } from "../schema/defaults";
import { validate } from "../schema/validate";
import { isKnown, UNKNOWN, type Draft, type Value } from "../schema/value";

/** A provider block as resources see it. */
export type Configured =
  | { readonly known: true; readonly context: Context }
  /** Part of it is only known after an apply: nothing can be looked at, and what follows from it stays open. */
  | { readonly known: false };

/** What is wrong with a provider block. What is not known yet is never wrong. */
export function checkProvider(config: Draft): readonly Diagnostic[] {
  return validate(providerFields, convert(providerFields, config));
}

/** Reads a provider block that `checkProvider` finds nothing wrong with. `backend` overrides what it says (`NETWEFT_BACKEND`). */
export function configured(config: Draft, backend?: string): Configured {
  const full = withDefaults(providerFields, convert(providerFields, backend === undefined ? config : { ...config, backend }));
  return isKnown(full)
    ? { known: true, context: { provider: canonical(providerFields, full) as unknown as ProviderConfig } }
    : { known: false };
}

/** Said where something has to be done and part of the provider block is still not known. */
export function unknownProvider(resource: string): Diagnostic {
  const detail =
    "The provider block depends on a value that is only known after an apply, so that no host can be reached. Apply what it depends on first (`-target`), or give the value by a variable.";
  return diagnose("unknown-provider-configuration", detail, { resource });
}

/** Two provider blocks that have nothing in common: what follows from both alike follows from any. */
const EXTREMES = [
  extreme("one", { connection: "local", netns: null, underlay: "192.0.2.1", underlay_mtu: 1500 }),
  extreme("other", { connection: "netns", netns: "other", underlay: "2001:db8::1", underlay_mtu: 9000 }),
] as const;

function extreme(stack: string, host: Pick<HostConfig, "connection" | "netns" | "underlay" | "underlay_mtu">): Context {
  const full = withDefaults(providerFields, { stack }) as unknown as ProviderConfig;
  const every = { address: null, port: null, user: null, identity_file: null, known_hosts: null, ...host };
  const hosts = new Proxy<Record<string, HostConfig>>(
    {},
    { get: () => every, getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: every }) },
  );
  return { provider: { ...full, hosts } };
}

/** What follows from a provider block, whatever it says; unknown where it matters what it says. */
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

/** The same diagnostics as those of one resource. */
export function of(resource: string, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.map((diagnostic) => located(diagnostic, { resource }));
}
