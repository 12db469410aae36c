import { canonicalIp } from "../../net/ip";
import { canonicalMac } from "../../net/mac";
import type { FactType } from "../fact";
import { onLink } from "./needs";
import { after, ended, flag, isDev, next, reader } from "./words";

/** The all-zero MAC address: the default destination of a VXLAN device. */
export const EVERY_MAC = "00:00:00:00:00:00";

/**
 * An FDB entry of a VXLAN device: `fdb 02:11:22:33:44:66 dev nwx42 dst 192.0.2.2 master`. Entries that the device learned, or
 * that another control plane added, are left out.
 */
export const fdb: FactType<"fdb"> = {
  kind: "fdb",
  rank: 5,
  markable: false,
  removable: true,
  identity: ({ mac, dev, dst }) => (mac === EVERY_MAC ? `${mac} dev ${dev} dst ${dst}` : `${mac} dev ${dev}`),
  normal: (fact) => ({ ...fact, mac: canonicalMac(fact.mac) ?? fact.mac, dst: canonicalIp(fact.dst) ?? fact.dst }),
  needs: (fact) => onLink(fact, fact.dev),
  canChange: () => true,
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
