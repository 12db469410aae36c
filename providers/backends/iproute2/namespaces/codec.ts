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
  const owner = mark === undefined ? {} : { mark: word.mark(mark) };
  return { netns: ROOT, command: { do: "netns-own", name: word.netns(names.onMachine(name)), ...owner }, ...reaching(name), apart: true };
}

function created({ name: ours, from, inode }: Netns, names: NamespaceNames): ScriptLine {
  const name = word.netns(names.onMachine(ours));
  const extra = { netns: ROOT, ...reaching(ours, true) };
  if (from === undefined) return { ...extra, command: { do: "netns-add", name } };
  return { ...extra, command: { do: "netns-attach", name, path: word.path(from), inode: word.number(inode ?? 0) } };
}

function deleted({ name }: Netns, names: NamespaceNames): ScriptLine {
  const command = { do: "netns-del", name: word.netns(names.onMachine(name)) } as const;
  return { netns: ROOT, command, ...reaching(name, true), ignoreMissing: true };
}

export const netns: Codec<"netns"> = {
  add: (fact, names) => [created(fact, names), loopback(fact), recorded(fact, names, fact.mark)],
  set: (from, to, names) => (from.mark === to.mark || to.mark === undefined ? [] : [loopback(to), recorded(to, names, to.mark)]),
  del: (fact, names) => [deleted(fact, names), recorded(fact, names)],
};
