import type { ResourceSession, SessionEnvironment, SessionNote } from "../../../../lib/session/session";
import type { Configured } from "../../../../lib/session/provider";
import type { PluginConnection } from "../plugin/connection";

/** The active provider configurations, one per connection, so that several may share a process. */
export interface ProviderSessions {
  /** Replaces the connection's session by one with this configuration. The engine is loaded with the first. */
  begin(connection: PluginConnection, provider: Configured): Promise<void>;
  of(connection: PluginConnection): ResourceSession | undefined;
  /** Closes all sessions. */
  close(): Promise<void>;
}

/** Starts without sessions. */
export function newSessions(world: SessionEnvironment, note: SessionNote): ProviderSessions {
  const sessions = new Map<PluginConnection, ResourceSession>();
  const end = async (connection: PluginConnection) => {
    const session = sessions.get(connection);
    sessions.delete(connection);
    await session?.close();
  };
  return {
    async begin(connection, provider) {
      const { openSession } = await import("../../../../lib/session/session");
      const before = sessions.get(connection);
      sessions.set(connection, openSession(provider, world, note));
      if (before === undefined) connection.onClose(() => void end(connection));
      else void before.close();
    },
    of: (connection) => sessions.get(connection),
    close: async () => void (await Promise.all([...sessions.keys()].map(end))),
  };
}
