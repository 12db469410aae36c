import { fact, ROOT, type Fact, type Place } from "../../kernel/fact";
import { commentMarkOf, type Owner } from "../../kernel/mark";
import { isIpv6 } from "../../net/ip";
import type { Tuple } from "../../nft/expression";
import type { Exposed, Published } from "./exposed";
import { ROUTER_PORTS } from "./skeleton";
import { sourceRules } from "./sources";

/** Whether a published address stands for all addresses of its family; null stands for both families. */
function everyOf(hostIp: string | null, v6: boolean): boolean {
  return hostIp === null || hostIp === (v6 ? "::" : "0.0.0.0");
}

function elementsOf(
  { protocol, host_port, port, host_ip, port_count }: Published,
  target: string,
): readonly [set: string, key: Tuple, data: Tuple][] {
  const v6 = isIpv6(target);
  const every = everyOf(host_ip, v6);
  if (!every && isIpv6(host_ip!) !== v6) return [];
  const set = `publish${v6 ? "6" : "4"}${every ? "-any" : ""}`;
  return Array.from({ length: port_count }, (_, n) => {
    const asked = every ? [protocol, `${host_port + n}`] : [protocol, host_ip!, `${host_port + n}`];
    return [set, Object.freeze(asked), Object.freeze([target, `${port + n}`])];
  });
}

/** Published ports lead to the first address of each family. */
function targets(addresses: readonly string[]): readonly string[] {
  return [false, true].flatMap((v6) => addresses.find((address) => isIpv6(address) === v6) ?? []);
}

function reachesLoopback({ host_ip }: Published): boolean {
  return everyOf(host_ip, false) || host_ip!.startsWith("127.");
}

/** Without this the kernel drops packets to 127.0.0.1 that leave by another link. */
function localnet(bridge: string, place: Place): Fact {
  const name = `net.ipv4.conf.${bridge.replaceAll(".", "/")}.route_localnet`;
  return fact("sysctl", place, { name, value: "1" }, { shared: true });
}

/** Admits router advertisements by this bridge port. */
export function routerElement(port: string, place: Place, mark: string): Fact {
  return fact("element", place, { set: ROUTER_PORTS, element: [port] }, { mark });
}

const NOTHING: readonly Fact[] = [];

/** The elements that publish an endpoint's ports and set its isolation. */
export function endpointRules(endpoint: Exposed, owner: Owner): readonly Fact[] {
  const { addresses, publish, isolated, networkIsolates, bridge, hostInterface, routes } = endpoint;
  const exception = isolated === networkIsolates ? undefined : isolated ? "isolated" : "open";
  if (publish.length === 0 && exception === undefined && !routes) return NOTHING;
  const place = { host: endpoint.host, netns: ROOT };
  const mark = commentMarkOf(owner);
  const known = targets(addresses);
  const ports = publish.flatMap((one) => known.flatMap((target) => elementsOf(one, target)));
  const local = publish.some(reachesLoopback) && known.some((target) => !isIpv6(target));
  return [
    ...sourceRules(endpoint, place, mark),
    ...ports.map(([set, element, data]) => fact("element", place, { set, element, data }, { mark })),
    ...(exception === undefined
      ? []
      : addresses.map((address) =>
          fact("element", place, { set: exception + (isIpv6(address) ? "6" : "4"), element: [address] }, { mark }),
        )),
    ...(local ? [localnet(bridge, place)] : []),
    ...(routes ? [routerElement(hostInterface, place, mark)] : []),
  ];
}
