import type { Http2Session } from "node:http2";

/**
 * One connection of a client: the same object for all of its calls, so it can be the key of a WeakMap. Terraform opens one
 * per provider instance.
 */
export interface PluginConnection {
  readonly closed: boolean;
  /** Calls the listener once when the client disconnects; immediately if it already has. */
  onClose(listener: () => void): void;
}

const connections = new WeakMap<Http2Session, PluginConnection>();

export function connectionOf(session: Http2Session): PluginConnection {
  const known = connections.get(session);
  if (known) return known;
  const connection: PluginConnection = {
    get closed() {
      return session.destroyed;
    },
    onClose(listener) {
      if (session.destroyed) listener();
      else session.once("close", listener);
    },
  };
  connections.set(session, connection);
  return connection;
}
