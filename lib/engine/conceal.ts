/** Removes sensitive values from texts that contain them: fact lines, ids, names, messages of programs and checks. */
import { isOpen } from "../config/values/typed";
import type { Diagnostic, Path, PathStep } from "../diagnostic";
import { contains, parseBlock, type Cidr } from "../net/cidr";
import { parseIp } from "../net/ip";
import { canonicalMac } from "../net/mac";
import { formatRate, parseRate } from "../net/rate";
import { SENSITIVE } from "../schema/quote";
import type { Draft, Value } from "../schema/value";
import type { Plan } from "./plan";

/** The text with sensitive values replaced. */
export type Conceal = (text: string) => string;

/** Attributes with their sensitive paths. */
export interface SensitiveHolder {
  readonly attributes: Draft | null;
  readonly sensitive: readonly Path[];
}

/** The strings and numbers at sensitive paths, and the map keys below them. */
export function secretsOf(holders: Iterable<SensitiveHolder>): readonly string[] {
  const found = new Set<string>();
  for (const { attributes, sensitive } of holders) for (const path of sensitive) gather(valueAt(attributes, path), found);
  return [...found];
}

/** Sensitive values of a plan's resources, before and after. */
export function secretsOfPlan({ resources }: Pick<Plan, "resources">): readonly string[] {
  return secretsOf(resources.flatMap(({ before, after, sensitive }) => [before, after].map((attributes) => ({ attributes, sensitive }))));
}

function valueAt(value: Value | null, path: Path): Value | undefined {
  let at: Value | undefined = value;
  for (const step of path) {
    if (typeof at !== "object" || at === null) return at;
    at = partOf(at as Readonly<Record<string | number, Value>>, step);
  }
  return at;
}

/** A value that has its type with it is entered by the steps of the value alone. */
function partOf(whole: Readonly<Record<string | number, Value>>, step: PathStep): Value | undefined {
  if (Object.hasOwn(whole, step)) return whole[step];
  return "type" in whole && typeof whole["value"] === "object" && whole["value"] !== null
    ? (whole["value"] as typeof whole)[step]
    : undefined;
}

function gather(value: Value | undefined, found: Set<string>): void {
  if (value === undefined || value === null || typeof value === "boolean" || isOpen(value)) return;
  if (typeof value !== "object") found.add(String(value));
  else if (Array.isArray(value)) value.forEach((part: Value) => gather(part, found));
  else for (const [key, part] of Object.entries(value)) gather(part, found.add(key));
}

/** A function that conceals these. A short text or a number counts only as a whole word; an address also inside a network. */
export function concealing(secrets: readonly string[]): Conceal {
  const spelled = [...new Set(secrets.flatMap(spellings))].filter((text) => text !== "").sort((a, b) => b.length - a.length);
  if (spelled.length === 0) return (text) => text;
  const pattern = new RegExp(spelled.map(patternOf).join("|"), "gu");
  const blocks = secrets.flatMap((text) => parseBlock(text) ?? []);
  return (text) => withoutCut(withoutAddresses(text, blocks).replace(pattern, SENSITIVE), spelled);
}

/** A value as it was written, and as Netweft and JSON write it. */
function spellings(text: string): readonly string[] {
  const rate = parseRate(text);
  return [text, JSON.stringify(text).slice(1, -1), canonicalMac(text) ?? text, rate === undefined ? text : formatRate(rate)];
}

/** Shorter texts are parts of too many words. */
const SHORT = 4;

function patternOf(text: string): string {
  const literal = text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  if (text.length >= SHORT && !/^[\d.]+$/.test(text)) return literal;
  return `(?<![\\p{L}\\p{N}_.-])${literal}(?![\\p{L}\\p{N}_-]|\\.\\d)`;
}

const ADDRESS =
  /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:\.\d{1,3}){0,3})(?:\/\d{1,3})?(?![\w.]*\w)/g;

/** Addresses inside a sensitive network would reveal it. */
function withoutAddresses(text: string, blocks: readonly Cidr[]): string {
  if (blocks.length === 0) return text;
  return text.replace(ADDRESS, (found) => {
    const ip = parseIp(found.replace(/\/.*/, ""));
    return ip && blocks.some((block) => block.ip.version === ip.version && contains(block, ip)) ? SENSITIVE : found;
  });
}

/** A prefix of a sensitive value at the end of a truncated text. */
function withoutCut(text: string, spelled: readonly string[]): string {
  if (!text.includes("…")) return text;
  return text.replace(/[^\s…]+…/g, (piece) => {
    for (const secret of spelled) {
      for (let length = Math.min(secret.length, piece.length) - 1; length >= SHORT; length--) {
        const begun = `${secret.slice(0, length)}…`;
        if (piece.endsWith(begun)) return `${piece.slice(0, -begun.length)}${SENSITIVE}…`;
      }
    }
    return piece;
  });
}

/** Diagnostics without sensitive values. Addresses of resources never contain any. */
export function concealed(diagnostics: readonly Diagnostic[], conceal: Conceal): readonly Diagnostic[] {
  return diagnostics.map((diagnostic) => {
    const { path, fact, host } = diagnostic.at;
    const at = {
      ...diagnostic.at,
      ...(path && { path: path.map((step) => (typeof step === "string" ? conceal(step) : step)) }),
      ...(fact !== undefined && { fact: conceal(fact) }),
      ...(host !== undefined && { host: conceal(host) }),
    };
    return { ...diagnostic, detail: conceal(diagnostic.detail), at };
  });
}
