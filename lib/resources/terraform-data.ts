import { isDeepStrictEqual } from "node:util";
import { dynamic, string, type Fields } from "../schema/type";
import { isKnown, UNKNOWN, type Draft, type Value } from "../schema/value";
import { resource, type PlannedAttributes } from "./resource";

const fields = {
  id: { type: string({}), computed: true, doc: "A random identifier, another one after every replacement." },
  input: { type: dynamic, optional: true, doc: "Any value." },
  output: { type: dynamic, computed: true, doc: "The value of `input`." },
  triggers_replace: { type: dynamic, optional: true, replace: true, doc: "Any value; a change of it replaces the resource." },
} as const satisfies Fields;

/** Terraform's own resource that stores values. It is part of every Terraform, and of no provider that is installed. */
export const terraformData = resource({
  type: "terraform_data",
  provider: "terraform.io/builtin/terraform",
  version: 0,
  doc: "A value in the state, which other resources can follow.",
  fields,
  complete: (draft) => ({ ...draft, output: draft["input"] ?? null }),
  wants: () => [{ what: "uuid", attribute: "id" }],
  hosts: () => [],
  compile: () => [],
  read: (id) => ({ id, input: null, output: null, triggers_replace: null }),
  planned,
  examples: [{ title: "A value", config: {}, facts: [] }],
});

function planned(config: Draft, prior: Draft | undefined, forced: boolean): PlannedAttributes {
  const input: Value = config["input"] ?? null;
  const trigger: Value = config["triggers_replace"] ?? null;
  const differs = (value: Value, name: string) => !isKnown(value) || !isDeepStrictEqual(value, prior?.[name] ?? null);
  const isNew = prior === undefined || forced || differs(trigger, "triggers_replace");
  const isChanged = isNew || differs(input, "input");
  const attributes: Draft = {
    id: isNew ? UNKNOWN : (prior["id"] ?? null),
    input,
    output: !isChanged ? (prior?.["output"] ?? null) : input === null ? null : UNKNOWN,
    triggers_replace: trigger,
  };
  return { action: prior === undefined ? "create" : isNew ? "replace" : isChanged ? "update" : "no-op", attributes };
}
