/** The wanted rules of nftables, by the sets that they look up. */
import { setsIn, type Rule, type Verdict } from "../../nft/expression";
import { grouped, type FactLookup, type FactSource } from "../among";
import type { JudgeGround } from "../judgement";
import { chainKey, chainsIn } from "./chain";
import { elementsIn } from "./element";
import { homeOf, nameIn } from "./table";

/** The rules among wanted facts, indexed once for all elements, when the first one is judged. */
export function rulesAmong(wanted: FactSource & FactLookup): JudgeGround {
  let known: ReadonlyMap<string, readonly LookingUp[]> | undefined;
  let verdicts: ReadonlyMap<string, readonly Deciding[]> | undefined;
  return {
    rulesOn: ({ host }, set) => ((known ??= bySet(wanted)).get(`${host} ${set}`) ?? []).map(({ rule }) => rule),
    rulesOf(place, name) {
      const found = wanted.get(chainKey(place, name));
      return found?.kind === "chain" ? found.rules : [];
    },
    verdictsOf: ({ host }, map) => ((verdicts ??= byMap(wanted)).get(`${host} ${map}`) ?? []).map(({ verdict }) => verdict),
  };
}

interface LookingUp {
  readonly set: string;
  readonly rule: Rule;
}

function bySet(wanted: FactSource): ReadonlyMap<string, readonly LookingUp[]> {
  const all = chainsIn(wanted).flatMap(({ host, name, rules }) => {
    const { family } = homeOf(name).table;
    return rules.flatMap((rule) => setsIn(rule).map((set) => ({ set: `${host} ${nameIn(family, set)}`, rule })));
  });
  return grouped(all, ({ set }) => set);
}

interface Deciding {
  readonly map: string;
  readonly verdict: Verdict;
}

function byMap(wanted: FactSource): ReadonlyMap<string, readonly Deciding[]> {
  const all = elementsIn(wanted).flatMap(({ host, set, data }) =>
    data !== undefined && "do" in data ? [{ map: `${host} ${set}`, verdict: data }] : [],
  );
  return grouped(all, ({ map }) => map);
}
