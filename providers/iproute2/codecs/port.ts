import type { FactOf } from "../../../lib/kernel/fact";
import { ip, onOff, type Codec, type Line } from "./line";
import { word } from "./words";

type Port = FactOf<"port">;

function attached({ netns, dev, bridge }: Port): Line {
  return ip(netns, ["link set", word.dev(dev), "master", word.dev(bridge)], { blind: true });
}

function flags({ netns, dev, isolated, hairpin }: Port): Line {
  return ip(netns, ["link set", word.dev(dev), "type bridge_slave isolated", onOff(isolated), "hairpin", onOff(hairpin)]);
}

/** A link that joins a bridge has all flags off. */
export const port: Codec<"port"> = {
  add: (fact) => [attached(fact), ...(fact.isolated || fact.hairpin ? [flags(fact)] : [])],
  set(from, to) {
    const moved = from.bridge !== to.bridge;
    const before = moved ? { isolated: false, hairpin: false } : from;
    const differs = before.isolated !== to.isolated || before.hairpin !== to.hairpin;
    return [...(moved ? [attached(to)] : []), ...(differs ? [flags(to)] : [])];
  },
  del: ({ netns, dev }) => [ip(netns, ["link set", word.dev(dev), "nomaster"], { forgiving: true })],
};
