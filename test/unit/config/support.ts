import { loadConfiguration, type Configuration, type Evaluation, type Instance, type KnownTypes } from "../../../lib/config";
import type { Diagnostic } from "../../../lib/diagnostic";
import { integer, list, map, object, set, string } from "../../../lib/schema/type";
import type { Draft, Value } from "../../../lib/schema/value";
import type { VariableInput } from "../../../lib/config/types";

const doc = "";

/** Minimal types of a network and an endpoint. */
export const types: KnownTypes = {
  resources: {
    netweft_net: {
      fields: {
        name: { type: string({}), optional: true, doc },
        mtu: { type: integer(68, 65535), optional: true, doc },
        subnets: { type: list(string({})), optional: true, computed: true, doc },
        peers: { type: set(string({})), optional: true, doc },
        labels: { type: map(string({})), optional: true, doc },
        token: { type: string({}), optional: true, sensitive: true, doc },
        network: { type: object({ id: { type: string({}), required: true, doc } }), optional: true, doc },
        ref: {
          type: object({ id: { type: string({}), computed: true, doc }, mtu: { type: integer(0, 65535), computed: true, doc } }),
          computed: true,
          doc,
        },
        id: { type: string({}), computed: true, doc },
      },
    },
  },
  data: {
    netweft_host: { fields: { name: { type: string({}), optional: true, doc }, kernel: { type: string({}), computed: true, doc } } },
  },
};

export interface Given {
  readonly variables?: Readonly<Record<string, VariableInput>>;
  readonly files?: readonly { readonly name: string; readonly text: string }[];
}

export function load(document: unknown, given: Given = {}) {
  const files = given.files ?? [{ name: "main.tf.json", text: typeof document === "string" ? document : JSON.stringify(document) }];
  return loadConfiguration(files, { variables: new Map(Object.entries(given.variables ?? {})), directory: "/app" }, types);
}

/** A configuration that must load; otherwise throws with all diagnostics. */
export function configuration(document: unknown, given: Given = {}): Configuration {
  const loaded = load(document, given);
  if (loaded.ok) return loaded.value;
  throw new Error(loaded.diagnostics.map(({ code, detail }) => `${code}: ${detail}`).join("\n"));
}

/** Attributes of an instance: what was written, and an id and a ref. */
export function resolved(instance: Instance): Draft {
  const id = `id-${instance.name}${instance.key === undefined ? "" : `-${instance.key}`}`;
  return { ...instance.config, id, ref: { id, mtu: instance.config.mtu ?? 1500 } };
}

export function evaluated(document: unknown, given: Given = {}): Evaluation {
  const evaluation = configuration(document, given).evaluate(resolved);
  if (evaluation.diagnostics.length === 0) return evaluation;
  throw new Error(evaluation.diagnostics.map(({ code, detail }) => `${code}: ${detail}`).join("\n"));
}

/** The diagnostics of a document, from loading or evaluating it. */
export function said(document: unknown, given: Given = {}): readonly Diagnostic[] {
  const loaded = load(document, given);
  return loaded.ok ? [...loaded.diagnostics, ...loaded.value.evaluate(resolved).diagnostics] : loaded.diagnostics;
}

/** The config of the instances of a document, by address. */
export function configs(document: unknown, given: Given = {}): Readonly<Record<string, Draft>> {
  return Object.fromEntries(evaluated(document, given).instances.map(({ address, config }) => [address, config]));
}

/** A document with nets of these attributes. */
export function nets(blocks: Readonly<Record<string, unknown>>, rest: object = {}): object {
  return { resource: { netweft_net: blocks }, ...rest };
}

/** The value of one expression as an output, beside nets that it may refer to. */
export function output(expression: string, rest: object = {}): Value | undefined {
  return evaluated({ output: { it: { value: expression } }, ...rest }).outputs.get("it")?.value;
}
