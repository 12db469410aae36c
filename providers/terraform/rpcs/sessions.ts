/* eslint-disable @typescript-eslint/no-require-imports -- the engine is loaded when there is something to do */
import type { Note, Session } from "../../../lib/crud/session";
import type { Configured } from "../../../lib/crud/provider";
import type { World } from "../../../lib/engine";
import type { Connection } from "../plugin/connection";

/** The provider configurations in use: each belongs to the connection that it came by, so that several may share a process. */
export interface Sessions {
  /** Begins anew with a configuration. */
  begin(connection: Connection, provider: Configured): void;
  of(connection: Connection): Session | undefined;
  /** Ends all that is left. */
  close(): Promise<void>;
}

/** Begins with none. */
export function newSessions(world: World, note: Note): Sessions {
  const sessions = new Map<Connection, Session>();
  const end = async (connection: Connection) => {
    const session = sessions.get(connection);
    sessions.delete(connection);
    await session?.close();
  };
  return {
    begin(connection, provider) {
      const before = sessions.get(connection);
      const { openSession } = require("../../../lib/crud/session") as typeof import("../../../lib/crud/session");
      sessions.set(connection, openSession(provider, world, note));
      if (before === undefined) connection.onClose(() => void end(connection));
      else void before.close();
    },
    of: (connection) => sessions.get(connection),
    close: async () => void (await Promise.all([...sessions.keys()].map(end))),
  };
}
