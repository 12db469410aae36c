import { canonicalIp } from "../../net/ip";
import { canonicalMac } from "../../net/mac";
import type { FactBodies, FactOf, FactType } from "../fact";
import { inside } from "./needs";
import { after, ended, flag, isDev, isWord, next, numberOf, reader, stateOf, type Words } from "./words";

type VxlanFields = Pick<FactBodies["link"], "vni" | "local" | "port" | "learning" | "external">;

/**
 * A link that is created alone: our bridges, VXLAN and WireGuard devices, and foreign links of every type, `device` for those
 * without a link kind: `link nw-blue type bridge mtu 1450 mac 02:11:22:33:44:55 stp off up`,
 * `link nwx42 type vxlan vni 42 local 192.0.2.1 port 4789 learning off mtu 1450 mac 02:11:22:33:44:55 up`. Only bridges have
 * `stp`, only VXLAN devices a `vni`. Loopback links are left out.
 */
export const link: FactType<"link"> = {
  kind: "link",
  rank: 2,
  markable: true,
  removable: true,
  identity: (fact) => fact.name,
  normal(fact) {
    const { mac, stp, local, ...rest } = fact;
    const normal = mac === undefined ? undefined : (canonicalMac(mac) ?? mac);
    return {
      ...rest,
      ...(normal === undefined ? {} : { mac: normal }),
      ...(local === undefined ? {} : { local: canonicalIp(local) ?? local }),
      ...(fact.type === "bridge" ? { stp: stp ?? false } : {}),
    } as FactOf<"link">;
  },
  needs: inside,
  // VNI, port and local address of a VXLAN device are fixed at creation.
  canChange: (from, to) => from.type === to.type && from.vni === to.vni && from.port === to.port && from.local === to.local,
  text(fact) {
    const mac = fact.mac === undefined ? "" : ` mac ${fact.mac}`;
    const stp = fact.stp === undefined ? "" : ` stp ${onOff(fact.stp)}`;
    return `${fact.name} type ${fact.type}${tunnelText(fact)} mtu ${fact.mtu}${mac}${stp} ${fact.up ? "up" : "down"}`;
  },
  parse(words) {
    const line = reader(words);
    const name = next(line);
    const type = after(line, "type");
    const tunnel = tunnelOf(line);
    const mtu = numberOf(after(line, "mtu"));
    const mac = after(line, "mac");
    const stp = after(line, "stp");
    const up = stateOf(next(line));
    if (!isDev(name) || !isWord(type) || mtu === undefined || up === undefined || !ended(line)) return undefined;
    if (mac !== undefined && canonicalMac(mac) !== mac) return undefined;
    if ((type === "bridge") !== (stp === "on" || stp === "off") || tunnel === undefined) return undefined;
    if ((type === "vxlan") !== (tunnel.vni !== undefined)) return undefined;
    return { name, type, ...tunnel, mtu, ...(mac === undefined ? {} : { mac }), ...(stp === undefined ? {} : { stp: stp === "on" }), up };
  },
};

function onOff(value: boolean): string {
  return value ? "on" : "off";
}

function tunnelText({ vni, local, port, learning, external }: VxlanFields): string {
  if (vni === undefined) return "";
  const from = local === undefined ? "" : ` local ${local}`;
  return ` vni ${vni}${from} port ${port} learning ${onOff(learning === true)}${external ? " external" : ""}`;
}

/** The fields of a VXLAN device: none, or all of them (the local address is optional); undefined when the words are invalid. */
function tunnelOf(line: Words): VxlanFields | undefined {
  const id = after(line, "vni");
  if (id === undefined) return {};
  const local = after(line, "local");
  const [vni, port, learning] = [numberOf(id), numberOf(after(line, "port")), after(line, "learning")];
  const external = flag(line, "external");
  if (vni === undefined || port === undefined || (learning !== "on" && learning !== "off")) return undefined;
  if (local !== undefined && canonicalIp(local) !== local) return undefined;
  return { vni, ...(local === undefined ? {} : { local }), port, learning: learning === "on", ...(external ? { external } : {}) };
}
