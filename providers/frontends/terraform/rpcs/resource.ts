import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../../../../lib/diagnostic";
import { checkResource } from "../../../../lib/session/check-resource";
import { askHost } from "../../../../lib/session/host-says";
import { importResource } from "../../../../lib/session/import-resource";
import { planResource } from "../../../../lib/session/plan-resource";
import { readResource } from "../../../../lib/session/read-resource";
import type { ResourceSession } from "../../../../lib/session/session";
import type { ResourceType } from "../../../../lib/resources";
import type { Draft } from "../../../../lib/schema/value";
import type { PluginConnection } from "../plugin/connection";
import { traceOf } from "../plugin/log";
import type { Handlers } from "../plugin/routes";
import type { RpcRequest, Response } from "../wire/messages";
import { decodeAttributes, decodeState, encodeAttributes } from "../wire/value";
import { pathMessage, messagesOf } from "./diagnostics";
import { IDENTITY } from "./schemas";
import { notConfigured, typeNamed, unknownType, type ProviderSetting } from "./setting";

/** The context of a call about a resource. */
interface ResourceCall {
  readonly type: ResourceType;
  readonly session: ResourceSession;
}

function callOf(setting: ProviderSetting, typeName: string, connection: PluginConnection): Result<ResourceCall> {
  const type = typeNamed(typeName);
  if (type === undefined) return fail(unknownType(typeName));
  const session = setting.sessions.of(connection);
  return session === undefined ? fail(notConfigured()) : ok({ type, session });
}

/** The identity of the object, once its id is known. */
function identityOf(attributes: Draft | null) {
  const id = attributes?.["id"];
  return typeof id === "string" ? { identityData: encodeAttributes(IDENTITY, { id }) } : undefined;
}

/** A bug while a resource is changed must not lose its state. */
function failed(error: unknown, { log }: ProviderSetting, what: string): Diagnostic {
  log("error", `${what} failed`, { error: traceOf(error) });
  const detail = `Internal error in the Netweft provider: ${error instanceof Error ? error.message : "unknown reason"}. Run again with TF_LOG_PROVIDER=error, and report the output.`;
  return diagnose("provider-failed", detail);
}

function validateConfig({ typeName, config }: RpcRequest<"ValidateResourceConfig">): Response<"ValidateResourceConfig"> {
  const type = typeNamed(typeName);
  if (type === undefined) return { diagnostics: messagesOf([unknownType(typeName)]) };
  const attributes = decodeAttributes(type.fields, config);
  return { diagnostics: attributes === null ? [] : messagesOf(checkResource(typeName, attributes), type.fields) };
}

/** Every earlier version of a state has a subset of today's attributes. Terraform reads states of the current version itself. */
function upgradeState({ typeName, version, rawState }: RpcRequest<"UpgradeResourceState">): Response<"UpgradeResourceState"> {
  const type = typeNamed(typeName);
  if (type === undefined) return { diagnostics: messagesOf([unknownType(typeName)]) };
  if (version === type.version && rawState?.json.length) return { upgradedState: { json: rawState.json } };
  return { upgradedState: encodeAttributes(type.fields, decodeState(type.fields, rawState?.json ?? new Uint8Array())) };
}

function upgradeIdentity({ rawIdentity }: RpcRequest<"UpgradeResourceIdentity">): Response<"UpgradeResourceIdentity"> {
  const identity = decodeState(IDENTITY, rawIdentity?.json ?? new Uint8Array());
  return { upgradedIdentity: { identityData: encodeAttributes(IDENTITY, identity) } };
}

async function read(request: RpcRequest<"ReadResource">, { type, session }: ResourceCall): Promise<Response<"ReadResource">> {
  const current = decodeAttributes(type.fields, request.currentState);
  const kept = { newState: request.currentState, private: request.private, newIdentity: identityOf(current) };
  if (current === null) return kept;
  const result = await readResource({ type: type.type, attributes: current, private: request.private }, session);
  const diagnostics = messagesOf(result.diagnostics, type.fields);
  if (!result.ok) return { ...kept, diagnostics };
  return { ...kept, newState: encodeAttributes(type.fields, result.value), diagnostics };
}

