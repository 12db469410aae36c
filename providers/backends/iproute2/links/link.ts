import { own } from "../../../../lib/net/own";
import { ROOT, type FactOf } from "../../../../lib/kernel/fact";
import { isStacked, type LinkOnParent } from "../../../../lib/kernel/kinds/on-parent";
import { TUNNEL, TUNNEL_PREFIX } from "../../../../lib/kernel/tunnel";
import { ip, linkDeleted, reaching, tunnel, upDown, type Codec, type ScriptLine } from "../line";
import type { NamespaceNames } from "../names";
import { ourGroup, word } from "../words";

type LinkFact = FactOf<"link">;

/** The words behind `type` for each type of link that can be created. */
const bodies: Readonly<Record<string, (fact: LinkFact) => readonly string[]>> = {
  bridge: ({ stp }) => ["bridge stp_state", stp ? "1" : "0"],
  vxlan({ vni = 0, local, port = 0, learning }) {
    const from = local === undefined ? [] : ["local", word.ip(local)];
    return ["vxlan id", word.number(vni), ...from, "dstport", word.number(port), learning ? "learning" : "nolearning"];
  },
  macvlan: ({ mode = "" }) => ["macvlan mode", word.macvlanMode(mode)],
  vlan: ({ vlan = 0 }) => ["vlan id", word.number(vlan)],
};

function bodyOf(fact: LinkFact): readonly string[] {
  const body = own(bodies, fact.type);
  if (body === undefined) throw new Error(`links of this type cannot be created: ${fact.type}`);
  return body(fact);
}

function marked({ netns, name, mark, addresses }: LinkFact): readonly ScriptLine[] {
  return mark === undefined ? [] : [ip(netns, ["link set dev", word.dev(name), "alias", word.alias(mark, addresses)])];
}

/**
 * A bridge without an explicit MAC address takes that of a port, and changes it as ports come and go. Setting the current
 * address explicitly keeps it; test/kernel/import.test.ts shows it.
 */
function isTakenOver(from: LinkFact, to: LinkFact): boolean {
  return from.mark === undefined && to.mark !== undefined;
}

function state(fact: LinkFact): ScriptLine {
  return ip(fact.netns, ["link set dev", word.dev(fact.name), upDown(fact.up)], fact.up ? { afterPorts: true } : {});
}

/** The host creates a WireGuard device in the kernel or with wireguard-go; either way it ends up in our group. */
function created(fact: LinkFact): ScriptLine {
  const { netns, name, mac, mtu } = fact;
  if (fact.type === TUNNEL) return tunnel(["device", tunnelName(fact)]);
  // A bridge's MTU follows its smallest port until it is set to a value other than its initial one.
  const initialMtu = mtu === 1500 ? "1280" : "1500";
  return ip(netns, [
    ...["link add name", word.dev(name), "mtu", initialMtu, mac && `address ${word.mac(mac)}`],
    ...[ourGroup, "type", ...bodyOf(fact)],
  ]);
}

/** A link on a parent, created where the parent is. The kernel refuses a larger mtu than the parent's. */
function createdOnParent(fact: LinkOnParent, names: NamespaceNames): ScriptLine {
  const { netns, name, mac, mtu, parent, parentNetns } = fact;
  if (netns !== ROOT && parentNetns !== ROOT) throw new Error(`a link cannot be created like this: ${netns} ${name}`);
  const into = netns !== parentNetns && `netns ${word.netns(names.onMachine(netns))}`;
  const words = ["link add link", word.dev(parent), "name", word.dev(name), "mtu", word.number(mtu), mac && `address ${word.mac(mac)}`];
  return ip(parentNetns, [...words, ourGroup, into, "type", ...bodyOf(fact)], { ...reaching(netns), lineNumberUnknown: true });
}

/** The link is created and deleted again. */
export function trialLines(fact: LinkOnParent, names: NamespaceNames): readonly ScriptLine[] {
  return [createdOnParent(fact, names), linkDeleted(fact.netns, word.dev(fact.name), undefined)];
}

/** Under another name, or in another namespace, an observation would not recognise it. */
function tunnelName({ netns, name }: LinkFact): string {
  if (netns !== ROOT || !name.startsWith(TUNNEL_PREFIX))
    throw new Error(`a WireGuard device cannot be created like this: ${netns} ${name}`);
  return word.dev(name);
}

export const link: Codec<"link"> = {
  add(fact, names) {
    const { netns, name, mtu, mark } = fact;
    if (isStacked(fact)) return [createdOnParent(fact, names), ...marked(fact), ...(fact.up ? [state(fact)] : [])];
    const rest = ip(netns, ["link set dev", word.dev(name), "mtu", word.number(mtu), mark !== undefined && `alias ${word.alias(mark)}`]);
    return [created(fact), rest, ...(fact.up ? [state(fact)] : [])];
  },
  set(from, to) {
    const dev = `link set dev ${word.dev(to.name)}`;
    const changed: (ScriptLine | false | undefined)[] = [
      from.up && !to.up && state(to),
      from.mark !== to.mark && to.mark !== undefined && ip(to.netns, [dev, ourGroup]),
      to.mac !== undefined && (from.mac !== to.mac || isTakenOver(from, to)) && ip(to.netns, [dev, "address", word.mac(to.mac)]),
      from.mtu !== to.mtu && ip(to.netns, [dev, "mtu", word.number(to.mtu)]),
      to.stp !== undefined && from.stp !== to.stp && ip(to.netns, [dev, "type bridge stp_state", to.stp ? "1" : "0"]),
      from.mode !== to.mode && to.mode !== undefined && ip(to.netns, [dev, "type macvlan mode", word.macvlanMode(to.mode)]),
      from.learning !== to.learning && ip(to.netns, [dev, "type vxlan", to.learning ? "learning" : "nolearning"]),
    ];
    const remark = from.mark !== to.mark || from.addresses?.join() !== to.addresses?.join();
    const last = [...(remark ? marked(to) : []), ...(!from.up && to.up ? [state(to)] : [])];
    return [...changed.filter((line) => line !== false && line !== undefined), ...last];
  },
  del({ netns, name, type, mark, parent }) {
    const dev = word.dev(name);
    if (netns !== ROOT && parent !== undefined) return [linkDeleted(netns, dev, undefined)];
    if (type === TUNNEL && netns === ROOT) return [linkDeleted(netns, dev, undefined), tunnel(["gone", dev])];
    return [linkDeleted(netns, dev, mark)];
  },
  followsBridges: (verb) => verb !== "add",
};
