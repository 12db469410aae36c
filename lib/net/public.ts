import { contains, parseNetwork, type Cidr } from "./cidr";
import type { Ip } from "./ip";

/** The blocks of IPv4 that no provider assigns: private, shared, for links, for examples, and not for hosts (RFC 6890). */
const SPECIAL: readonly Cidr[] = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24"],
  ...["192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"],
].map((block) => parseNetwork(block)!);

/** Whether it is an IPv4 address of the internet: one that a provider has assigned. */
export function isPublic4(ip: Ip): boolean {
  return ip.version === 4 && !SPECIAL.some((block) => contains(block, ip));
}
