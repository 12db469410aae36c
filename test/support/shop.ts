import { openFolder, type Folder } from "./folder";

const containers = ["web", "api", "db"] as const;

/** The stack of the main workflow: one bridge network of both families, three containers on it, one host network. */
const shop = {
  resource: {
    netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24", "fd00:8::/64"] } },
    netweft_namespace: Object.fromEntries(containers.map((name) => [name, { name, sysctls: { "net.core.somaxconn": "1024" } }])),
    netweft_endpoint: Object.fromEntries(
      containers.map((name) => [name, { namespace: `\${netweft_namespace.${name}.ref}`, network: "${netweft_bridge_network.front.ref}" }]),
    ),
    netweft_host_network: { host: { binds: [{ port: 9100, by: "node-exporter" }] } },
  },
};

/** The shop in a folder of its own. */
export interface Shop extends Omit<Folder, "path" | "write"> {
  readonly folder: string;
  /** The resources that it begins with. */
  readonly resource: object;
  /** Another section of the configuration, beside the shop's. */
  configure(section: object): void;
}

export function openShop(env: Readonly<Record<string, string>> = {}): Shop {
  const { path, write, run, close } = openFolder(env);
  const configure = (section: object) => write({ ...shop, ...section });
  configure({});
  return { folder: path, resource: shop.resource, configure, run, close };
}
