import { command, ipBatch } from "./lab";

/** Two namespaces, `left` (10.9.0.1, its link is eth0) and `right` (10.9.0.2), connected by a veth pair. */
export function makePair(): void {
  ipBatch(["netns add left", "netns add right", "link add eth0 netns left type veth peer name eth0 netns right"]);
  ipBatch(["link set lo up", "link set eth0 up", "addr add 10.9.0.1/24 dev eth0"], "left");
  ipBatch(["link set lo up", "link set eth0 up", "addr add 10.9.0.2/24 dev eth0"], "right");
}

/** Runs a command in one of the laboratory's namespaces. */
export function inside(netns: string, line: string): string {
  return command(`nsenter --net=/run/netns/${netns} ${line}`);
}

/** The first packets may be lost during neighbour discovery. */
export function pings(netns: string, address: string, seconds = 20): boolean {
  try {
    inside(netns, `ping -c 1 -w ${seconds} ${address}`);
    return true;
  } catch {
    return false;
  }
}

/** Starts counting packets that arrive at `right` and match one of these nft expressions. */
export function countOnTheWire(expressions: readonly string[]): void {
  inside("right", "nft add table netdev wire");
  inside("right", "nft add chain netdev wire in { type filter hook ingress device eth0 priority 0 ; }");
  for (const expression of expressions) inside("right", `nft add rule netdev wire in ${expression} counter`);
}

/** The number of packets since then, by expression in order. */
export function onTheWire(): readonly number[] {
  return [...inside("right", "nft list table netdev wire").matchAll(/counter packets (\d+)/g)].map(([, packets]) => Number(packets));
}
