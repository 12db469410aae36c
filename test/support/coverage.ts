/** Counts what a suite does with each kind of fact at a backend, so that a kind without a test of one of its verbs is found. */
import type { Backend, Observation } from "../../lib/ports/backend";
import type { Kind } from "../../lib/kernel/fact";
import { kinds } from "../../lib/kernel/kinds";
import { parseLine, textOf } from "../../lib/kernel/line";
import type { DriverUnderTest } from "./test-driver";

const VERBS = ["add", "set", "del", "observe", "parse"] as const;
type CountedVerb = (typeof VERBS)[number];

export interface Counts {
  /** `KIND VERB` of everything that succeeded. */
  readonly seen: Set<string>;
}

/** The driver, with everything that it does counted. */
export function counted(under: DriverUnderTest): DriverUnderTest & Counts {
  const seen = new Set<string>();
  const open = async () => {
    const bench = await under.open();
    return { ...bench, driver: countedBackend(bench.driver, seen) };
  };
  return { ...under, open, seen };
}

function countedBackend(backend: Backend, seen: Set<string>): Backend {
  const note = (observation: Observation | undefined) => {
    for (const fact of observation?.facts.values() ?? []) {
      seen.add(`${fact.kind} observe`);
      if (parseLine(textOf(fact)).ok) seen.add(`${fact.kind} parse`);
    }
  };
  return {
    ...backend,
    async observe(scopes) {
      const answers = await backend.observe(scopes);
      for (const answer of answers.values()) if (answer.ok) note(answer.value);
      return answers;
    },
    async run(work, onStep) {
      const outcomes = await backend.run(work, onStep);
      for (const [host, { done, after }] of outcomes) {
        for (const { verb, fact } of work.get(host)!.steps.slice(0, done)) {
          seen.add(`${fact.kind} ${verb}`);
          if (parseLine(textOf(fact)).ok) seen.add(`${fact.kind} parse`);
        }
        note(after);
      }
      return outcomes;
    },
  };
}

/** Why a kind has no such verb, as its definition declares; undefined where it has one. */
function reasonAgainst(kind: Kind, verb: CountedVerb): string | undefined {
  const { observedOnly, deletedOnly, unchangeable, removable } = kinds[kind];
  if (verb === "parse") return undefined;
  if (verb === "observe") return deletedOnly;
  if (verb === "del" && !removable) return "It always has a value.";
  return observedOnly ?? (verb === "del" ? undefined : (deletedOnly ?? (verb === "set" ? unchangeable : undefined)));
}

/** The last test of a suite: it has done everything with every kind, except `untested` ones. */
export function testCoverage({ name, seen }: DriverUnderTest & Counts, untested: readonly Kind[] = []): void {
  test(`every verb of every kind of fact has been tested with the driver ${name}`, () => {
    const all = (Object.keys(kinds) as Kind[]).filter((kind) => !untested.includes(kind));
    const due = all.flatMap((kind) => VERBS.flatMap((verb) => (reasonAgainst(kind, verb) === undefined ? [`${kind} ${verb}`] : [])));
    expect(due.filter((one) => !seen.has(one))).toEqual([]);
  });
}
