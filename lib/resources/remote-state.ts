import { diagnose, type Diagnostic } from "../diagnostic";
import { isObject } from "../schema/convert";
import { plainValue } from "../schema/dynamic";
import { dynamic, string, type Fields } from "../schema/type";
import type { Draft, Value } from "../schema/value";
import type { DataType, StateQuestion, StoredOutputs } from "./resource";

const fields = {
  backend: { type: string({}), required: true, doc: "The backend that keeps the state: `local`, `http`, `pg`." },
  config: { type: dynamic, optional: true, doc: "The arguments of the backend, as in its block." },
  defaults: { type: dynamic, optional: true, doc: "Values of outputs that the state does not have." },
  outputs: { type: dynamic, computed: true, doc: "The outputs of the state, as one object." },
  workspace: { type: string({}), optional: true, doc: "The workspace whose state is read. Default: `default`." },
} as const satisfies Fields;

/** The outputs of another configuration's state. It is part of every Terraform, and of no provider that is installed. */
export const remoteState: DataType = {
  type: "terraform_remote_state",
  provider: "terraform.io/builtin/terraform",
  doc: "The outputs of another configuration, from its state. Read when the plan is made; nothing is locked or written.",
  fields,
  hosts: () => [],
  stateQuestion,
  checkQuestion,
  answered,
  examples: [{ title: "The state of another folder", config: { backend: "local", config: { path: "../base/terraform.tfstate" } } }],
};

const DEFAULT = "default";

function stateQuestion({ backend, config, workspace }: Draft): StateQuestion {
  const given = Object.entries((plainValue(config ?? null) ?? {}) as Draft);
  return {
    backend: String(backend),
    config: Object.fromEntries(given.filter(([, value]) => value !== null).map(([name, value]) => [name, asText(value)])),
    workspace: typeof workspace === "string" && workspace !== "" ? workspace : DEFAULT,
  };
}

/** The arguments of a backend have types of their own, and convert what they are given. */
function asText(value: Value): Value {
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}

function checkQuestion({ backend, config, defaults }: Draft): readonly Diagnostic[] {
  const wrong = (name: string, what: string) => diagnose("invalid-value", `\`${name}\` must be an object ${what}.`, { path: [name] });
  return [
    ...(isMapping(config) ? [] : [wrong("config", `with the arguments of the backend ${JSON.stringify(backend)}`)]),
    ...(isMapping(defaults) ? [] : [wrong("defaults", "with the values of outputs that the state may not have")]),
  ];
}

/** Whether a value of any type is an object or a map, or is not set. */
function isMapping(given: Value | undefined): boolean {
  return given === undefined || given === null || isObject(plainValue(given)) || plainValue(given) === null;
}

/** As in Terraform, outputs lose their sensitivity here, and `null` outputs are not stored. */
function answered(attributes: Draft, outputs: StoredOutputs): Draft {
  const all = new Map([...defaultsIn(attributes["defaults"]), ...outputs]);
  const types: Draft = Object.fromEntries([...all].map(([name, { type }]) => [name, type as Value]));
  const values: Draft = Object.fromEntries([...all].map(([name, { value }]) => [name, value]));
  return { ...attributes, outputs: { value: values, type: ["object", types] } };
}

function defaultsIn(defaults: Value | undefined): StoredOutputs {
  if (!isObject(defaults ?? null)) return new Map();
  const { value, type } = defaults as Readonly<Record<string, Value>>;
  if (!isObject(value ?? null)) return new Map();
  const [, inner] = type as readonly [string, Value];
  const typeAt = (name: string) => ((type as readonly unknown[])[0] === "object" ? (inner as Draft)[name] : inner);
  return new Map(Object.entries(value as Draft).map(([name, one]) => [name, { value: one, type: typeAt(name) }]));
}
