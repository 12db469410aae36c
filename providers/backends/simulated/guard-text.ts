import type { Guard } from "./model";

const TEXTS = { armed: ["id", "by", "since"], wentBack: ["id", "by", "at"] } as const;
const LISTS = { armed: "steps", wentBack: "failures" } as const;

/** A guard from its JSON; undefined if it is none. */
export function guardIn(json: string): Guard | undefined {
  try {
    return guardOf(JSON.parse(json));
  } catch {
    return undefined;
  }
}

/** A guard from a parsed document; undefined if it is none. */
export function guardOf(value: unknown): Guard | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const parts = value as Readonly<Record<string, unknown>>;
  const isFine = (["armed", "wentBack"] as const).every((name) => parts[name] === undefined || isPart(parts[name], name));
  return isFine ? (value as Guard) : undefined;
}

function isPart(value: unknown, name: keyof typeof TEXTS): boolean {
  if (typeof value !== "object" || value === null) return false;
  const part = value as Readonly<Record<string, unknown>>;
  const list = part[LISTS[name]];
  const isTimed = name !== "armed" || Number.isSafeInteger(part["until"]);
  return isTimed && TEXTS[name].every((text) => typeof part[text] === "string") && Array.isArray(list) && list.every(isText);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}
