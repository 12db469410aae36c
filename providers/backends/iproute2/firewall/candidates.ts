/** The packet classes that the rules of a chain distinguish. */
import { isPayloadIn, isSourceIn, passText, type Pass, type Payload } from "../../../../lib/kernel/pass";
import type { Chain, RuleCondition, Table } from "./rule";
import { NEIGHBOURS } from "./walk";

type CandidateKind = Omit<Pass, "link">;

/** The intersection of two payloads. */
function overlap(one: Payload | undefined, other: Payload): readonly Payload[] {
  if (one === undefined) return [other];
  const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)];
  return one.protocol === other.protocol && from <= to ? [{ protocol: one.protocol, from, to }] : [];
}

/** The narrower of two networks if one contains the other. */
function narrower(one: string | undefined, other: string): readonly string[] {
  if (isSourceIn(other, one)) return [other];
  return isSourceIn(one, other) ? [one!] : [];
}

function narrowed(kind: CandidateKind, condition: RuleCondition): readonly CandidateKind[] {
  if (condition.on === "payload")
    return condition.payloads.flatMap((one) => overlap(kind.payload, one)).map((payload) => ({ ...kind, payload }));
  if (condition.on === "source")
    return condition.networks.flatMap((one) => narrower(kind.source, one)).map((source) => ({ ...kind, source }));
  return [kind];
}

/** All packets, and untracked ones: rules for new connections do not match these. */
const ALWAYS: readonly CandidateKind[] = [{}, { payload: NEIGHBOURS }];

/** Packet classes, regardless of the link, for which some rule reachable from the chain has a verdict. */
export function packetsToldApart(table: Table, chain: Chain): readonly CandidateKind[] {
  const found = new Map(ALWAYS.map((kind) => [passText(kind), kind]));
  const visited = new Set<string>();
  const visit = (rules: Chain["rules"], known: CandidateKind): void => {
    for (const { when, then } of rules) {
      const kinds = when.reduce<readonly CandidateKind[]>((some, condition) => some.flatMap((kind) => narrowed(kind, condition)), [known]);
      for (const kind of kinds) {
        if (then.do !== "jump" && then.do !== "goto") {
          found.set(passText(kind), kind);
        } else if (!visited.has(`${then.to} ${passText(kind)}`)) {
          visited.add(`${then.to} ${passText(kind)}`);
          visit(table.chains.get(then.to)?.rules ?? [], kind);
        }
      }
    }
  };
  visit(chain.rules, {});
  return [...found.values()];
}

/** Whether every packet of the inner class belongs to the outer one. */
export function isKindIn(inner: CandidateKind, outer: CandidateKind): boolean {
  return isPayloadIn(inner.payload, outer.payload) && isSourceIn(inner.source, outer.source);
}
