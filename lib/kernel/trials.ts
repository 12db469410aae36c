/**
 * What a kernel may refuse for a reason that no observation shows, as an interface in a namespace without a name that has a link to itself.
 * Backends try it before anything is deleted, so that a refusal costs nothing that worked.
 */
import { fact, ROOT, type Fact, type Key } from "./fact";
import { linkKey } from "./key";
import { isLink, keyOf, providesOf } from "./kinds";
import { isOnParent, isStacked, parentPlace, type LinkOnParent } from "./kinds/on-parent";
import { portsIn } from "./kinds/port";
import type { Step } from "./step";

/** A link of the host on a parent, to be created and deleted at once, and the index of the step that it is tried for. */
export interface Trial {
  readonly step: number;
  readonly link: LinkOnParent;
}

/** The links of the host that a step makes, changes, frees or takes, and the parent that carried its link so far. */
function concerned({ verb, fact: one }: Step): readonly Key[] {
  if (!isLink(one)) return portsIn([one]).map((port) => linkKey(port, port.dev));
  const below = verb === "del" && isStacked(one) ? [linkKey(parentPlace(one), one.parent)] : [];
  return [keyOf(one), ...providesOf(one), ...below];
}

function tried({ host, type, parent, mode, mtu }: LinkOnParent, name: string): LinkOnParent {
  const below = { parent, parentNetns: ROOT };
  const body = { name, type, ...(mode !== undefined && { mode }), mtu, up: false };
  return { ...fact("link", { host, netns: ROOT }, body), ...below };
}

function isReceiver(one: Fact): one is LinkOnParent & Fact {
  return isLink(one) && isStacked(one) && isOnParent(one) && one.parentNetns === ROOT;
}

/** One trial for each parent that gets its first interface after something is deleted, unless the steps change the parent itself. */
export function trialsOf(steps: readonly Step[], nameOf: (n: number) => string): readonly Trial[] {
  const known = new Set<Key>();
  const trials: Trial[] = [];
  let isDeleting = false;
  steps.forEach((step, n) => {
    const { verb, fact: one } = step;
    isDeleting ||= verb === "del";
    for (const key of concerned(step)) known.add(key);
    if (verb !== "add" || !isDeleting || !isReceiver(one)) return;
    const below = linkKey(parentPlace(one), one.parent);
    if (!known.has(below)) trials.push({ step: n, link: tried(one, nameOf(trials.length)) });
    known.add(below);
  });
  return trials;
}
