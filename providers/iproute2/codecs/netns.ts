import { isAdopted } from "../../../lib/kernel/adopted";
import { ROOT, type FactOf } from "../../../lib/kernel/fact";
import type { Names } from "../names";
import { ip, reaching, type Codec, type Line } from "./line";
import { word } from "./words";

type Netns = FactOf<"netns">;

/** The mark of a namespace is the alias of its `lo`, which is down while nobody has brought it up. Nothing that is made at the root has to wait for that. */
function loopback({ name, mark }: Netns): Line {
  return ip(name, ["link set lo up", mark !== undefined && `alias ${word.alias(mark)}`], { free: true });
}

function born(fact: Netns, names: Names): Line {
  const name = word.netns(names.onMachine(fact.name));
  const extra = { ...reaching(fact.name, true), createsNetns: true } as const;
  if (fact.from === undefined) return ip(ROOT, ["netns add", name], extra);
  return { netns: ROOT, tool: "attach", text: `${name} ${word.path(fact.from)} ${word.number(fact.inode ?? 0)}`, ...extra };
}

export const netns: Codec<"netns"> = {
  add: (fact, names) => [born(fact, names), loopback(fact)],
  set: (from, to) => (from.mark === to.mark || to.mark === undefined ? [] : [loopback(to)]),
  del(fact, names) {
    // Another program's namespace lives on without our name: our mark is taken off first.
    const unmarked = !isAdopted(fact) ? [] : [ip(fact.name, ['link set lo alias ""'], { forgiving: true })];
    const gone = ip(ROOT, ["netns del", word.netns(names.onMachine(fact.name))], { ...reaching(fact.name, true), forgiving: true });
    return [...unmarked, gone];
  },
};
