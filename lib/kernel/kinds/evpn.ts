import { canonicalIp } from "../../net/ip";
import { canonicalMac } from "../../net/mac";
import { ROOT } from "../fact";
import type { FactType } from "../fact-type";
import { bgpKey } from "./bgp";
import { after, ended, flag, next, numberOf, reader } from "./words";

const MAX_VNI = 0xffffff;

/**
 * An EVPN route learned for an overlay network; observed only: `evpn 42 mac 02:11:22:33:44:66 via 192.0.2.2` is a MAC route
 * (type 2) to an endpoint's host, `evpn 42 flood via 192.0.2.2` an inclusive multicast route (type 3) of a member host. An
 * endpoint that moves changes the fact.
 */
export const evpn: FactType<"evpn"> = {
  kind: "evpn",
  sample: "local - evpn 42 mac 02:11:22:33:44:66 via 192.0.2.2",
  layer: "route",
  readSet: "evpn",
  rank: 9,
  markable: false,
  removable: true,
  observedOnly: "The host learns them from its BGP neighbors.",
  identity: (fact) => (fact.mac === undefined ? `${fact.vni} flood via ${fact.via}` : `${fact.vni} mac ${fact.mac}`),
  normal: (fact) => ({
    ...fact,
    via: canonicalIp(fact.via) ?? fact.via,
    ...(fact.mac === undefined ? {} : { mac: canonicalMac(fact.mac) ?? fact.mac }),
  }),
  needs: (fact) => [{ key: bgpKey(fact), diesWith: true }],
  canChange: () => true,
  text: (fact) => (fact.mac === undefined ? evpn.identity(fact) : `${evpn.identity(fact)} via ${fact.via}`),
  parse(words, place) {
    const line = reader(words);
    const vni = numberOf(next(line));
    const mac = flag(line, "flood") ? undefined : (after(line, "mac") ?? "");
    const via = after(line, "via");
    if (place.netns !== ROOT || vni === undefined || vni === 0 || vni > MAX_VNI || !ended(line)) return undefined;
    if (via === undefined || canonicalIp(via) !== via || (mac !== undefined && canonicalMac(mac) !== mac)) return undefined;
    return { vni, ...(mac === undefined ? {} : { mac }), via };
  },
};
