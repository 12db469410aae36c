import { App, TerraformVariable } from "cdktf";
import { BridgeNetwork, Container, NetworkStack } from "netweft";

const app = new App();
const stack = new NetworkStack(app, "shop");
const front = new BridgeNetwork(stack, "front", { subnets: ["10.10.0.0/24"] });

// Netweft creates the namespace, and the container joins it: `podman run --network ns:/run/netns/web …`.
front.attach(new Container(stack, "web"), { addresses: ["10.10.0.10"] });

// The container exists without a network, and Netweft adopts its namespace: by its process id …
const dbPid = new TerraformVariable(stack, "db_pid", { type: "number", description: "The process of the container db." });
front.attach(new Container(stack, "db", { pid: dbPid.numberValue }), { addresses: ["10.10.0.11"] });

// … or by the path of the namespace.
const cachePath = new TerraformVariable(stack, "cache_path", { type: "string", description: "The namespace of the container cache." });
front.attach(new Container(stack, "cache", { path: cachePath.stringValue }), { addresses: ["10.10.0.12"] });

app.synth();
