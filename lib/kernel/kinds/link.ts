import { canonicalMac } from "../../net/mac";
import type { FactOf, FactType } from "../fact";
import { inside } from "./needs";
import { after, ended, isDev, isWord, next, numberOf, reader, stateOf } from "./words";

/**
 * A link that is born alone: our bridges, and foreign links of every type, `device` for those that have no type of their
 * own: `link nw-blue type bridge mtu 1450 mac 02:11:22:33:44:55 stp off up`. Only bridges have `stp`. Loopback links are
 * left out.
 */
export const link: FactType<"link"> = {
  kind: "link",
  rank: 2,
  markable: true,
  removable: true,
  identity: (fact) => fact.name,
  normal(fact) {
    const { mac, stp, ...rest } = fact;
    const normal = mac === undefined ? undefined : (canonicalMac(mac) ?? mac);
    return {
      ...rest,
      ...(normal === undefined ? {} : { mac: normal }),
      ...(fact.type === "bridge" ? { stp: stp ?? false } : {}),
    } as FactOf<"link">;
  },
  needs: inside,
  canChange: (from, to) => from.type === to.type,
  text(fact) {
    const mac = fact.mac === undefined ? "" : ` mac ${fact.mac}`;
    const stp = fact.stp === undefined ? "" : fact.stp ? " stp on" : " stp off";
    return `${fact.name} type ${fact.type} mtu ${fact.mtu}${mac}${stp} ${fact.up ? "up" : "down"}`;
  },
  parse(words) {
    const line = reader(words);
    const name = next(line);
    const type = after(line, "type");
    const mtu = numberOf(after(line, "mtu"));
    const mac = after(line, "mac");
    const stp = after(line, "stp");
    const up = stateOf(next(line));
    if (!isDev(name) || !isWord(type) || mtu === undefined || up === undefined || !ended(line)) return undefined;
    if (mac !== undefined && canonicalMac(mac) !== mac) return undefined;
    if ((type === "bridge") !== (stp === "on" || stp === "off")) return undefined;
    return { name, type, mtu, ...(mac === undefined ? {} : { mac }), ...(stp === undefined ? {} : { stp: stp === "on" }), up };
  },
};
