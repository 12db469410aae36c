/** JSON as nft prints it (`nft -j`), and as one word of a rule's text where it is not understood. See libnftables-json(5). */

/** A statement or an expression: an object with one member that names its type, or a plain value. */
export type NftJson = null | boolean | number | string | readonly NftJson[] | { readonly [name: string]: NftJson };

/** An object of nft's JSON, whose members are read by name. */
export type NftObjectJson = { readonly [name: string]: NftJson };

export function isObject(value: NftJson | undefined): value is NftObjectJson {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The type of a statement or an expression, and its content. */
export function memberOf(value: NftJson): readonly [name: string, content: NftJson] {
  return isObject(value) ? (Object.entries(value)[0] ?? ["", null]) : ["", null];
}

/** As one word, without the characters that separate rules in a line. */
export function rawText(value: NftJson): string {
  return JSON.stringify(value).replace(/[^!-:<-~]/g, "?");
}

/** The type of a statement in such a word; undefined for any other word. */
export function rawName(word: string): string | undefined {
  return /^\{"([^"]+)":/.exec(word)?.[1];
}

/** Statements without influence on a packet's verdict. */
const IDLE: ReadonlySet<string> = new Set(["counter", "log", "comment", "notrack", "mangle", "ct?helper", "ct helper"]);

/** Statements that only decide whether the rule applies. */
const CONDITIONS: ReadonlySet<string> = new Set(["match", "limit", "quota", "ct?count", "ct count"]);

/** What is known of a statement that has no form of its own: by its name alone. */
export function roleOf(name: string): "idle" | "condition" | "action" {
  return IDLE.has(name) ? "idle" : CONDITIONS.has(name) ? "condition" : "action";
}
