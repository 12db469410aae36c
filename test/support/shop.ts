import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { netweft, type Ran } from "./netweft";

const containers = ["web", "api", "db"] as const;

/** The stack of the main job: one bridge network of both families, three containers on it, one host network. */
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
export interface Shop {
  readonly folder: string;
  /** Runs the command line interface there; an exit code that is not the expected one fails the test with what was said. */
  run(code: number, ...args: readonly string[]): Promise<Ran>;
  /** Another section of the configuration, beside the shop's. */
  configure(section: object): void;
  close(): void;
}

export function openShop(env: Readonly<Record<string, string>> = {}): Shop {
  const folder = mkdtempSync(join(tmpdir(), "netweft-shop-"));
  const configure = (section: object) => writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ ...shop, ...section }));
  configure({});
  return {
    folder,
    configure,
    async run(code, ...args) {
      const ran = await netweft(args, { cwd: folder, env });
      if (ran.code !== code) throw new Error(`netweft ${args.join(" ")}: ${ran.code} instead of ${code}\n${ran.stdout}${ran.stderr}`);
      return ran;
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}
