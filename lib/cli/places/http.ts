import { diagnose, fail, ok, type Diagnostic, type Result } from "../../diagnostic";
import type { HttpPlace, HttpSettings } from "../../ports/state-store";
import type { Draft } from "../../schema/value";
import type { Env } from "../doors";
import { DEFAULT_WORKSPACE } from "../workspaces";
import { readArguments, type BackendArguments } from "./arguments";
import { withoutSecrets } from "./url";

const ARGUMENTS: BackendArguments = {
  address: { sort: "text", env: "TF_HTTP_ADDRESS", required: true },
  update_method: { sort: "text", env: "TF_HTTP_UPDATE_METHOD", fallback: "POST" },
  lock_address: { sort: "text", env: "TF_HTTP_LOCK_ADDRESS" },
  lock_method: { sort: "text", env: "TF_HTTP_LOCK_METHOD", fallback: "LOCK" },
  unlock_address: { sort: "text", env: "TF_HTTP_UNLOCK_ADDRESS" },
  unlock_method: { sort: "text", env: "TF_HTTP_UNLOCK_METHOD", fallback: "UNLOCK" },
  username: { sort: "text", env: "TF_HTTP_USERNAME" },
  password: { sort: "text", env: "TF_HTTP_PASSWORD" },
  skip_cert_verification: { sort: "flag", env: "TF_HTTP_SKIP_CERT_VERIFICATION", fallback: false },
  retry_max: { sort: "count", env: "TF_HTTP_RETRY_MAX", fallback: 2 },
  retry_wait_min: { sort: "count", env: "TF_HTTP_RETRY_WAIT_MIN", fallback: 1 },
  retry_wait_max: { sort: "count", env: "TF_HTTP_RETRY_WAIT_MAX", fallback: 30 },
  client_ca_certificate_pem: { sort: "text", env: "TF_HTTP_CLIENT_CA_CERTIFICATE_PEM" },
  client_certificate_pem: { sort: "text", env: "TF_HTTP_CLIENT_CERTIFICATE_PEM" },
  client_private_key_pem: { sort: "text", env: "TF_HTTP_CLIENT_PRIVATE_KEY_PEM" },
};

const ADDRESSES = ["address", "lock_address", "unlock_address"] as const;

/** Terraform's http backend, which has one state and no workspaces. */
export function httpPlace(config: Draft, env: Env, workspace: string): Result<HttpPlace> {
  const read = readArguments<HttpSettings>("http", ARGUMENTS, config, env);
  if (!read.ok) return read;
  const settings = read.value;
  const problems = [...ADDRESSES.flatMap((name) => wrongAddress(name, settings[name])), ...inPairs(settings)];
  if (problems.length > 0) return fail(...problems);
  return workspace === DEFAULT_WORKSPACE ? ok({ backend: "http", settings }) : fail(withoutWorkspaces(workspace));
}

/** The settings without what is secret: passwords, keys, and the queries of addresses. */
export function publicSettings({ password: _password, client_private_key_pem: _key, ...settings }: HttpSettings): HttpSettings {
  const addresses = ADDRESSES.flatMap((name) => (settings[name] === undefined ? [] : [[name, withoutSecrets(settings[name])]]));
  return { ...settings, ...Object.fromEntries(addresses) };
}

/** `selected`: the workspace that was selected nevertheless. */
export function withoutWorkspaces(selected?: string): Diagnostic {
  const chosen = selected === undefined ? "" : `, and ${JSON.stringify(selected)} is selected`;
  const detail = `The http backend stores one state: workspaces are not supported${chosen}. Use the workspace "default", or the backend local.`;
  return diagnose("workspaces-unsupported", detail, { path: ["terraform", "backend", "http"] });
}

function wrongAddress(name: string, address: string | undefined): readonly Diagnostic[] {
  if (address === undefined || /^https?:$/.test(protocolOf(address))) return [];
  const detail = `The argument ${name} of the http backend must be a URL that begins with http:// or https://.`;
  return [diagnose("unsupported-backend", detail, { path: ["terraform", "backend", "http", name] })];
}

function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : "";
}

const PAIRS = [
  ["lock_address", "unlock_address", "a lock could not be removed"],
  ["unlock_address", "lock_address", "there is no lock to remove"],
  ["client_certificate_pem", "client_private_key_pem", "a certificate is used with its key"],
  ["client_private_key_pem", "client_certificate_pem", "a key is used with its certificate"],
] as const;

function inPairs(settings: HttpSettings): readonly Diagnostic[] {
  return PAIRS.filter(([one, other]) => settings[one] !== undefined && settings[other] === undefined).map(([one, other, why]) => {
    const detail = `The http backend has ${one} without ${other}: ${why}. Set both or neither.`;
    return diagnose("unsupported-backend", detail, { path: ["terraform", "backend", "http", one] });
  });
}
