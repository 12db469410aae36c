import { ok, type Result } from "../diagnostic";
import { toItsEnd } from "../engine/state";
import type { StateStore } from "../ports/state-store";

/**
 * What is made of a stored state. The state is read each time, and decoded only where it is not what it was: `make` gets a store that has
 * the bytes that were read.
 */
export function remembered<T>(store: StateStore, make: (store: StateStore) => Promise<Result<T>>): () => Promise<Result<T>> {
  let last: { readonly bytes: Buffer; readonly made: Result<T> } | undefined;
  return async () => {
    const stored = await store.read();
    const { value: pieces } = stored.ok ? stored : { value: undefined };
    if (pieces === undefined) return make({ ...store, read: () => Promise.resolve(stored) });
    const bytes = await toItsEnd(store.name, async () => ok(await gathered(pieces)));
    if (!bytes.ok) return bytes;
    if (last?.bytes.equals(bytes.value) === true) return last.made;
    const made = await make({ ...store, read: () => Promise.resolve(ok(only(bytes.value))) });
    last = made.ok ? { bytes: bytes.value, made } : undefined;
    return made;
  };
}

async function gathered(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
