import type { Example } from "../resource";

export const examples: readonly Example[] = [
  {
    title: "A new namespace",
    config: { name: "web", sysctls: { "net.ipv4.ip_forward": "1" } },
    facts: ["local - netns web", "local web sysctl net.ipv4.ip_forward = 1"],
  },
  {
    title: "The namespace of a running container",
    config: { name: "db", pid: 4711 },
    given: { inode: 4026532205 },
    facts: ["local - netns db from /proc/4711/ns/net inode 4026532205"],
  },
];
