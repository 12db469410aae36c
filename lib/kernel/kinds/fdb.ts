import { canonicalIp, isIpv6 } from "../../net/ip";
import { canonicalMac } from "../../net/mac";
import { at } from "../among";
import { ROOT, type FactOf } from "../fact";
import type { FactType } from "../fact-type";
import { linkKey } from "../key";
import { dependentsOf, deviceAt, onDev, type World } from "../objects";
import { speaksIpv6 } from "./link";
import { refuseWithoutLink } from "./link-effects";
import { onLink } from "./needs";
import { isOfEvpn, portKey } from "./port";
import { after, ended, flag, isDev, next, reader } from "./words";
import { refused } from "../refusal";
import { degraded, exposure, judging, outage } from "../judgement";

/** The all-zero MAC address: the default destination of a VXLAN device. */
export const EVERY_MAC = "00:00:00:00:00:00";

/**
 * An FDB entry of a VXLAN device: `fdb 02:11:22:33:44:66 dev nwx42 dst 192.0.2.2 master`. Entries that the device learned, or
 * that another control plane added, are left out.
 */
export const fdb: FactType<"fdb"> = {
  kind: "fdb",
  sample: "local - fdb 02:11:22:33:44:66 dev nwx42 dst 192.0.2.2 master",
  layer: "neighbour",
  judge: judging<FactOf<"fdb">>({
    missing: outage("Packets to this hardware address are not sent to its host."),
    extra: exposure("Packets of the network are sent to a host that nothing declares."),
    rows: [[["dst"], outage("Packets to this hardware address are sent to another host.")]],
    changed: degraded("The bridge floods packets to this hardware address."),
  }),
  readSet: "neighbours",
  isShown: (_asked, { netns }) => netns === ROOT,
  rank: 5,
  markable: false,
  removable: true,
  overwritable: true,
  identity: ({ mac, dev, dst }) => (mac === EVERY_MAC ? `${mac} dev ${dev} dst ${dst}` : `${mac} dev ${dev}`),
  normal: (fact) => ({ ...fact, mac: canonicalMac(fact.mac) ?? fact.mac, dst: canonicalIp(fact.dst) ?? fact.dst }),
  needs: (fact) => onLink(fact, fact.dev),
  container: (fact) => linkKey(fact, fact.dev),
  // FRR's entries for unknown destinations carry no flag that says so; those for endpoints are not observed.
  isOfDaemon(fact, declared) {
    const device = fact.mac === EVERY_MAC ? at(declared, portKey(fact, fact.dev), "port") : undefined;
    return device !== undefined && isOfEvpn(device);
  },
  mayBeAnEndpoints: (fact) => fact.mac !== EVERY_MAC,
  canChange: () => true,
  // Only VXLAN devices have remote VTEPs in their FDB, of the device's own address family.
  admit(world, fact) {
    const device = deviceAt(world, fact, fact.dev, "vxlan");
    // Other devices have entries of their own addresses only, without an end.
    if (device === undefined) return refuseWithoutLink(world, fact, fact.dev) ?? refused("EINVAL");
    // A bridge has no entry for the address of zeros.
    if (fact.master && fact.mac === EVERY_MAC && bridgeOf(world, fact) !== undefined) return refused("EINVAL");
    return speaksIpv6(device) === isIpv6(fact.dst) ? undefined : refused("EAFNOSUPPORT");
  },
  // What is no port of a bridge has no bridge to write an entry to.
  stored: (world, fact) => (fact.master && bridgeOf(world, fact) === undefined ? Object.freeze({ ...fact, master: false }) : fact),
  // A bridge has one entry for an address, which a later one replaces.
  put(world, fact) {
    world.put(fact);
    const bridge = fact.master ? bridgeOf(world, fact) : undefined;
    if (bridge === undefined) return;
    for (const port of dependentsOf(world, linkKey(fact, bridge)))
      if (port.kind === "port" && port.dev !== fact.dev)
        for (const other of onDev(world, port, port.dev, "fdb"))
          if (other.master && other.mac === fact.mac) world.put(Object.freeze({ ...other, master: false }));
  },
  text: ({ mac, dev, dst, master }) => `${mac} dev ${dev} dst ${dst}${master ? " master" : ""}`,
  parse(words) {
    const line = reader(words);
    const mac = next(line);
    const dev = after(line, "dev");
    const dst = after(line, "dst");
    const master = flag(line, "master");
    if (mac === undefined || canonicalMac(mac) !== mac || !isDev(dev) || dst === undefined || !ended(line)) return undefined;
    return canonicalIp(dst) === dst ? { mac, dev, dst, master } : undefined;
  },
};

/** The bridge that a link is a port of. */
function bridgeOf(world: World, fact: FactOf<"fdb">): string | undefined {
  const port = world.facts.get(portKey(fact, fact.dev));
  return port?.kind === "port" ? port.bridge : undefined;
}
