import { fact, ROOT, type Fact, type FactBodies, type Place } from "../../kernel/fact";
import { EVERY_MAC } from "../../kernel/kinds/fdb";
import { normal } from "../../kernel/kinds";
import { isIpv6 } from "../../net/ip";
import { macOf } from "../../net/mac";
import type { Context } from "../resource";
import { routerElement } from "../firewall/endpoint";
import { segmentFacts } from "../segment";
import { overlayMark } from "./mark";
import { encryptionFacts } from "./encryption";
import { evpnFacts } from "./evpn";
import { membersIn, type Overlay } from "./fields";
import { remoteVtepOf, vtepOf } from "./tunnel";
import { own } from "../../net/own";

/** The flags of the VXLAN device's port, and whether the device itself learns. */
const modes: Readonly<Record<Overlay["forwarding"], { readonly learning: boolean; readonly port: Partial<FactBodies["port"]> }>> = {
  learning: { learning: true, port: {} },
  static: { learning: false, port: { suppress: true, learning: false, flood: false } },
  evpn: { learning: false, port: { suppress: true, learning: false } },
};

function segment(host: string, attrs: Overlay, { provider: { stack, host_forwarding: hostForwarding } }: Context): readonly Fact[] {
  const { name, subnets, gateways, mtu, mac, internal, masquerade, names, dns } = attrs;
  return segmentFacts({
    ...{ host, name, subnets, gateways, mtu, mac, internal, masquerade, names, dns },
    owner: { stack, type: "netweft_overlay_network", id: name },
    bridge: attrs.bridge_name,
    stp: false,
    snatAddresses: own(attrs.snat_addresses ?? undefined, host) ?? [],
    endpointIsolation: false,
    hostAccess: attrs.host_access,
    hostForwarding,
    admissible: false,
    acceptFrom: [],
  });
}

/** All members have the same gateways on one segment: duplicate address detection would find the others'. */
function withoutDetection(attrs: Overlay, place: Place): readonly Fact[] {
  if (!attrs.gateways.some(isIpv6)) return [];
  return [fact("sysctl", place, { name: `net.ipv6.conf.${attrs.bridge_name.replaceAll(".", "/")}.accept_dad`, value: "0" })];
}

function device(host: string, local: string, attrs: Overlay, place: Place, context: Context): readonly Fact[] {
  const { vni, port, mtu, vxlan_name: name, bridge_name: bridge } = attrs;
  const { learning, port: manner } = modes[attrs.forwarding];
  const mac = macOf(`${host}/${context.provider.stack}/${attrs.name}/vxlan`);
  const mark = overlayMark(attrs.name, context);
  const link = fact("link", place, { name, type: "vxlan", vni, local, port, learning, mtu, mac, up: true }, { mark });
  return [
    normal(link as Fact),
    fact("port", place, { dev: name, bridge, isolated: false, hairpin: false, ...manner }),
    ...(attrs.router_advertisements ? [routerElement(name, place, mark)] : []),
  ];
}

/** A member and its VTEP: on its own host, and for the others. */
interface TunnelEnd {
  readonly host: string;
  readonly address: string;
  readonly remote: string;
}

/** The VTEPs of all members, computed once: each member needs all others. */
function endsOf(attrs: Overlay, context: Context): readonly TunnelEnd[] {
  return membersIn(attrs).map((host) => ({ host, address: vtepOf(host, attrs, context)!, remote: remoteVtepOf(host, attrs, context)! }));
}

/** Flooded frames are replicated to each of the other members. */
function flooding(host: string, attrs: Overlay, place: Place, ends: readonly TunnelEnd[]): readonly Fact[] {
  if (attrs.forwarding !== "learning") return [];
  const others = ends.filter((end) => end.host !== host);
  return others.map(({ remote: dst }) => normal(fact("fdb", place, { mac: EVERY_MAC, dev: attrs.vxlan_name, dst, master: false }) as Fact));
}

/** The network's facts on one of its members. */
function onMember({ host, address }: TunnelEnd, attrs: Overlay, ends: readonly TunnelEnd[], context: Context): readonly Fact[] {
  const place = { host, netns: ROOT };
  return [
    ...segment(host, attrs, context),
    ...withoutDetection(attrs, place),
    ...encryptionFacts(host, attrs, context),
    ...device(host, address, attrs, place, context),
    ...flooding(host, attrs, place, ends),
    ...evpnFacts(host, attrs, context),
  ];
}

export function compile(attrs: Overlay, context: Context): readonly Fact[] {
  const ends = endsOf(attrs, context);
  return ends.flatMap((end) => onMember(end, attrs, ends, context));
}
