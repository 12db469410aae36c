import { createHash } from "node:crypto";
import { longText, measureOf } from "../values/measure";
import { fault, type TypeFault, type Typed } from "../values/typed";
import { anythingOrNull, fixed, text, type FunctionSpec } from "./function";
import { jsonText, parseJson } from "./json";

export const encodingFunctions: Readonly<Record<string, FunctionSpec>> = {
  base64decode: fixed([text], decodeBase64),
  base64encode: fixed([text], (s) => Buffer.from(s, "utf8").toString("base64")),
  base64sha256: fixed([text], (s) => createHash("sha256").update(s, "utf8").digest("base64")),
  base64sha512: fixed([text], (s) => createHash("sha512").update(s, "utf8").digest("base64")),
  jsondecode: fixed([text], parseJson),
  jsonencode: fixed([anythingOrNull], (value) => longText(measureOf(value).size) ?? jsonText(value)),
  md5: fixed([text], (s) => digest("md5", s)),
  sha1: fixed([text], (s) => digest("sha1", s)),
  sha256: fixed([text], (s) => digest("sha256", s)),
  sha512: fixed([text], (s) => digest("sha512", s)),
  urlencode: fixed([text], encodeUrl),
};

function digest(algorithm: string, s: string): string {
  return createHash(algorithm).update(s, "utf8").digest("hex");
}

function decodeBase64(s: string): Typed | TypeFault {
  const bytes = Buffer.from(s, "base64");
  if (bytes.toString("base64") !== s.replace(/[\r\n]/g, "")) return fault`${JSON.stringify(s)} is not base64.`;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return fault("The decoded bytes are not text in UTF-8.");
  }
}

/** As in a query string: a space becomes a plus sign. */
function encodeUrl(s: string): Typed | TypeFault {
  if (/\p{Surrogate}/u.test(s)) return fault("The text contains a lone surrogate.");
  return encodeURIComponent(s)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}