async function plan(request: RpcRequest<"PlanResourceChange">, { type, session }: ResourceCall): Promise<Response<"PlanResourceChange">> {
  const config = decodeAttributes(type.fields, request.config);
  if (config === null) return { plannedState: request.proposedNewState, plannedPrivate: request.priorPrivate };
  const prior = decodeAttributes(type.fields, request.priorState);
  const { planned, replacing, diagnostics: found } = planResource({ type: type.type, prior, config, provider: session.provider });
  const diagnostics = hasErrors(found) ? found : [...found, ...(await askHost(type.type, planned, session))];
  return {
    plannedState: encodeAttributes(type.fields, planned),
    requiresReplace: replacing.map((path) => pathMessage(path, type.fields)),
    // A new object has no history: what its predecessor owned is in the private state of the deletion.
    plannedPrivate: prior === null ? new Uint8Array() : request.priorPrivate,
    diagnostics: messagesOf(diagnostics, type.fields),
    plannedIdentity: identityOf(planned),
  };
}

async function apply(
  request: RpcRequest<"ApplyResourceChange">,
  { type, session }: ResourceCall,
  setting: ProviderSetting,
): Promise<Response<"ApplyResourceChange">> {
  const prior = decodeAttributes(type.fields, request.priorState);
  const planned = decodeAttributes(type.fields, request.plannedState);
  try {
    const result = await session.queue.apply({ type: type.type, prior, planned, private: request.plannedPrivate });
    return {
      newState: encodeAttributes(type.fields, result.attributes),
      private: result.private,
      diagnostics: messagesOf(result.diagnostics, type.fields),
      newIdentity: identityOf(result.attributes),
    };
  } catch (error) {
    const diagnostics = messagesOf([failed(error, setting, "ApplyResourceChange")]);
    return { newState: encodeAttributes(type.fields, prior), private: request.plannedPrivate, diagnostics };
  }
}

async function imported(
  request: RpcRequest<"ImportResourceState">,
  { type, session }: ResourceCall,
): Promise<Response<"ImportResourceState">> {
  const identity = request.id === "" ? decodeAttributes(IDENTITY, request.identity?.identityData) : { id: request.id };
  const found = await importResource(type.type, String(identity?.["id"] ?? ""), session);
  if (!found.ok) return { diagnostics: messagesOf(found.diagnostics) };
  const { attributes, private: own } = found.value;
  const state = encodeAttributes(type.fields, attributes);
  return { importedResources: [{ typeName: type.type, state, private: own, identity: identityOf(attributes) }] };
}

/** The state of a fork or mirror with the same type is read like our own. */
function move(request: RpcRequest<"MoveResourceState">): Response<"MoveResourceState"> {
  const { sourceTypeName, sourceProviderAddress, targetTypeName, sourceState, sourcePrivate } = request;
  const type = typeNamed(targetTypeName);
  if (type === undefined) return { diagnostics: messagesOf([unknownType(targetTypeName)]) };
  if (sourceTypeName !== targetTypeName || !sourceProviderAddress.endsWith("/netweft")) {
    const detail = `A ${targetTypeName} can be moved from another provider called "netweft", such as a mirror's or a fork's, not from ${sourceTypeName} of ${sourceProviderAddress}. Use an \`import\` block to take over the object, and a \`removed\` block to release the other resource.`;
    return { diagnostics: messagesOf([diagnose("unmovable-state", detail)]) };
  }
  const state = decodeState(type.fields, sourceState?.json ?? new Uint8Array());
  return { targetState: encodeAttributes(type.fields, state), targetPrivate: sourcePrivate, targetIdentity: identityOf(state) };
}

/** The calls about single resources. */
export function resourceHandlers(setting: ProviderSetting) {
  const about = (typeName: string, connection: PluginConnection) => callOf(setting, typeName, connection);
  return {
    ValidateResourceConfig: validateConfig,
    UpgradeResourceState: upgradeState,
    UpgradeResourceIdentity: upgradeIdentity,
    async ReadResource(request, connection) {
      const call = about(request.typeName, connection);
      if (call.ok) return read(request, call.value);
      return { newState: request.currentState, private: request.private, diagnostics: messagesOf(call.diagnostics) };
    },
    async PlanResourceChange(request, connection) {
      const call = about(request.typeName, connection);
      return call.ok ? plan(request, call.value) : { plannedState: request.priorState, diagnostics: messagesOf(call.diagnostics) };
    },
    async ApplyResourceChange(request, connection) {
      const call = about(request.typeName, connection);
      if (call.ok) return apply(request, call.value, setting);
      return { newState: request.priorState, private: request.plannedPrivate, diagnostics: messagesOf(call.diagnostics) };
    },
    async ImportResourceState(request, connection) {
      const call = about(request.typeName, connection);
      return call.ok ? imported(request, call.value) : { diagnostics: messagesOf(call.diagnostics) };
    },
    MoveResourceState: move,
  } satisfies Partial<Handlers>;
}
