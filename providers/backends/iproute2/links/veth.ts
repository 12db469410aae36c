import type { FactOf } from "../../../../lib/kernel/fact";
import type { NamespaceNames } from "../names";
import { ip, linkDeleted, reaching, upDown, type Codec, type ScriptLine } from "../line";
import { ourGroup, word } from "../words";

type Veth = FactOf<"veth">;

function marked({ netns, name, mark, addresses }: Veth): readonly ScriptLine[] {
  return mark === undefined ? [] : [ip(netns, ["link set dev", word.dev(name), "alias", word.alias(mark, addresses)])];
}

/** Both ends in one message: the peer is created in its namespace with its name, MAC address and MTU. It cannot be created up. */
function created(fact: Veth, names: NamespaceNames): ScriptLine {
  const { netns, name, mtu, up, peer, peerNetns, peerMtu, mac } = fact;
  const here = ["link add name", word.dev(name), "mtu", word.number(mtu), ourGroup, up && "up"];
  const there = ["peer name", word.dev(peer), "address", word.mac(mac), "mtu", word.number(peerMtu), ourGroup];
  const into = peerNetns !== netns && `netns ${word.netns(names.onMachine(peerNetns))}`;
  return ip(netns, [...here, "type veth", ...there, into], { ...reaching(peerNetns), lineNumberUnknown: true });
}

export const veth: Codec<"veth"> = {
  add(fact, names) {
    const peerUp = ip(fact.peerNetns, ["link set dev", word.dev(fact.peer), "up"], { afterPorts: true });
    return [created(fact, names), ...marked(fact), ...(fact.peerUp ? [peerUp] : [])];
  },
  set(from, to) {
    const here = (...words: string[]) => ip(to.netns, ["link set dev", word.dev(to.name), ...words]);
    const shrunk = () => ip(to.netns, ["link set dev", word.dev(to.name), "mtu", word.number(to.mtu)], reaching(to.peerNetns));
    const there = (...words: string[]) => ip(to.peerNetns, ["link set dev", word.dev(to.peer), ...words]);
    const lines: (ScriptLine | false)[] = [
      from.up && !to.up && here("down"),
      from.peerUp && !to.peerUp && there("down"),
      from.mark !== to.mark && to.mark !== undefined && here(ourGroup),
      from.mac !== to.mac && there("address", word.mac(to.mac)),
      // The kernel drops packets larger than the MTU of the end they leave by: lower the sending end first, raise the forwarding end first.
      from.mtu < to.mtu && here("mtu", word.number(to.mtu)),
      from.peerMtu !== to.peerMtu && there("mtu", word.number(to.peerMtu)),
      from.mtu > to.mtu && shrunk(),
      !from.up && to.up && here(upDown(true)),
      !from.peerUp && to.peerUp && there(upDown(true)),
    ];
    const remark = from.mark !== to.mark || from.addresses.join() !== to.addresses.join();
    return [...lines.filter((line) => line !== false), ...(remark ? marked(to) : [])];
  },
  del({ netns, name, peerNetns, mark }) {
    return [linkDeleted(netns, word.dev(name), mark, reaching(peerNetns))];
  },
};
