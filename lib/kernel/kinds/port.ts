import { among, at, type FactLookup, type FactSource } from "../among";
import type { FactOf, Key, Place } from "../fact";
import type { FactType } from "../fact-type";
import { linkKey, LOOPBACK } from "../key";
import { countDependents, dependentsOf, endAt, onDev, type World } from "../objects";
import { onLink } from "./needs";
import { hasMaster, receiversOn } from "./on-parent";
import { after, ended, flag, isDev, next, reader } from "./words";
import { refused } from "../refusal";
import { degraded, exposure, judging, outage } from "../judgement";

/** Most ports of one bridge. */
export const MAX_PORTS = 1023;

type BridgePort = FactOf<"port">;

/** The flags that follow the bridge, in order. */
const FLAGS = [
  ["isolated", ({ isolated }: BridgePort) => isolated],
  ["hairpin", ({ hairpin }: BridgePort) => hairpin],
  ["suppress", ({ suppress }: BridgePort) => suppress === true],
  ["nolearning", ({ learning }: BridgePort) => learning === false],
  ["noflood", ({ flood }: BridgePort) => flood === false],
] as const;

const portJudged = judging<BridgePort>({
  missing: outage("The link is not a port of its bridge, so it reaches nothing on its network."),
  extra: exposure(
    "A link that nothing declares is a port of the network: what is behind it reaches its endpoints and reads flooded packets.",
  ),
  rows: [
    [["bridge"], outage("The link is a port of another bridge.")],
    [["isolated"], outage("The port is isolated: it does not reach the other ports of its bridge.")],
    [["hairpin"], degraded("Packets that go back through the port are dropped, or are not dropped, other than declared.")],
  ],
  changed: degraded("The bridge learns, floods or answers on the port other than declared."),
});

/** Whether `forwarding = "evpn"` configures a port like this: FRR writes the FDB entries of its device. */
export function isOfEvpn({ suppress, flood }: BridgePort): boolean {
  return suppress === true && flood !== false;
}

/** A bridge port with its flags that differ from the default: `port nwe3f9a1 bridge nw-blue isolated hairpin`, `port nwx42 bridge nw-mesh suppress nolearning noflood`. */
export const port: FactType<"port"> = {
  kind: "port",
  sample: "local - port nwe3f9a1 bridge nw-blue",
  layer: "link",
  judge(expected, actual) {
    if (expected?.isolated === true && actual?.bridge === expected.bridge && !actual.isolated)
      return exposure("The port is not isolated: it reaches the other ports of its bridge.");
    return portJudged(expected, actual);
  },
  removal: ({ dev }) => ["ip", "link", "set", dev, "nomaster"],
  within: (fact) => [linkKey(fact, fact.bridge)],
  rank: 4,
  markable: false,
  removable: true,
  overwritable: true,
  identity: (fact) => fact.dev,
  normal: (fact) => fact,
  needs: (fact) => [...onLink(fact, fact.dev), ...onLink(fact, fact.bridge)],
  onSegment: { bridge: ({ bridge }) => bridge },
  uses: (fact) => (isOfEvpn(fact) ? "bgp" : undefined),
  asBystander: ({ dev }) => ({ link: dev }),
  ownEffect: "attachment",
  effectFromBelow: "attachment",
  canChange: () => true,
  admit(world, fact, before) {
    const end = endAt(world, fact, fact.dev);
    const bridge = endAt(world, fact, fact.bridge)?.fact;
    if (fact.dev === LOOPBACK) return refused("EINVAL");
    if (!end) return refused("ENODEV", `Cannot find device "${fact.dev}"`);
    if (!bridge) return refused("ENODEV", `argument "${fact.bridge}" is wrong: Device does not exist`);
    if (bridge.kind !== "link" || bridge.type !== "bridge") return refused("EOPNOTSUPP");
    if (end.fact.kind === "link" && end.fact.type === "bridge") return refused("ELOOP", "Can not enslave a bridge to a bridge.");
    if (before?.kind === "port" && before.bridge === fact.bridge) return undefined;
    if (receiversOn(world, fact, fact.dev).length > 0 || hasMaster(end.fact)) return refused("EBUSY");
    return portsOf(world, fact, fact.bridge) < MAX_PORTS ? undefined : refused("EXFULL");
  },
  put(world, fact, before) {
    world.put(fact);
    if (before?.kind === "port" && fact.bridge !== before.bridge) forget(world, before);
  },
  afterRemove: forget,
  text: (fact) => [fact.dev, "bridge", fact.bridge, ...FLAGS.flatMap(([word, holds]) => (holds(fact) ? [word] : []))].join(" "),
  parse(words) {
    const line = reader(words);
    const dev = next(line);
    const bridge = after(line, "bridge");
    const isolated = flag(line, "isolated");
    const hairpin = flag(line, "hairpin");
    const more = {
      ...(flag(line, "suppress") ? { suppress: true as const } : {}),
      ...(flag(line, "nolearning") ? { learning: false as const } : {}),
      ...(flag(line, "noflood") ? { flood: false as const } : {}),
    };
    return isDev(dev) && isDev(bridge) && dev !== bridge && ended(line) ? { dev, bridge, isolated, hairpin, ...more } : undefined;
  },
};

/** The key of the port of a link. */
export function portKey({ host, netns }: Place, dev: string): Key {
  return `${host} ${netns} port ${dev}`;
}

/** The key of the bridge that a link is, or is a port of. */
export function segmentOf(world: World, place: Place, dev: string): Key | undefined {
  const end = endAt(world, place, dev)?.fact;
  if (end?.kind === "link" && end.type === "bridge") return linkKey(end, end.name);
  const found = end && world.facts.get(portKey(end, end.name));
  return found?.kind === "port" ? linkKey(found, found.bridge) : undefined;
}

function portsOf(world: World, place: Place, bridge: string): number {
  const key = linkKey(place, bridge);
  if (countDependents(world, key) < MAX_PORTS) return 0;
  return dependentsOf(world, key).filter((fact) => fact.kind === "port" && fact.bridge === bridge).length;
}

/** A bridge deletes the static FDB entries of a port that leaves it; a VXLAN device that was the port keeps its own. */
function forget(world: World, left: BridgePort): void {
  for (const fdb of onDev(world, left, left.dev, "fdb")) if (fdb.master) world.put(Object.freeze({ ...fdb, master: false }));
}

/** The ports of bridges. */
export function portsIn(facts: FactSource): readonly FactOf<"port">[] {
  return among(facts, "port");
}

/** The bridge port that a link is. */
export function portAt(facts: FactLookup | undefined, place: Place, dev: string): FactOf<"port"> | undefined {
  return at(facts, portKey(place, dev), "port");
}
