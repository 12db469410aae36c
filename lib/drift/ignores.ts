/** Findings that a user has decided to leave: which entry ignores one, and which entries have expired. */
import type { Finding, Ignore, ResolvedFinding } from "./finding";

/** The findings that count, those that an entry ignores, each with the first one, and the entries that do not hold any more. */
export interface Sorted {
  readonly findings: readonly Finding[];
  readonly ignored: readonly { readonly finding: Finding; readonly ignore: Ignore }[];
  readonly expired: readonly Ignore[];
}

/** `today`: the day in UTC, `2027-01-31`. An entry holds to the end of its last day. */
export function sortedOut(findings: readonly Finding[], ignores: readonly Ignore[], today: string): Sorted {
  const [expired, holding] = [ignores.filter((one) => isExpired(one, today)), holdingOn(ignores, today)];
  const left: Finding[] = [];
  const ignored: { readonly finding: Finding; readonly ignore: Ignore }[] = [];
  for (const finding of findings) {
    const found = holding.find(({ matches }) => matches(finding));
    if (found === undefined) left.push(finding);
    else ignored.push({ finding, ignore: found.ignore });
  }
  return { findings: left, ignored, expired };
}

/** Which findings an entry ignores on this day. */
export function ignoredOn(ignores: readonly Ignore[], today: string): (finding: ResolvedFinding) => boolean {
  const holding = holdingOn(ignores, today);
  return (finding) => holding.some(({ matches }) => matches(finding));
}

function isExpired({ until }: Ignore, today: string): boolean {
  return until !== undefined && until < today;
}

function holdingOn(ignores: readonly Ignore[], today: string): readonly Matcher[] {
  return ignores.filter((one) => !isExpired(one, today)).map(matcherOf);
}

interface Matcher {
  readonly ignore: Ignore;
  readonly matches: (finding: ResolvedFinding) => boolean;
}

/** All members of an entry have to match. */
function matcherOf(ignore: Ignore): Matcher {
  const [resource, line] = [patternOf(ignore.resource), patternOf(ignore.line)];
  const matches = (finding: ResolvedFinding) =>
    (ignore.class === undefined || ignore.class === finding.class) &&
    (ignore.layer === undefined || ignore.layer === finding.layer) &&
    (resource === undefined || finding.resources.some((address) => resource(address))) &&
    (line === undefined || [finding.expected, finding.actual].some((text) => text !== undefined && line(text)));
  return { ignore, matches };
}

/** Whether a text is the pattern, in which `*` stands for any text. Without a regular expression: no pattern takes long. */
function patternOf(pattern: string | undefined): ((text: string) => boolean) | undefined {
  if (pattern === undefined) return undefined;
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };
}
