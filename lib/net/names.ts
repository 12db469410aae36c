import { diagnose, fail, ok, type Result, type Where } from "../diagnostic";
import { sha256 } from "./sha256";

/** Linux stores interface names in 16 bytes, of which the last is zero. */
export const IFNAME_LENGTH = 15;

/** The longest name of anything else: fits into a host name's label, and three times into a mark. */
export const NAME_LENGTH = 63;

const NAME = /^[a-z0-9][a-z0-9_.-]*$/;

/** Names that an interface cannot have, each with the reason. */
const TAKEN: readonly (readonly [RegExp, string])[] = [
  [/^(all|default)$/, "The kernel refuses this name, because its settings use it for another purpose"],
  [/^lo$/, "It is the name of the loopback interface in every network namespace"],
  [/^if[0-9]+$/, "If there is no interface of this name, `ip` reads it as the interface with that index"],
];

function whyTaken(text: string): string | undefined {
  return TAKEN.find(([form]) => form.test(text))?.[1];
}

/** Whether it is a valid name of a namespace, a network, a host, an endpoint. */
export function isName(text: string): boolean {
  return text.length <= NAME_LENGTH && NAME.test(text);
}

const DNS_NAME = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/;

/** Whether a name is also valid in DNS: an endpoint's, an alias, the domain of a network. */
export function isDnsName(text: string): boolean {
  return isName(text) && DNS_NAME.test(text);
}

/** Whether it is a valid name of an interface that we create. Foreign ones may have any name that the kernel accepts. */
export function isIfname(text: string): boolean {
  return text.length <= IFNAME_LENGTH && NAME.test(text) && whyTaken(text) === undefined;
}

/** The name, or the reason why it is not valid. */
export function readName(text: string, at: Where = {}): Result<string> {
  return isName(text) ? ok(text) : fail(diagnose("invalid-name", whyNot(text, NAME_LENGTH), at));
}

/** The interface name, or the reason why it is not valid. */
export function readIfname(text: string, at: Where = {}): Result<string> {
  if (isIfname(text)) return ok(text);
  const taken = whyTaken(text);
  const detail =
    taken === undefined ? whyNot(text, IFNAME_LENGTH) : `An interface cannot have the name "${text}". ${taken}. Choose another name.`;
  return fail(diagnose("invalid-name", detail, at));
}

/**
 * An interface name for an object with a longer name: prefix and path where that fits and is valid, otherwise the prefix and as
 * much of a hash of the path as fits. It depends on its arguments only, and stays as it is: configurations call it as `ifname`.
 *
 * @example
 * shortName("nw-", "blue"); // "nw-blue"
 * shortName("nw-", "a-rather-long-name"); // "nw-" and twelve characters of a hash
 */
export function shortName(prefix: string, path: string): string {
  const readable = prefix + path;
  return isIfname(readable) ? readable : hashedName(prefix, path);
}

/** The prefix and as much of a hash of the path as fits into an interface name: `nwe` and twelve characters. */
export function hashedName(prefix: string, path: string): string {
  return prefix + digest(path).slice(0, IFNAME_LENGTH - prefix.length);
}

/** The characters of the hash in a shortened name that stays readable. */
const HASHED = 6;

/**
 * An interface name that stays readable: prefix and path where that fits and is valid, otherwise the beginning of `name`, which is
 * what a reader looks for, and a hash of the path. Two long paths can have the same name, once in 2^30.
 *
 * @example
 * readableName("nw-", "shop-front", "front"); // "nw-shop-front"
 * readableName("nw-", "laboratory-front", "front"); // "nw-front-" and six characters of a hash
 */
export function readableName(prefix: string, path: string, name: string): string {
  if (isIfname(prefix + path)) return prefix + path;
  const room = IFNAME_LENGTH - prefix.length - 1 - HASHED;
  const head = name
    .replace(/[^a-z0-9_.-]/g, "")
    .slice(0, room)
    .replace(/[-_.]+$/, "");
  return head === "" ? hashedName(prefix, path) : `${prefix}${head}-${digest(path).slice(0, HASHED)}`;
}

const DIGITS = "0123456789abcdefghijklmnopqrstuv";

/** 75 bits of SHA-256 in base 32: five bits per character, so that twelve characters hold 60. */
function digest(path: string): string {
  const hash = sha256(path);
  let text = "";
  for (let at = 0; at < 2 * IFNAME_LENGTH; at += 2) text += DIGITS[parseInt(hash.slice(at, at + 2), 16) & 31];
  return text;
}

function whyNot(text: string, longest: number): string {
  const quoted = JSON.stringify(text);
  if (text === "") return "A name must not be empty.";
  if (NAME.test(text)) return `${quoted} has ${text.length} characters; at most ${longest} are allowed here. Choose a shorter name.`;
  return `${quoted} is not a valid name. Use lower-case letters, digits, "_", "." and "-", beginning with a letter or a digit, at most ${longest} characters.`;
}
