import { lineOf } from "../../kernel/line";
import { dataTypeNamed, typeNamed, type Registry } from "../../resources/registry";
import { PROVIDER_ADDRESS } from "../../schema/terraform";
import type { Resolved } from "../resolve/resolve";
import type { StateInstance } from "../state/types";

/** An instance in the form for the state after a successful apply. */
export function written({ instance, attributes, facts }: Resolved, types: Registry): StateInstance {
  const { address, block, mode, type, name, key, provider, sensitive, dependencies, lifecycle } = instance;
  const managed = mode === "managed";
  const own = (managed ? typeNamed(types, type) : dataTypeNamed(types, type)).provider;
  return {
    address,
    block,
    mode,
    type,
    name,
    ...(key === undefined ? {} : { key }),
    provider: `provider["${own ?? PROVIDER_ADDRESS}"]${provider === "" ? "" : `.${provider}`}`,
    schemaVersion: managed ? typeNamed(types, type).version : 0,
    attributes,
    sensitive,
    dependencies: managed ? dependencies : [],
    createBeforeDestroy: managed && lifecycle.createBeforeDestroy,
    tainted: false,
    ...(managed && own === undefined ? { private: { v: 1 as const, facts: facts.map(lineOf) } } : {}),
  };
}
