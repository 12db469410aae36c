import { canonicalIp } from "../../net/ip";
import { ROOT } from "../fact";
import type { FactType } from "../fact-type";
import { netnsKey } from "../key";
import { after, ended, isWord, listOf, next, reader } from "./words";
import { refused } from "../refusal";

/**
 * The resolver configuration of a namespace: `resolv web nameservers 10.8.0.1,fd00:8::1 search front`. It is the file
 * `/etc/netns/web/resolv.conf`, which `ip netns exec` mounts over the host's. It is not a kernel object, so it stays when the
 * namespace is deleted. Its mark is a comment.
 */
export const resolv: FactType<"resolv"> = {
  kind: "resolv",
  sample: "local - resolv web nameservers 10.8.0.1,fd00:8::1 search front",
  readSet: "names",
  rank: 9,
  markable: true,
  removable: true,
  overwritable: true,
  identity: (fact) => fact.name,
  normal: (fact) => ({ ...fact, nameservers: fact.nameservers.map((ip) => canonicalIp(ip) ?? ip) }),
  needs: (fact) => [{ key: netnsKey(fact.host, fact.name), diesWith: false }],
  // A file that does not begin with our mark.
  neverTakenOver: true,
  canChange: () => true,
  remedyWhereForeign: ({ name }, { isOwned }) =>
    isOwned
      ? "A namespace uses the DNS server of one network: set `default_route = false` on all of its endpoints but one."
      : `Remove /etc/netns/${name}/resolv.conf manually if nothing needs it, or set \`names = false\` on the network.`,
  ask: (scope, fact) => void scope.netns.add(fact.name),
  isShown: (asked, fact) => asked.netns.has(fact.name),
  // A foreign file is never overwritten.
  admit: (_world, { mark }, before) =>
    before !== undefined && before.mark === undefined && mark !== undefined ? refused("EEXIST") : undefined,
  text(fact) {
    const nameservers = fact.nameservers.length === 0 ? "" : ` nameservers ${fact.nameservers.join(",")}`;
    const search = fact.search.length === 0 ? "" : ` search ${fact.search.join(",")}`;
    return `${fact.name}${nameservers}${search}`;
  },
  parse(words, place) {
    const line = reader(words);
    const called = next(line);
    const nameservers = listOf(after(line, "nameservers"));
    const search = listOf(after(line, "search"));
    if (place.netns !== ROOT || !isWord(called) || called.includes("/") || !ended(line)) return undefined;
    return nameservers.every((ip) => canonicalIp(ip) === ip) ? { name: called, nameservers, search } : undefined;
  },
};
