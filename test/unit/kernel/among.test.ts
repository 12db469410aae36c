import fc from "fast-check";
import { among, at, indexed } from "../../../lib/kernel/among";
import type { Fact, Kind } from "../../../lib/kernel/fact";
import { factsOf } from "../../../lib/kernel/facts";
import { linkKey } from "../../../lib/kernel/key";
import { addressesInUse, destinationOf, keyOf, kinds, providesOf, typeOf } from "../../../lib/kernel/kinds";
import { addressesOn } from "../../../lib/kernel/kinds/addr";
import { linksMarked } from "../../../lib/kernel/kinds/links";
import { parseCidr } from "../../../lib/net/cidr";
import { anyFact } from "../../support/facts";

const someFacts = fc.array(anyFact, { maxLength: 40 });
const everyKind = Object.keys(kinds) as Kind[];

describe("questions for the facts of one kind", () => {
  test("have the same answer for a set, which is sorted by kind once, and for a list, which is searched: in the order of the facts", () => {
    fc.assert(
      fc.property(someFacts, (facts) => {
        const set = factsOf(facts);
        const byKind = (found: (kind: Kind) => readonly Fact[]) => everyKind.map((kind) => found(kind).map(keyOf));
        const list = [...set.values()];
        const expected = byKind((kind) => list.filter((fact) => fact.kind === kind));
        expect(byKind((kind) => among(set, kind))).toEqual(expected);
        expect(byKind((kind) => among(list, kind))).toEqual(expected);
      }),
    );
  });

  test("find by a name what has it, in a set as in a list", () => {
    const byAddress = indexed("addr", ({ address }) => address);
    fc.assert(
      fc.property(someFacts, (facts) => {
        const set = factsOf(facts);
        for (const one of among(set, "addr")) {
          expect(byAddress(set, one.address)).toEqual(byAddress([...set.values()], one.address));
          expect(addressesOn(set, one, one.dev)).toContain(one);
          expect(at(set, keyOf(one), "addr")).toBe(one);
          expect(at(set, keyOf(one), "route")).toBeUndefined();
        }
        for (const one of set.values()) if (one.mark !== undefined && typeOf(one).isLink) expect(linksMarked(set, one.mark)).toContain(one);
      }),
    );
  });
});

/** The keys of links that a fact occupies: its own, and that of its far end. */
function endKeys(fact: Fact): readonly string[] {
  return typeOf(fact).isLink ? [keyOf(fact), ...providesOf(fact)] : [];
}

test("what the kinds say of the network agrees: networks and addresses can be parsed, and the ends of a link are the keys it occupies", () => {
  fc.assert(
    fc.property(anyFact, (fact) => {
      const networks = [...(addressesInUse(fact) ?? []), ...(destinationOf(fact) === undefined ? [] : [destinationOf(fact)!.network])];
      expect(networks.filter((network) => parseCidr(network) === undefined)).toEqual([]);
      const ends = typeOf(fact).ends?.(fact) ?? [];
      expect(ends.map(({ netns, name }) => linkKey({ host: fact.host, netns }, name))).toEqual(endKeys(fact));
    }),
  );
});
