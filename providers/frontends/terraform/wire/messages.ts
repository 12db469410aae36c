/**
 * Every call of protocol 6.9 with its request and its response. Field numbers are irregular: the diagnostics are 2 in some
 * responses, and 1, 3 or 4 in others.
 */
import { bool, bytes, int64, many, mapOf, maybe, message, one, text, type Decoded, type Encodable } from "./protobuf";
import {
  attributePath,
  clientCapabilities,
  deferred,
  diagnostic,
  dynamicValue,
  functionDefinition,
  functionError,
  identityData,
  identitySchema,
  rawState,
  schema,
  serverCapabilities,
  timestamp,
} from "./shared";

/** A message without fields. */
export const empty = message({});

const typeName = one(1, text);
const named = message({ typeName });
const problems = { diagnostics: many(1, diagnostic) };

const aboutTheProvider = {
  GetMetadata: {
    request: empty,
    response: message({
      serverCapabilities: one(1, serverCapabilities),
      diagnostics: many(2, diagnostic),
      dataSources: many(3, named),
      resources: many(4, named),
      functions: many(5, message({ name: one(1, text) })),
      ephemeralResources: many(6, named),
    }),
  },
  GetProviderSchema: {
    request: empty,
    response: message({
      provider: one(1, schema),
      resourceSchemas: mapOf(2, schema),
      dataSourceSchemas: mapOf(3, schema),
      diagnostics: many(4, diagnostic),
      providerMeta: one(5, schema),
      serverCapabilities: one(6, serverCapabilities),
      functions: mapOf(7, functionDefinition),
      ephemeralResourceSchemas: mapOf(8, schema),
    }),
  },
  GetResourceIdentitySchemas: {
    request: empty,
    response: message({ identitySchemas: mapOf(1, identitySchema), diagnostics: many(2, diagnostic) }),
  },
  ValidateProviderConfig: { request: message({ config: one(1, dynamicValue) }), response: message({ diagnostics: many(2, diagnostic) }) },
  ConfigureProvider: {
    request: message({
      terraformVersion: one(1, text),
      config: one(2, dynamicValue),
      clientCapabilities: one(3, clientCapabilities),
    }),
    response: message(problems),
  },
  StopProvider: { request: empty, response: message({ error: one(1, text) }) },
} as const;

