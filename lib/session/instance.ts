import type { Instance, Lifecycle } from "../config/types";
import { packPrivate, unpackPrivate } from "../engine/state/private";
import type { StateInstance } from "../engine/state/types";
import { registry } from "../resources";
import { typeNamed } from "../resources/registry";
import { PROVIDER_ADDRESS } from "../schema/terraform";
import { given, type Draft } from "../schema/value";

const LIFECYCLE: Lifecycle = { createBeforeDestroy: false, preventDestroy: false, ignoreChanges: [], replaceTriggeredBy: [] };

/** The name of a resource in diagnostics: a provider does not receive its address in the configuration. */
export function nameOf(type: string, attributes: Draft): string {
  const id = [attributes["id"], attributes["name"]].find((one) => typeof one === "string");
  return id === undefined ? type : `${type}(${String(id)})`;
}

/** A resource as an instance of a configuration with nothing else. Attributes that cannot be set, or are not set, are left out. */
export function instanceOf(address: string, type: string, config: Draft): Instance {
  const { fields } = typeNamed(registry, type);
  const settable = Object.entries(config).filter(([name, value]) => value !== null && isSettable(fields[name]!));
  return bare(address, "managed", type, Object.fromEntries(settable));
}

/** The same for a data source. */
export function dataInstanceOf(address: string, type: string, config: Draft): Instance {
  return bare(address, "data", type, given(config));
}

function bare(address: string, mode: Instance["mode"], type: string, config: Draft): Instance {
  const rest = { provider: "", sensitive: [], dependencies: [], lifecycle: LIFECYCLE };
  return { address, block: address, mode, type, name: address, config, ...rest };
}

function isSettable({ required, optional }: { readonly required?: true; readonly optional?: true }): boolean {
  return required === true || optional === true;
}

/** A resource as an instance of a state. `bytes`: the provider's private bytes; without them it owns what it compiles to. */
export function stateInstanceOf(address: string, type: string, attributes: Draft, bytes: Uint8Array | undefined): StateInstance {
  const own = bytes === undefined ? undefined : unpackPrivate(bytes);
  return {
    address,
    block: address,
    mode: "managed",
    type,
    name: address,
    provider: `provider["${PROVIDER_ADDRESS}"]`,
    schemaVersion: typeNamed(registry, type).version,
    attributes,
    sensitive: [],
    dependencies: [],
    createBeforeDestroy: false,
    tainted: false,
    ...(own === undefined ? {} : { private: own }),
    ...(own === undefined && bytes !== undefined && bytes.length > 0 ? { rest: { private: bytes } } : {}),
  };
}

/** The private bytes of an instance; empty where it has no private part. */
export function privateBytes({ private: own }: StateInstance): Uint8Array {
  return own === undefined ? new Uint8Array() : packPrivate(own);
}
