import type { SessionEnvironment } from "../../../../lib/session/session";
import type { Log } from "../plugin/log";
import type { Handlers } from "../plugin/routes";
import { rpcs, type Rpc } from "../wire/messages";
import { newSessions } from "./sessions";
import type { ProviderSetting } from "./setting";

/** All calls of the protocol, implemented by the engine, and their shutdown. */
export interface Provider {
  readonly handlers: Handlers;
  close(): Promise<void>;
}

/** The modules that implement calls. Terraform starts a process for its schema alone: each module is loaded with the first of its calls. */
const parts = {
  schemas: async () => (await import("./schemas")).schemaHandlers,
  provider: async (setting: ProviderSetting) => (await import("./provider")).providerHandlers(setting),
  resource: async (setting: ProviderSetting) => (await import("./resource")).resourceHandlers(setting),
  others: async (setting: ProviderSetting) => (await import("./others")).otherHandlers(setting),
} as const;

/** The module of each call. */
const answeredBy = {
  GetMetadata: "schemas",
  GetProviderSchema: "schemas",
  GetResourceIdentitySchemas: "schemas",
  GetFunctions: "schemas",
  ValidateProviderConfig: "provider",
  ConfigureProvider: "provider",
  StopProvider: "provider",
  ValidateResourceConfig: "resource",
  UpgradeResourceState: "resource",
  UpgradeResourceIdentity: "resource",
  ReadResource: "resource",
  PlanResourceChange: "resource",
  ApplyResourceChange: "resource",
  ImportResourceState: "resource",
  MoveResourceState: "resource",
  ValidateDataResourceConfig: "others",
  ReadDataSource: "others",
  ValidateEphemeralResourceConfig: "others",
  OpenEphemeralResource: "others",
  RenewEphemeralResource: "others",
  CloseEphemeralResource: "others",
  CallFunction: "others",
} as const satisfies Record<Rpc, keyof typeof parts>;

/** The provider for this environment. `backend` overrides the configurations (`NETWEFT_BACKEND`). */
export function openProvider(world: SessionEnvironment, log: Log, backend?: string): Provider {
  const sessions = newSessions(world, (message, fields) => log("debug", message, fields));
  const setting: ProviderSetting = { sessions, backend, log };
  const loaded = new Map<keyof typeof parts, Promise<Partial<Handlers>>>();
  const handlerOf = async (rpc: Rpc) => {
    const part = answeredBy[rpc];
    const handlers: Promise<Partial<Handlers>> = loaded.get(part) ?? parts[part](setting);
    loaded.set(part, handlers);
    return (await handlers)[rpc] as (...call: readonly unknown[]) => unknown;
  };
  const call =
    (rpc: Rpc) =>
    async (...request: readonly unknown[]) =>
      (await handlerOf(rpc))(...request);
  const handlers = Object.keys(rpcs).map((name) => [name, call(name as Rpc)] as const);
  return { handlers: Object.fromEntries(handlers) as unknown as Handlers, close: () => sessions.close() };
}
