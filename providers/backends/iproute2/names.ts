import { ROOT } from "../../../lib/kernel/fact";
import type { HostConfig } from "../../../lib/resources/provider";

/**
 * The names of one host's namespaces on the machine it runs on. Hosts that are namespaces of one machine share its
 * `/run/netns`, so `web` of the host in namespace `edge1` is `edge1.web` there.
 */
export interface NamespaceNames {
  /** The machine's name for a namespace of the host; the host's own stays `-`. */
  onMachine(netns: string): string;
  /** The host's name for a namespace of the machine; undefined when it is not one of the host's. */
  onHost(name: string): string | undefined;
  /** The namespace that plays the host, which identifies its own daemons; undefined when the host is the machine. */
  readonly playedBy?: string;
}

/** Where `ip` keeps a namespace of this name. */
export function mountOf(onMachine: string): string {
  return `/run/netns/${onMachine}`;
}

export function namesOf(host: Pick<HostConfig, "connection" | "netns">): NamespaceNames {
  const prefix = host.connection === "netns" ? `${host.netns}.` : "";
  return {
    ...(host.connection === "netns" && host.netns !== null ? { playedBy: host.netns } : {}),
    onMachine: (netns) => (netns === ROOT ? ROOT : prefix + netns),
    onHost(name) {
      if (name === ROOT) return ROOT;
      return name.startsWith(prefix) && name.length > prefix.length ? name.slice(prefix.length) : undefined;
    },
  };
}
