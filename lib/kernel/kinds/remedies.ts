/** What to do about refused steps, where that depends on the object. */
import type { FactOf } from "../fact";
import type { Refusal } from "../refusal";
import type { Verb } from "../step";

/** Where to search for a device that is in none of our namespaces. */
const ELSEWHERE =
  'Namespaces are listed by "ip netns" (those with names), "ls /run/docker/netns" (Docker\'s) and "lsns -t net" (with a process each); the device is shown by "nsenter --net=/run/docker/netns/NAME ip -d link show type vxlan", "ip -n NAME -d link show type vxlan" and "nsenter -t PID -n ip -d link show type vxlan".';

/** Of a VXLAN device: of its VNI and port there is one in the kernel. Of a macvlan interface: what else its parent carries. */
export function remedyForLink(fact: FactOf<"link">, _verb: Verb, { errno, reason }: Refusal): string | undefined {
  const { vni, port, parent } = fact;
  if (parent !== undefined) return remedyOnParent(parent, errno);
  if (port === undefined) return undefined;
  if (reason === "vni-taken")
    return `Where no link of the host says so, the device was made here and is in another namespace now, often left behind by a container runtime: the kernel has one device for VNI ${vni} and UDP port ${port}. ${ELSEWHERE} Delete it there with "ip link del", or choose another \`vni\` or \`port\` for the network.`;
  return errno === "EADDRINUSE" ? portTaken(port, "port") : undefined;
}

function remedyOnParent(parent: string, errno: Refusal["errno"]): string | undefined {
  if (errno === "EBUSY")
    return `Something else receives the packets of "${parent}": ipvlan interfaces, perhaps in the namespaces of another program's containers, or a bridge or bond that it is a port of. "ip -d link show" lists those of the host, "lsns -t net" the namespaces with a process each. Remove those, or use another \`parent\`.`;
  if (errno === "EADDRINUSE")
    return `Another macvlan interface on "${parent}", perhaps in a namespace of another program, has this hardware address. Choose another \`mac\`, or other addresses, from which it follows.`;
  return errno === "EINVAL"
    ? `A macvlan interface in the mode \`passthru\` has "${parent}" to itself, perhaps one in a namespace of another program, or the mtu of "${parent}" is smaller by now. Use another \`mode\`, \`mtu\` or \`parent\`.`
    : undefined;
}

/** Another program has the port that this attribute gives. */
export function portTaken(port: number, attribute: "port" | "listen_port"): string {
  return `Another program, or another network's tunnels, has UDP port ${port} of the host; "ss -lunp sport = :${port}" shows which (nothing, when it is the kernel: a tunnel device, perhaps in another namespace). End it, or choose another \`${attribute}\` for the network.`;
}

/** Of another program's namespace that is to be attached. */
export function remedyForAdoption({ from }: FactOf<"netns">, verb: Verb, { reason }: Refusal): string | undefined {
  if (verb !== "add" || from === undefined) return undefined;
  if (reason === "another-namespace")
    return `${from} shows another network namespace than the one that was planned: the container was started again, or its process number belongs to another process now. It was not attached. Plan again, with the \`pid\` or \`path\` of now; nothing after it is done on this host until then.`;
  return `There is no network namespace at ${from}: the process has ended, or the path is another one. Correct \`pid\` or \`path\`, or remove the resource; nothing after it is done on this host until then.`;
}
