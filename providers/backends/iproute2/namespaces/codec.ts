import { ROOT, type FactOf } from "../../../../lib/kernel/fact";
import type { NamespaceNames } from "../names";
import { ip, reaching, type Codec, type ScriptLine } from "../line";
import { word } from "../words";

type Netns = FactOf<"netns">;

/** In a new namespace `lo` is down. No line at the root has to wait for this one. */
function loopback({ name }: Netns): ScriptLine {
  return ip(name, ["link set lo up"], { independent: true });
}

/** Records the owner on the host once the namespace is complete, or removes the record once it is deleted. */
function recorded({ name }: Netns, names: NamespaceNames, mark?: string): ScriptLine {
  const text = `${word.netns(names.onMachine(name))} ${mark === undefined ? "-" : word.mark(mark)}`;
  return { netns: ROOT, tool: "own", text, ...reaching(name), apart: true };
}

function created({ name, from, inode }: Netns, names: NamespaceNames): ScriptLine {
  const text = word.netns(names.onMachine(name));
  const extra = { netns: ROOT, ...reaching(name, true) } as const;
  if (from === undefined) return { ...extra, tool: "born", text };
  return { ...extra, tool: "attach", text: `${text} ${word.path(from)} ${word.number(inode ?? 0)}` };
}

export const netns: Codec<"netns"> = {
  add: (fact, names) => [created(fact, names), loopback(fact), recorded(fact, names, fact.mark)],
  set: (from, to, names) => (from.mark === to.mark || to.mark === undefined ? [] : [loopback(to), recorded(to, names, to.mark)]),
  del: (fact, names) => [
    ip(ROOT, ["netns del", word.netns(names.onMachine(fact.name))], { ...reaching(fact.name, true), ignoreMissing: true }),
    recorded(fact, names),
  ],
};
