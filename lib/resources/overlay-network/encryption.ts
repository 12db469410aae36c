import type { Fact } from "../../kernel/fact";
import { sealed, type Clear } from "../firewall/seal";
import type { Context } from "../resource";
import type { Overlay } from "./fields";
import { ipsecFacts, withoutEsp } from "./ipsec";
import { outsideTunnels, wireguardFacts } from "./wireguard";

/** One way to keep the traffic of a network secret: what it takes on a member, and what packets without it are known by. */
interface Way {
  facts(host: string, attrs: Overlay, context: Context): readonly Fact[];
  clear(host: string, attrs: Overlay, context: Context): Clear;
}

const ways: Readonly<Partial<Record<Overlay["encryption"], Way>>> = {
  wireguard: { facts: wireguardFacts, clear: outsideTunnels },
  ipsec: { facts: ipsecFacts, clear: withoutEsp },
};

/** What keeps the traffic of a member secret, and what lets nothing of it out or in without that, nor in from anybody else. */
export function encryptionFacts(host: string, attrs: Overlay, context: Context): readonly Fact[] {
  const way = ways[attrs.encryption];
  return [...sealed(host, attrs, way?.clear(host, attrs, context)), ...(way?.facts(host, attrs, context) ?? [])];
}
