import { checkData } from "../../../../lib/session/check-resource";
import { readData } from "../../../../lib/session/read-data";
import { functions } from "../../../../lib/resources/functions";
import type { PluginConnection } from "../plugin/connection";
import type { Handlers } from "../plugin/routes";
import type { RpcRequest, Response } from "../wire/messages";
import { decodeAttributes, decodeValue, encodeAttributes, encodeValue } from "../wire/value";
import { messagesOf } from "./diagnostics";
import { dataNamed, notConfigured, unknownType, type ProviderSetting } from "./setting";

function validateData({ typeName, config }: RpcRequest<"ValidateDataResourceConfig">): Response<"ValidateDataResourceConfig"> {
  const type = dataNamed(typeName);
  if (type === undefined) return { diagnostics: messagesOf([unknownType(typeName)]) };
  const attributes = decodeAttributes(type.fields, config);
  return { diagnostics: attributes === null ? [] : messagesOf(checkData(typeName, attributes), type.fields) };
}

async function read(
  { typeName, config }: RpcRequest<"ReadDataSource">,
  connection: PluginConnection,
  setting: ProviderSetting,
): Promise<Response<"ReadDataSource">> {
  const type = dataNamed(typeName);
  if (type === undefined) return { diagnostics: messagesOf([unknownType(typeName)]) };
  const session = setting.sessions.of(connection);
  if (session === undefined) return { diagnostics: messagesOf([notConfigured()]) };
  const result = await readData(typeName, decodeAttributes(type.fields, config) ?? {}, session);
  const diagnostics = messagesOf(result.diagnostics, type.fields);
  return result.ok ? { state: encodeAttributes(type.fields, result.value), diagnostics } : { diagnostics };
}

/** Terraform adds the full stop itself. */
function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, "");
}

function call({ name, arguments: given }: RpcRequest<"CallFunction">): Response<"CallFunction"> {
  const called = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (called === undefined) return { error: { text: `This version of the provider has no function "${name}".` } };
  if (given.length !== called.parameters.length) return { error: { text: `The function takes ${called.parameters.length} arguments.` } };
  const answer = called.call(...called.parameters.map(({ type }, n) => decodeValue(type, given[n])));
  if ("why" in answer) return { error: { text: withoutStop(answer.why), functionArgument: answer.argument } };
  return { result: encodeValue(called.result, answer.value) };
}

/** There are no ephemeral resources. */
const ephemeral = ({ typeName }: { readonly typeName: string }) => ({ diagnostics: messagesOf([unknownType(typeName)]) });

/** Data sources, functions and ephemeral resources. */
export function otherHandlers(setting: ProviderSetting) {
  return {
    ValidateDataResourceConfig: validateData,
    ReadDataSource: (request, connection) => read(request, connection, setting),
    CallFunction: call,
    ValidateEphemeralResourceConfig: ephemeral,
    OpenEphemeralResource: ephemeral,
    RenewEphemeralResource: ephemeral,
    CloseEphemeralResource: ephemeral,
  } satisfies Partial<Handlers>;
}
