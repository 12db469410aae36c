/** Networks whose subnets are a part of a network that the host is connected to: it answers there for their endpoints. */
import { diagnose, type Diagnostic } from "../diagnostic";
import { fact, ROOT, type Fact } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { proxiesIn } from "../kernel/kinds/proxy";
import { contains, parseNetwork } from "../net/cidr";
import { isIpv6, parseIp } from "../net/ip";
import type { Draft } from "../schema/value";
import { isUnset, text, texts } from "./draft";

/** The link in question cannot be the network's own bridge. */
export function checkNeighborProxy(draft: Draft): readonly Diagnostic[] {
  const link = text(draft, "neighbor_proxy");
  if (link === undefined || link !== text(draft, "bridge_name")) return [];
  const detail = `"${link}" is the network's own bridge, where its endpoints answer themselves. Name the link of the host to the network that the subnets are a part of, as \`ip route\` shows it.`;
  return [diagnose("invalid-value", detail, { path: ["neighbor_proxy"] })];
}

/** The setting without which the kernel ignores the IPv6 entries of a link. Others may rely on it, so it stays when the network is removed. */
export function neighborProxy(network: {
  readonly host: string;
  /** Absent in plans of earlier versions. */
  readonly neighbor_proxy?: string | null;
  readonly subnets: readonly string[] | null;
}): readonly Fact[] {
  const { host, neighbor_proxy: link, subnets } = network;
  if (link === null || link === undefined || subnets?.some(isIpv6) !== true) return [];
  const name = `net.ipv6.conf.${link.replaceAll(".", "/")}.proxy_ndp`;
  return [fact("sysctl", { host, netns: ROOT }, { name, value: "1" }, { shared: true })];
}

/** An entry for each address of an endpoint. */
export function neighborProxies(host: string, link: string | null | undefined, addresses: readonly string[]): readonly Fact[] {
  if (link === null || link === undefined) return [];
  return addresses.map((address) => fact("proxy", { host, netns: ROOT }, { address, dev: link }));
}

/** The attribute of a network as it is on a host: the link on which there are entries for its addresses. */
export function neighborProxyOf(actual: Facts, host: string, network: Draft): Draft {
  if (!isUnset(network["neighbor_proxy"])) return {};
  const subnets = (texts(network, "subnets") ?? []).flatMap((subnet) => parseNetwork(subnet) ?? []);
  const isOurs = (address: string) => subnets.some((subnet) => contains(subnet, parseIp(address)!));
  const found = proxiesIn(actual).find((one) => one.host === host && one.netns === ROOT && isOurs(one.address));
  return found === undefined ? {} : { neighbor_proxy: found.dev };
}
