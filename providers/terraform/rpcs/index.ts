import type { World } from "../../../lib/engine";
import type { Handlers } from "../plugin/routes";
import type { Log } from "../plugin/log";
import { otherHandlers } from "./others";
import { providerHandlers } from "./provider";
import { resourceHandlers } from "./resource";
import { schemaHandlers } from "./schemas";
import { newSessions } from "./sessions";
import type { Setting } from "./setting";

/** Every call of the protocol, over the engine, and the end of all that was begun by them. */
export interface Provider {
  readonly handlers: Handlers;
  close(): Promise<void>;
}

/** The provider over these doors. `backend` overrides what configurations say (`NETWEFT_BACKEND`). */
export function openProvider(world: World, log: Log, backend?: string): Provider {
  const sessions = newSessions(world, (message, fields) => log("debug", message, fields));
  const setting: Setting = { sessions, backend, log };
  const handlers = { ...schemaHandlers, ...providerHandlers(setting), ...resourceHandlers(setting), ...otherHandlers(setting) };
  return { handlers, close: () => sessions.close() };
}
