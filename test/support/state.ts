import { keyText } from "../../lib/config/address";
import { addressOfBlock, decodeState, emptyState, encodeState, type State, type StateInstance } from "../../lib/engine/state";
import { registry } from "../../lib/resources";

/** A text or bytes in chunks of a given size. */
export async function* chunksOf(text: string | Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text as string);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The state in a text; throws if there is none. */
export async function decoded(text: string, size?: number): Promise<State> {
  const result = await decodeState(chunksOf(text, size));
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.value;
}

export function encoded(state: State): string {
  return [...encodeState(state, registry)].join("");
}

/** An instance with all required parts, and a consistent address. */
export function instance(over: Partial<StateInstance> = {}): StateInstance {
  const base = {
    mode: "managed" as const,
    type: "netweft_namespace",
    name: "web",
    provider: 'provider["example.org/netweft/netweft"]',
    schemaVersion: 0,
    attributes: { id: "local/web", name: "web" },
    sensitive: [],
    dependencies: [],
    createBeforeDestroy: false,
    tainted: false,
    ...over,
  };
  const block = addressOfBlock({ module: "", ...base });
  return { address: block + keyText(base.key), block, ...base };
}

/** A state of these instances. */
export function stateOf(...instances: StateInstance[]): State {
  return { ...emptyState("lineage-1"), serial: 3, instances: new Map(instances.map((i) => [i.address, i])) };
}
