/** Questions about links of both kinds: those that are created alone, and pairs. */
import { indexed, type FactLookup, type FactSource } from "../among";
import type { Place } from "../fact";
import { linkKey } from "../key";
import type { LinkOrPair } from "../objects";
import { pairsMarked } from "./veth";

/** The link of this name, or the pair whose near end has it. */
export function linkAt(facts: FactLookup | undefined, place: Place, name: string): LinkOrPair | undefined {
  const found = facts?.get(linkKey(place, name));
  return found?.kind === "link" || found?.kind === "veth" ? found : undefined;
}

const byMark = indexed("link", ({ mark }) => mark);

/** The links and pairs with this mark: one, but for the members of an overlay network, which have a bridge and devices each. */
export function linksMarked(facts: FactSource, mark: string): readonly LinkOrPair[] {
  return [...byMark(facts, mark), ...pairsMarked(facts, mark)];
}
