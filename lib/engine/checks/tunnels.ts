import { diagnose, type Diagnostic } from "../../diagnostic";
import { ROOT, type FactOf } from "../../kernel/fact";
import { linkKey } from "../../kernel/key";
import { keyOf } from "../../kernel/kinds";
import { addressesIn } from "../../kernel/kinds/addr";
import { vxlanDevicesIn } from "../../kernel/kinds/link";
import { linkAt } from "../../kernel/kinds/links";
import { textOf } from "../../kernel/line";
import { bareAddress } from "../../net/cidr";
import { canonicalIp } from "../../net/ip";
import { oneTunnel } from "../../kernel/kinds/clash";
import { ownerOf, type View } from "./view";

/** One end of the tunnels of an overlay network. */
interface TunnelOnHost {
  readonly resource: string;
  readonly link: FactOf<"link">;
}

function tunnelsOf(view: View): readonly TunnelOnHost[] {
  return vxlanDevicesIn(view.wanted).map((link) => ({ resource: ownerOf(view, link), link }));
}

function clash({ resource, link }: TunnelOnHost, detail: string, attribute: string): Diagnostic {
  return diagnose("tunnel-clash", detail, { resource, path: [attribute], host: link.host });
}

function identifier({ host, vni, port }: FactOf<"link">): string {
  return `${host} ${vni} ${port}`;
}

/** Networks whose devices conflict although their names differ, and foreign devices. */
function sameIdentifier(tunnels: readonly TunnelOnHost[], { actual, goal }: View): readonly Diagnostic[] {
  const first = new Map<string, TunnelOnHost>();
  const said = new Set<string>();
  const foreign = foreignDevices(tunnels, actual, goal.owned);
  return tunnels.flatMap((tunnel) => {
    const other = first.get(identifier(tunnel.link));
    first.set(identifier(tunnel.link), other ?? tunnel);
    const { host } = tunnel.link;
    if (other !== undefined && !said.has(`${other.resource} ${tunnel.resource}`)) {
      said.add(`${other.resource} ${tunnel.resource}`);
      return [oneTunnel(tunnel.link, { resource: tunnel.resource, other: other.resource })];
    }
    const device = foreign.get(identifier(tunnel.link));
    if (device === undefined || device.name === tunnel.link.name) return [];
    const detail = `Host "${host}" has a VXLAN device of this network identifier and port already, which is not of this stack: "${textOf(device)}". Choose another \`vni\`, or remove that device.`;
    return [clash(tunnel, detail, "vni")];
  });
}

/** Foreign VXLAN devices on the hosts of these tunnels, by host, VNI and port: the kernel allows one of each. */
function foreignDevices(
  tunnels: readonly TunnelOnHost[],
  actual: View["actual"],
  owned: View["goal"]["owned"],
): ReadonlyMap<string, FactOf<"link">> {
  const found = new Map<string, FactOf<"link">>();
  for (const host of new Set(tunnels.map(({ link }) => link.host)))
    for (const device of vxlanDevicesIn(actual.get(host) ?? []))
      if (!owned.has(linkKey(device, device.name))) found.set(identifier(device), device);
  return found;
}

/** Address → link in the root namespace of a host, without links of stacks; empty where the host's network is unknown. */
function addressesOf({ actual, goal }: View, host: string): ReadonlyMap<string, string> {
  const [facts, found] = [actual.get(host), new Map<string, string>()];
  for (const addr of addressesIn(facts ?? []))
    if (addr.netns === ROOT && !goal.owned.has(keyOf(addr)) && linkAt(facts, addr, addr.dev)?.mark === undefined)
      found.set(bareAddress(addr.address), addr.dev);
  return found;
}

/** Underlay errors of a member: its host lacks the address, or the link's MTU is smaller than configured. */
function wrongUnderlay(view: View, host: string, own: ReadonlyMap<string, string>): Pick<Diagnostic, "code" | "detail"> | undefined {
  const { underlay, underlay_mtu: said } = view.hosts.get(host)!;
  if (underlay === null || own.size === 0) return undefined;
  const dev = own.get(canonicalIp(underlay) ?? underlay);
  if (dev === undefined) {
    const detail = `Host "${host}" does not have its \`underlay\` address ${underlay}: it has ${[...own.keys()].slice(0, 5).join(", ")}. The other members would send to an unused address. Correct \`hosts.${host}.underlay\` in the provider configuration. If a router translates ${underlay} to an address of the host (1:1 NAT), set \`underlay\` to that one, and \`advertise\` to ${underlay}.`;
    return { code: "wrong-underlay", detail };
  }
  const mtu = linkAt(view.actual.get(host), { host, netns: ROOT }, dev)?.mtu;
  if (mtu === undefined || mtu >= said) return undefined;
  const detail = `The \`underlay_mtu\` of host "${host}" is configured as ${said}, but the mtu of "${dev}", which has ${underlay}, is ${mtu}: larger packets would be lost. Set \`hosts.${host}.underlay_mtu\` to ${mtu}, or raise the mtu of "${dev}" there.`;
  return { code: "underlay-too-small", detail };
}

/** The underlay address of a member is one of its host's. A host without any address, such as a simulated one, is not checked. */
function underlayIsThere(view: View): readonly Diagnostic[] {
  const known = new Map<string, ReadonlyMap<string, string>>();
  return view.networks.flatMap(({ instance, network }) => {
    if (!network.spansHosts) return [];
    return network.hosts.flatMap((host) => {
      const own = known.get(host) ?? addressesOf(view, host);
      known.set(host, own);
      const wrong = view.hosts.has(host) ? wrongUnderlay(view, host, own) : undefined;
      return wrong === undefined ? [] : [diagnose(wrong.code, wrong.detail, { resource: instance.address, path: ["members"], host })];
    });
  });
}

/** Tunnels of overlay networks have an existing local address and a unique VNI. */
export function tunnelsAreApart(view: View): readonly Diagnostic[] {
  const tunnels = tunnelsOf(view);
  if (tunnels.length === 0) return [];
  return [...sameIdentifier(tunnels, view), ...underlayIsThere(view)];
}
