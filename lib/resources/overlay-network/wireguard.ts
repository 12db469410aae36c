import { fact, ROOT, type Fact } from "../../kernel/fact";
import { normal } from "../../kernel/kinds";
import { TUNNEL } from "../../kernel/tunnel";
import { socketText } from "../../net/socket";
import { isNot } from "../../nft/build";
import type { Clear } from "../firewall/seal";
import { overlayMark } from "./mark";
import type { Context } from "../resource";
import { membersIn, type Overlay } from "./fields";
import { wireguardMtu } from "./mtu";
import { listenPort, reachedAt, tunnelAddress, TUNNEL_LENGTH, wireguardDevice } from "./tunnel";

/** A member's WireGuard device, its key, its address inside the tunnels, and the other members as its peers. */
export function wireguardFacts(host: string, attrs: Overlay, context: Context): readonly Fact[] {
  const { name } = attrs;
  const place = { host, netns: ROOT };
  const dev = wireguardDevice(host, name, context);
  const { underlay, underlay_mtu } = context.provider.hosts[host]!;
  const port = listenPort(attrs);
  const link = { name: dev, type: TUNNEL, mtu: wireguardMtu(underlay_mtu, underlay!), up: true };
  const peers = membersIn(attrs).filter((other) => other !== host);
  const all = [
    fact("link", place, link, { mark: overlayMark(name, context) }),
    fact("key", place, { dev, port, public: attrs.public_keys[host]! }),
    fact("addr", place, { address: `${tunnelAddress(host, name, context)}/${TUNNEL_LENGTH}`, dev }),
    ...peers.map((other) => {
      const endpoint = socketText(reachedAt(other, context)!, port);
      return fact("peer", place, { dev, address: tunnelAddress(other, name, context), public: attrs.public_keys[other]!, endpoint });
    }),
  ];
  return all.map((one) => normal(one as Fact));
}

/** The match for VXLAN packets of the network that leave or arrive by another link than the WireGuard device. */
export function outsideTunnels(host: string, { name }: Pick<Overlay, "name">, context: Context): Clear {
  const dev = wireguardDevice(host, name, context);
  return { out: isNot("oifname", dev), in: isNot("iifname", dev) };
}