const aboutResources = {
  ValidateResourceConfig: {
    request: message({ typeName, config: one(2, dynamicValue), clientCapabilities: one(3, clientCapabilities) }),
    response: message(problems),
  },
  UpgradeResourceState: {
    request: message({ typeName, version: one(2, int64), rawState: one(3, rawState) }),
    response: message({ upgradedState: one(1, dynamicValue), diagnostics: many(2, diagnostic) }),
  },
  UpgradeResourceIdentity: {
    request: message({ typeName, version: one(2, int64), rawIdentity: one(3, rawState) }),
    response: message({ upgradedIdentity: one(1, identityData), diagnostics: many(2, diagnostic) }),
  },
  ReadResource: {
    request: message({
      typeName,
      currentState: one(2, dynamicValue),
      private: one(3, bytes),
      providerMeta: one(4, dynamicValue),
      clientCapabilities: one(5, clientCapabilities),
      currentIdentity: one(6, identityData),
    }),
    response: message({
      newState: one(1, dynamicValue),
      diagnostics: many(2, diagnostic),
      private: one(3, bytes),
      deferred: one(4, deferred),
      newIdentity: one(5, identityData),
    }),
  },
  PlanResourceChange: {
    request: message({
      typeName,
      priorState: one(2, dynamicValue),
      proposedNewState: one(3, dynamicValue),
      config: one(4, dynamicValue),
      priorPrivate: one(5, bytes),
      providerMeta: one(6, dynamicValue),
      clientCapabilities: one(7, clientCapabilities),
      priorIdentity: one(8, identityData),
    }),
    response: message({
      plannedState: one(1, dynamicValue),
      requiresReplace: many(2, attributePath),
      plannedPrivate: one(3, bytes),
      diagnostics: many(4, diagnostic),
      legacyTypeSystem: one(5, bool),
      deferred: one(6, deferred),
      plannedIdentity: one(7, identityData),
    }),
  },
  ApplyResourceChange: {
    request: message({
      typeName,
      priorState: one(2, dynamicValue),
      plannedState: one(3, dynamicValue),
      config: one(4, dynamicValue),
      plannedPrivate: one(5, bytes),
      providerMeta: one(6, dynamicValue),
      plannedIdentity: one(7, identityData),
    }),
    response: message({
      newState: one(1, dynamicValue),
      private: one(2, bytes),
      diagnostics: many(3, diagnostic),
      legacyTypeSystem: one(4, bool),
      newIdentity: one(5, identityData),
    }),
  },
  ImportResourceState: {
    request: message({
      typeName,
      id: one(2, text),
      clientCapabilities: one(3, clientCapabilities),
      identity: one(4, identityData),
    }),
    response: message({
      importedResources: many(
        1,
        message({ typeName, state: one(2, dynamicValue), private: one(3, bytes), identity: one(4, identityData) }),
      ),
      diagnostics: many(2, diagnostic),
      deferred: one(3, deferred),
    }),
  },
  MoveResourceState: {
    request: message({
      sourceProviderAddress: one(1, text),
      sourceTypeName: one(2, text),
      sourceSchemaVersion: one(3, int64),
      sourceState: one(4, rawState),
      targetTypeName: one(5, text),
      sourcePrivate: one(6, bytes),
      sourceIdentity: one(7, rawState),
      sourceIdentitySchemaVersion: one(8, int64),
    }),
    response: message({
      targetState: one(1, dynamicValue),
      diagnostics: many(2, diagnostic),
      targetPrivate: one(3, bytes),
      targetIdentity: one(4, identityData),
    }),
  },
} as const;

const aboutOthers = {
  ValidateDataResourceConfig: { request: message({ typeName, config: one(2, dynamicValue) }), response: message(problems) },
  ReadDataSource: {
    request: message({
      typeName,
      config: one(2, dynamicValue),
      providerMeta: one(3, dynamicValue),
      clientCapabilities: one(4, clientCapabilities),
    }),
    response: message({ state: one(1, dynamicValue), diagnostics: many(2, diagnostic), deferred: one(3, deferred) }),
  },
  ValidateEphemeralResourceConfig: { request: message({ typeName, config: one(2, dynamicValue) }), response: message(problems) },
  OpenEphemeralResource: {
    request: message({ typeName, config: one(2, dynamicValue), clientCapabilities: one(3, clientCapabilities) }),
    response: message({
      ...problems,
      renewAt: one(2, timestamp),
      result: one(3, dynamicValue),
      private: maybe(4, bytes),
      deferred: one(5, deferred),
    }),
  },
  RenewEphemeralResource: {
    request: message({ typeName, private: maybe(2, bytes) }),
    response: message({ ...problems, renewAt: one(2, timestamp), private: maybe(3, bytes) }),
  },
  CloseEphemeralResource: { request: message({ typeName, private: maybe(2, bytes) }), response: message(problems) },
  GetFunctions: {
    request: empty,
    response: message({ functions: mapOf(1, functionDefinition), diagnostics: many(2, diagnostic) }),
  },
  CallFunction: {
    request: message({ name: one(1, text), arguments: many(2, dynamicValue) }),
    response: message({ result: one(1, dynamicValue), error: one(2, functionError) }),
  },
} as const;

/** The calls of `tfplugin6.Provider` by name. */
export const rpcs = { ...aboutTheProvider, ...aboutResources, ...aboutOthers } as const;
export type Rpc = keyof typeof rpcs;

/** A handler's decoded request. */
export type RpcRequest<R extends Rpc> = Decoded<(typeof rpcs)[R]["request"]>;
/** A handler's response; missing fields are not sent. */
export type Response<R extends Rpc> = Encodable<(typeof rpcs)[R]["response"]>;

/** The health of the server (1: serving). From `grpc.health.v1`. */
export const healthResponse = message({ status: one(1, int64) });
