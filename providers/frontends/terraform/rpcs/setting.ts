import { diagnose, type Diagnostic } from "../../../../lib/diagnostic";
import { dataSources, resources, type DataType, type ResourceType } from "../../../../lib/resources";
import { quote } from "../../../../lib/schema/quote";
import type { Log } from "../plugin/log";
import type { ProviderSessions } from "./sessions";

/** The context shared by all calls. */
export interface ProviderSetting {
  readonly sessions: ProviderSessions;
  /** Overrides `backend` of every configuration. */
  readonly backend?: string | undefined;
  readonly log: Log;
}

/** The resource type of a call. */
export function typeNamed(name: string): ResourceType | undefined {
  return Object.hasOwn(resources, name) ? resources[name] : undefined;
}

/** The data source of a call. */
export function dataNamed(name: string): DataType | undefined {
  return Object.hasOwn(dataSources, name) ? dataSources[name] : undefined;
}

export function unknownType(name: string): Diagnostic {
  return diagnose("unknown-type", `This version of the provider has no type ${quote(name)}. Use the version that has it.`);
}

export function notConfigured(): Diagnostic {
  return diagnose("not-configured", "The provider is not configured. Call ConfigureProvider first.");
}
