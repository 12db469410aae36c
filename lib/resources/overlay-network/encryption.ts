import type { Fact } from "../../kernel/fact";
import type { Context } from "../resource";
import type { Overlay } from "./fields";

/** What keeps the traffic of a member secret, by the way in which it does. */
const ways: Readonly<Record<Overlay["encryption"], (host: string, attrs: Overlay, context: Context) => readonly Fact[]>> = {
  none: () => [],
  wireguard: () => [],
  ipsec: () => [],
};

export function encryptionFacts(host: string, attrs: Overlay, context: Context): readonly Fact[] {
  return ways[attrs.encryption](host, attrs, context);
}
