import type { ProviderBlock } from "../config/types";
import { diagnose, fail, located, ok, type Diagnostic, type Result } from "../diagnostic";
import type { Context } from "../resources";
import { providerFields, type HostConfig, type ProviderConfig } from "../resources/provider";
import { checkUplinks } from "../resources/uplinks/check";
import { canonical } from "../schema/canonical";
import { convert } from "../schema/convert";
import { asAttributes } from "../schema/type";
import { withDefaults } from "../schema/defaults";
import { validate } from "../schema/validate";
import { isKnown } from "../schema/value";

/** The provider configurations of a stack, by alias, and the drivers to open for them. */
export interface Providers {
  /** "" or alias → the configuration for its resources. */
  readonly contexts: ReadonlyMap<string, Context>;
  /** One per backend and simulated file, with the hosts of all its aliases; no host is in two of them. */
  readonly configs: readonly ProviderConfig[];
}

/** All hosts of the providers, by name. */
export function hostConfigs({ configs }: Pick<Providers, "configs">): ReadonlyMap<string, HostConfig> {
  return new Map(configs.flatMap(({ hosts }) => Object.entries(hosts)));
}

function addressOf(alias: string): string {
  return alias === "" ? 'provider["netweft"]' : `provider["netweft"].${alias}`;
}

function read(block: ProviderBlock, backend: string | undefined): Result<ProviderConfig> {
  const at = { resource: addressOf(block.alias) };
  const config = convert(providerFields, backend === undefined ? block.config : { ...block.config, backend });
  const invalid = validate(providerFields, config, block.sensitive);
  if (invalid.length > 0) return fail(...invalid.map((diagnostic) => located(diagnostic, at)));
  const full = withDefaults(providerFields, config);
  const wrong = checkUplinks(full);
  if (wrong.length > 0) return fail(...wrong.map((diagnostic) => located(diagnostic, at)));
  if (isKnown(full)) return ok(asAttributes(providerFields, canonical(providerFields, full)));
  return fail(
    diagnose(
      "unknown-provider-configuration",
      "The provider block depends on a value that is known only after apply. Pass it as a variable instead.",
      at,
    ),
  );
}

function groupKey(config: ProviderConfig): string {
  return config.backend === "simulated" ? `simulated ${config.simulated.file}` : config.backend;
}

function hostClashes(configs: readonly ProviderConfig[]): readonly Diagnostic[] {
  const seen = new Map<string, string>();
  return configs.flatMap((config) =>
    Object.entries(config.hosts).flatMap(([name, host]) => {
      const meaning = `${groupKey(config)} ${JSON.stringify(host)}`;
      const earlier = seen.get(name);
      seen.set(name, earlier ?? meaning);
      if (earlier === undefined || earlier === meaning) return [];
      const detail = `Two provider blocks define different hosts named "${name}". Facts are identified by the host's name: give each host a unique name.`;
      return [diagnose("conflicting-hosts", detail, { resource: addressOf(""), path: ["hosts", name] })];
    }),
  );
}

function merge(configs: readonly ProviderConfig[]): readonly ProviderConfig[] {
  const groups = new Map<string, ProviderConfig>();
  for (const config of configs) {
    const group = groups.get(groupKey(config));
    groups.set(groupKey(config), group ? { ...group, hosts: { ...group.hosts, ...config.hosts } } : config);
  }
  return [...groups.values()];
}

/** Reads the provider blocks; without one, the defaults hold. `backend` overrides their attribute. */
export function readProviders(blocks: readonly ProviderBlock[], backend?: string): Result<Providers> {
  const all = blocks.some((block) => block.alias === "") ? blocks : [{ alias: "", config: {} }, ...blocks];
  const results = all.map((block) => [block.alias, read(block, backend)] as const);
  const wrong = results.flatMap(([, result]) => result.diagnostics);
  const contexts = new Map<string, Context>();
  for (const [alias, result] of results) if (result.ok) contexts.set(alias, { provider: result.value });
  const configs = [...contexts.values()].map((context) => context.provider);
  const problems = [...wrong, ...hostClashes(configs)];
  return problems.length > 0 ? fail(...problems) : ok({ contexts, configs: merge(configs) });
}
