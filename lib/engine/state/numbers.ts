/** JSON numbers that a JavaScript number cannot hold exactly. Terraform's numbers have no such limit. */
import Decimal from "decimal.js";

/** A cheap look: could there be such a number at all? */
const suspicious = /\d[\d.]{15}|\d[eE][+-]?\d{3}/;

/** Strings, which are skipped, or numbers. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/** The first number in a JSON text that would change by being read, as it is written. */
export function inexactNumber(json: string): string | undefined {
  if (!suspicious.test(json)) return undefined;
  for (const [token] of json.matchAll(tokens)) if (!token.startsWith('"') && !isExact(token)) return token;
  return undefined;
}

function isExact(number: string): boolean {
  const read = Number(number);
  if (!Number.isFinite(read)) return false;
  return !suspicious.test(number) || new Decimal(number).equals(read);
}
