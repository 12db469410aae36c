import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PUBLISHED_PORT, publishedNetwork, type Published } from "../topology";
import { listContainers, type Peer } from "./peer";

const NETAVARK = "/usr/lib/podman/netavark";

/** Podman's configuration for netavark for one container. Podman has allocated the address itself. */
function options({ name, address, hostPort }: Published): object {
  const network = {
    name: "peer",
    id: "1".repeat(64),
    driver: "bridge",
    network_interface: "podman1",
    subnets: [publishedNetwork],
    ipv6_enabled: false,
    internal: false,
    dns_enabled: false,
    ipam_options: { driver: "host-local" },
    options: {},
  };
  return {
    container_id: name,
    container_name: name,
    port_mappings: [{ host_ip: "", container_port: PUBLISHED_PORT, host_port: hostPort, range: 1, protocol: "tcp" }],
    networks: { peer: { static_ips: [address], interface_name: "eth0" } },
    network_info: { peer: network },
  };
}

function each(verb: "setup" | "teardown"): string {
  const call = `${NETAVARK} --config "$PWD/state" --rootless false ${verb} "/run/netns/$name"`;
  return `while read -r name; do ${call} < "$name.json" > /dev/null; done < containers`;
}

/** Podman's network program, with its default firewall backend and without name service. */
export const netavark: Peer = {
  name: "netavark",
  programs: [NETAVARK],
  prepare(folder, containers) {
    listContainers(folder, containers);
    for (const one of containers) writeFileSync(join(folder, `${one.name}.json`), JSON.stringify(options(one)));
  },
  add: each("setup"),
  del: each("teardown"),
};
