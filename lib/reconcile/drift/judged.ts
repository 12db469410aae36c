/** Differences with all that is known of them: their class, what they do to traffic, whose, and what becomes of them. */
import type { Fact } from "../../kernel/fact";
import { cosmetic, outage, type JudgeGround, type Judgement, type Layer } from "../../kernel/judgement";
import { sameFact, typeOf } from "../../kernel/kinds";
import { rulesAmong } from "../../kernel/kinds/wanted-rules";
import type { DeclaredPortClaim } from "../../kernel/port-claim";
import { wantedEndpoints } from "../endpoints";
import { asFacts } from "../goal";
import { asTolerated, type Tolerances } from "../tolerance";
import { besideOn, farEnds, listenersBeside, orphansOn } from "./beside";
import { compare, type Difference } from "./compare";
import { concernedBy } from "./concerned";
import { coverageOf, type HostCoverage } from "./coverage";
import { swallowedOn } from "./swallowed";
import { repairsOf, type FactRepair, type RepairGround } from "./repair";

/**
 * `missing`: a declared object does not exist. `changed`: it differs, lost its mark, or its address is in use elsewhere.
 * `unexpected`: it is in an object of the stack, and nothing declares it. `orphaned`: it carries the mark of the stack, and the state
 * does not have it.
 */
export type FindingClass = (typeof findingClasses)[number];
export const findingClasses = ["missing", "changed", "unexpected", "orphaned"] as const;

/** A difference between facts, judged from facts alone. */
export interface JudgedDifference extends Judgement {
  readonly class: FindingClass;
  readonly difference: Difference;
  readonly layer: Layer;
  /** The endpoints whose traffic it affects. */
  readonly endpoints: readonly string[];
  readonly repair: FactRepair;
  /** It is left, because an owner leaves to others what it concerns. */
  readonly isTolerated: boolean;
}

/** All differences of a stack's hosts, and how much of each host is managed. */
export interface JudgedDrift {
  readonly judged: readonly JudgedDifference[];
  readonly coverage: readonly HostCoverage[];
}

/** What to compare and to plan a repair from, and the ports that the stack publishes. */
export interface DriftGround extends RepairGround {
  readonly claims: readonly DeclaredPortClaim[];
  readonly tolerances: Tolerances;
}

/** Compares the owned facts with the observed hosts and judges each difference. Pure. */
export function judgedDrift(ground: DriftGround): JudgedDrift {
  const { owned, observed, actual, stacks } = ground;
  const declared = compare(owned, observed, { ...ground, closedWorld: true });
  const ends = farEnds(owned);
  const beside = [...observed.values()].flatMap((seen) => besideOn(seen, ground, ends));
  const listeners = listenersBeside(ground, actual);
  const swallowed = [...observed.values()].flatMap(({ facts }) => swallowedOn(facts, owned));
  const taken = new Map(swallowed.map(({ difference, judgement }) => [difference.key, judgement]));
  const orphans = [...observed.values()].flatMap((seen) => orphansOn(seen, owned, stacks));
  const all = [
    ...declared.map((difference) => ({ class: classOf(difference), difference })),
    ...[...beside.filter(({ key }) => !taken.has(key)), ...listeners, ...swallowed.map(({ difference }) => difference)].map(
      (difference) => ({ class: "unexpected" as const, difference }),
    ),
    ...orphans.map((difference) => ({ class: "orphaned" as const, difference })),
  ];
  const coverage = coverageOf(observed, owned, stacks);
  if (all.length === 0) return { judged: [], coverage };
  const concerned = concernedBy(wantedEndpoints({ desired: owned, owned, closedWorld: true }));
  const repair = declared.length === 0 ? LEFT : repairsOf(ground);
  const facts = rulesAmong(asFacts(owned));
  const judged = all.map(({ class: kind, difference }): JudgedDifference => {
    const judgement = taken.get(difference.key) ?? judge(kind, difference, facts);
    const endpoints = judgement.severity === "cosmetic" ? [] : concerned(difference.owners, difference.fact);
    const isTolerated = isLeftToOthers(difference, ground);
    const what = { class: kind, difference, layer: typeOf(difference.fact).layer, ...judgement, endpoints };
    return { ...what, isTolerated, repair: isTolerated ? LEFT() : repair(difference) };
  });
  return { judged, coverage };
}

const LEFT = (): FactRepair => ({ by: "left", interrupts: [] });

/** Whether its owners leave to others all that differs. */
function isLeftToOthers({ kind, key, fact, actual }: Difference, { tolerances, actual: there }: DriftGround): boolean {
  const tolerance = tolerances.get(key);
  if (tolerance === undefined || (kind !== "missing" && kind !== "changed")) return false;
  const wanted = asTolerated(key, fact, tolerance, there.get(fact.host) ?? new Map());
  return wanted === undefined || (actual !== undefined && sameFact(actual, wanted));
}

function classOf({ kind }: Difference): FindingClass {
  return kind === "missing" || kind === "unexpected" ? kind : "changed";
}

/** The judgement of the fact's kind, where it is not the mark or the address alone that is at fault. */
function judge(kind: FindingClass, { kind: difference, fact, actual }: Difference, ground: JudgeGround): Judgement {
  if (difference === "conflict") return outage("Another host on the link uses the address, so the kernel does not.");
  const { judge: byKind } = typeOf(fact);
  if (byKind === undefined) return cosmetic("It has no influence on packets.");
  if (kind === "unexpected" || kind === "orphaned") return byKind(undefined, fact, ground);
  const alike = actual?.kind === fact.kind ? actual : undefined;
  if (alike !== undefined && sameFact(unmarked(alike), unmarked(fact)))
    return cosmetic("It works as declared, and nothing shows that it is Netweft's.");
  return byKind(fact, alike, ground);
}

function unmarked({ mark: _mark, ...fact }: Fact): Fact {
  return fact as Fact;
}
