import { execFileSync } from "node:child_process";
import { command } from "./lab";

/** A namespace advertises itself as a router over its eth0, once: type 134, a lifetime of half an hour, the checksum is the kernel's. */
export function advertise(netns: string, dev: string): void {
  const advertisement = Buffer.from([134, 0, 0, 0, 64, 0, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0]);
  const [, local] = /inet6 (fe80\S+)\//.exec(command(`ip -6 addr show dev ${dev} scope link`)) ?? [];
  const to = `IP6-SENDTO:[${local}%eth0]:58,ipv6-unicast-hops=255`;
  execFileSync("ip", ["netns", "exec", netns, "socat", "-u", "STDIN", to], { input: advertisement });
}

/** The host's default routes that a router has advertised. */
export function learnedDefaults(): string {
  return command("ip -6 route show default proto ra").replace(/ expires \S+/g, "");
}
