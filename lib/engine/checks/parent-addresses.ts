/** Addresses on the network of a host's link: endpoints of other stacks, and of the undeclared part of this one, have theirs there, and so has the host. */
import { bareAddress, canonicalAssigned } from "../../net/cidr";
import { diagnose, type Diagnostic } from "../../diagnostic";
import { ROOT, type Fact, type Place } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { linkKey } from "../../kernel/key";
import { isLink, keyOf } from "../../kernel/kinds";
import { addressesIn } from "../../kernel/kinds/addr";
import { linksIn } from "../../kernel/kinds/link";
import { isStacked, parentPlace, type LinkOnParent } from "../../kernel/kinds/on-parent";
import { textOf } from "../../kernel/line";
import type { View } from "./view";

/** A link of a host whose network addresses are on. */
const networkOf = (link: LinkOnParent) => linkKey(parentPlace(link), link.parent);

/** Address → the object that shows it to be in use, among what is not this plan's. */
function usedOn(network: string, { host }: Place, facts: Facts, { goal }: View): ReadonlyMap<string, Fact> {
  const isOthers = (fact: Fact) => !goal.owned.has(keyOf(fact)) && !goal.desired.has(keyOf(fact));
  const standing = linksIn(facts).filter((link) => isStacked(link) && networkOf(link) === network);
  const ends = new Set([network, ...standing.filter(({ netns }) => netns === ROOT).map(keyOf)]);
  const own = addressesIn(facts).filter((one) => one.host === host && one.netns === ROOT && ends.has(linkKey(one, one.dev)));
  const used = new Map<string, Fact>(own.filter(isOthers).map((one) => [bareAddress(one.address), one]));
  for (const link of standing.filter(isOthers)) for (const address of link.addresses ?? []) used.set(bareAddress(address), link);
  return used;
}

/** No endpoint gets an address that another one has on the same network, or the host itself. */
export function parentAddressesAreFree(view: View): readonly Diagnostic[] {
  return view.changes.flatMap(({ after, before, owners }): readonly Diagnostic[] => {
    const facts = after && view.actual.get(after.host);
    if (facts === undefined || !isLink(after!) || !isStacked(after) || after.addresses === undefined) return [];
    const had = before !== undefined && isLink(before) ? before.addresses : undefined;
    const used = usedOn(networkOf(after), after, facts, view);
    return after.addresses.flatMap((address, index) => {
      const bare = canonicalAssigned(bareAddress(address)) ?? bareAddress(address);
      const there = had?.includes(address) === true ? undefined : used.get(bare);
      if (there === undefined) return [];
      const detail = `${bare} is in use already on the network of "${after.parent}": "${textOf(there)}". Choose another one, or leave \`addresses\` out to have a free one allocated.`;
      return [
        diagnose("duplicate-address", detail, { resource: owners[0]!, path: ["addresses", index], host: after.host, fact: textOf(there) }),
      ];
    });
  });
}
