import type { Fact } from "../../kernel/fact";
import { sealed, type Clear } from "../firewall/seal";
import type { Context } from "../resource";
import type { Overlay } from "./fields";
import { ipsecFacts, withoutEsp } from "./ipsec";
import { outsideTunnels, wireguardFacts } from "./wireguard";

/** One encryption method: its facts on a member, and the match for packets that are not encrypted. */
interface KeyedWay {
  facts(host: string, attrs: Overlay, context: Context): readonly Fact[];
  clear(host: string, attrs: Overlay, context: Context): Clear;
}

const ways: Readonly<Partial<Record<Overlay["encryption"], KeyedWay>>> = {
  wireguard: { facts: wireguardFacts, clear: outsideTunnels },
  ipsec: { facts: ipsecFacts, clear: withoutEsp },
};

/** The facts that encrypt a member's traffic, and those that drop unencrypted packets and packets from other hosts. */
export function encryptionFacts(host: string, attrs: Overlay, context: Context): readonly Fact[] {
  const way = ways[attrs.encryption];
  return [...sealed(host, attrs, way?.clear(host, attrs, context)), ...(way?.facts(host, attrs, context) ?? [])];
}
