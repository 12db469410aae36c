/** Sensitive values, taken out of texts that they got into: lines of facts, ids, names, what programs and checks say. */
import { isOpen } from "../config/values/typed";
import type { Diagnostic, Path } from "../diagnostic";
import { contains, parseBlock, type Cidr } from "../net/cidr";
import { parseIp } from "../net/ip";
import { canonicalMac } from "../net/mac";
import { formatRate, parseRate } from "../net/rate";
import { SENSITIVE } from "../schema/quote";
import type { Draft, Value } from "../schema/value";
import type { Plan } from "./plan";

/** The text without what is sensitive in it. */
export type Conceal = (text: string) => string;

/** Attributes, and the paths in them that are sensitive. */
export interface Holder {
  readonly attributes: Draft | null;
  readonly sensitive: readonly Path[];
}

/** The texts and numbers at sensitive paths, and the keys below these. */
export function secretsOf(holders: Iterable<Holder>): readonly string[] {
  const found = new Set<string>();
  for (const { attributes, sensitive } of holders) for (const path of sensitive) gather(valueAt(attributes, path), found);
  return [...found];
}

/** What is sensitive in the resources of a plan, as they are and as they will be. */
export function secretsOfPlan({ resources }: Pick<Plan, "resources">): readonly string[] {
  return secretsOf(resources.flatMap(({ before, after, sensitive }) => [before, after].map((attributes) => ({ attributes, sensitive }))));
}

function valueAt(value: Value | null, path: Path): Value | undefined {
  let at: Value | undefined = value;
  for (const step of path) {
    if (typeof at !== "object" || at === null) return at;
    at = (at as Readonly<Record<string | number, Value>>)[step];
  }
  return at;
}

function gather(value: Value | undefined, found: Set<string>): void {
  if (value === undefined || value === null || typeof value === "boolean" || isOpen(value)) return;
  if (typeof value !== "object") found.add(String(value));
  else if (Array.isArray(value)) value.forEach((part: Value) => gather(part, found));
  else for (const [key, part] of Object.entries(value)) gather(part, found.add(key));
}

/** What conceals these. A short text or a number counts only where it stands alone; an address also inside of a network. */
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

/** A network that is sensitive would be known by the addresses in it. */
function withoutAddresses(text: string, blocks: readonly Cidr[]): string {
  if (blocks.length === 0) return text;
  return text.replace(ADDRESS, (found) => {
    const ip = parseIp(found.replace(/\/.*/, ""));
    return ip && blocks.some((block) => block.ip.version === ip.version && contains(block, ip)) ? SENSITIVE : found;
  });
}

/** The beginning of one, where the text was cut off in the middle of it. */
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

/** Diagnostics that say nothing of it. Addresses of resources never come from anything sensitive. */
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
