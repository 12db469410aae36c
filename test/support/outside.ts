import { ipBatch } from "./lab";

/** A neighbour of the host, the namespace `out` (192.0.2.2, 2001:db8::2), whose default route is through the host (192.0.2.1, 2001:db8::1). */
export function makeOutside(): void {
  ipBatch(["netns add out", "link add up0 type veth peer name eth0 netns out", "link set up0 up"]);
  ipBatch(["addr add 192.0.2.1/24 dev up0", "addr add 2001:db8::1/64 dev up0 nodad"]);
  ipBatch(["link set lo up", "link set eth0 up", "addr add 192.0.2.2/24 dev eth0", "addr add 2001:db8::2/64 dev eth0 nodad"], "out");
  ipBatch(["route add default via 192.0.2.1", "route add ::/0 via 2001:db8::1"], "out");
}
