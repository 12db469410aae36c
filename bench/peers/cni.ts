import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PUBLISHED_PORT, publishedNetwork, type Published } from "../topology";
import { listContainers, type Peer } from "./peer";

const PLUGINS = "/usr/lib/cni";
const common = { cniVersion: "1.0.0", name: "peer" } as const;

/** The first plugin of the chain: a bridge with masquerade. Its addresses are stored in the folder, not in /var/lib/cni. */
function bridge(folder: string): object {
  const ipam = {
    type: "host-local",
    dataDir: join(folder, "addresses"),
    ranges: [[{ subnet: publishedNetwork.subnet, gateway: publishedNetwork.gateway }]],
    routes: [{ dst: "0.0.0.0/0" }],
  };
  return { ...common, type: "bridge", bridge: "cni0", isGateway: true, ipMasq: true, ipam };
}

/** The second plugin, for one container; the result of the first one is added later. */
function portmap({ hostPort }: Published): object {
  const portMappings = [{ hostPort, containerPort: PUBLISHED_PORT, protocol: "tcp" }];
  return { ...common, type: "portmap", snat: true, runtimeConfig: { portMappings } };
}

const ENVIRONMENT = `
export CNI_IFNAME=eth0 CNI_PATH=${PLUGINS}
of() { export CNI_CONTAINERID="$1" CNI_NETNS="/run/netns/$1"; }
`;

/** The reference plugins, called like libcni does: the result of the first is passed to the second; deletion is in reverse order. */
export const cni: Peer = {
  name: "CNI bridge + portmap",
  programs: ["bridge", "host-local", "portmap"].map((plugin) => join(PLUGINS, plugin)),
  prepare(folder, containers) {
    listContainers(folder, containers);
    writeFileSync(join(folder, "bridge.json"), JSON.stringify(bridge(folder)));
    for (const one of containers) {
      writeFileSync(join(folder, `${one.name}.ports`), `${JSON.stringify(portmap(one)).slice(0, -1)},"prevResult":`);
    }
  },
  add: `${ENVIRONMENT}
    while read -r name; do
      of "$name"
      CNI_COMMAND=ADD ${PLUGINS}/bridge < bridge.json > answer
      { read -r ports || :; } < "$name.ports"
      answer=
      while IFS= read -r line || [ -n "$line" ]; do answer=$answer$line; done < answer
      printf '%s%s}' "$ports" "$answer" > "$name.portmap"
      CNI_COMMAND=ADD ${PLUGINS}/portmap < "$name.portmap" > /dev/null
    done < containers`,
  del: `${ENVIRONMENT}
    while read -r name; do
      of "$name"
      CNI_COMMAND=DEL ${PLUGINS}/portmap < "$name.portmap"
      CNI_COMMAND=DEL ${PLUGINS}/bridge < bridge.json
    done < containers`,
};
