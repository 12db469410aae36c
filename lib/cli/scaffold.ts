import { basename } from "node:path";

/** What a new app needs beside Netweft. */
export const DEPENDENCIES = { cdktf: "^0.21.0", constructs: "^10.4.2" } as const;
export const DEV_DEPENDENCIES = { "@types/node": "^20.0.0", tsx: "^4.19.0", typescript: "^5.9.0" } as const;

/** The files of a new app in a folder: name → text. `netweft`: what its package.json depends on. */
export function scaffold(folder: string, netweft: string): Readonly<Record<string, string>> {
  const name = nameFrom(folder);
  return {
    "package.json": packageJson(name, netweft),
    "cdktf.json": cdktfJson,
    "main.ts": mainTs(name),
    "tsconfig.json": tsconfigJson,
    ".gitignore": gitignore,
  };
}

/** The name of the package and the stack, derived from the folder's. */
function nameFrom(folder: string): string {
  const plain = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return plain === "" ? "networks" : plain;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function packageJson(name: string, netweft: string): string {
  return json({
    name,
    private: true,
    scripts: { plan: "netweft plan", apply: "netweft apply", drift: "netweft drift --detailed-exitcode", types: "tsc" },
    dependencies: { ...DEPENDENCIES, netweft },
    devDependencies: DEV_DEPENDENCIES,
  });
}

const cdktfJson = json({ language: "typescript", app: "node --import tsx main.ts", output: "cdktf.out", sendCrashReports: "false" });

const tsconfigJson = json({
  compilerOptions: { target: "ES2022", module: "node16", moduleResolution: "node16", strict: true, skipLibCheck: true, noEmit: true },
  include: ["*.ts"],
});

const gitignore = "node_modules/\ncdktf.out/\n.netweft/\n*.tfstate\n*.tfstate.*\n*.plan\n";

function mainTs(name: string): string {
  return `import { App } from "cdktf";
import { BridgeNetwork, Container, NetworkStack } from "netweft";

const app = new App();

// The simulated kernel is the default: nothing on this machine is touched. For the real one: netweft apply --backend iproute2
const stack = new NetworkStack(app, ${JSON.stringify(name)});

// A bridge on this host. Without subnets, unused ones are allocated.
const front = new BridgeNetwork(stack, "front", { subnets: ["10.10.0.0/24", "fd00:10::/64"] });

// Containers are network namespaces; each gets eth0 on the bridge, with an address of each family. From outside only web can be
// reached, through port 8080 of the host.
front.attach(new Container(stack, "web"), { publish: [{ hostPort: 8080, port: 80 }] });
front.attach(new Container(stack, "db"));

app.synth();
`;
}
