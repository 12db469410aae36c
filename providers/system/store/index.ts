import type { PgPlace, StatePlace, StateStore, StoredWorkspaces } from "../../../lib/ports/state-store";
import { openLocalStore } from "./local";

/**
 * The state in this place. The client of a server is loaded when the store is used first.
 *
 * @example
 * const store = openStore({ backend: "local", path: "terraform.tfstate" });
 */
export function openStore(place: StatePlace): StateStore {
  switch (place.backend) {
    case "local":
      return openLocalStore(place.path);
    case "http":
      return loaded(withoutQuery(place.settings.address), async () => (await import("./http")).openHttpStore(place.settings));
    case "pg":
      return loaded(pgName(place), async () => (await import("./pg")).openPgStore(place, pgName(place)));
  }
}

/** The workspaces beside a state in PostgreSQL. */
export function openWorkspaces(place: PgPlace): StoredWorkspaces {
  const opened = async () => (await import("./pg")).pgWorkspaces(place, pgName(place));
  return { list: async () => (await opened()).list(), remove: async (name) => (await opened()).remove(name) };
}

function pgName({ settings: { connection, schema_name }, workspace }: PgPlace): string {
  const { host, port, database } = connection;
  return `postgres:${host}:${port}/${database ?? ""} (schema ${schema_name}, workspace ${workspace})`;
}

function withoutQuery(address: string): string {
  const { origin, pathname } = new URL(address);
  return origin + pathname;
}

function loaded(name: string, open: () => Promise<StateStore>): StateStore {
  let store: Promise<StateStore> | undefined;
  const opened = () => (store ??= open());
  return {
    name,
    read: async () => (await opened()).read(),
    write: async (text) => (await opened()).write(text),
    lock: async (info) => (await opened()).lock(info),
    unlock: async (id) => (await opened()).unlock(id),
  };
}
