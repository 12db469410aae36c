import { App, TerraformOutput } from "cdktf";
import { BridgeNetwork, Container, HostNetwork, NetworkStack } from "netweft";

const app = new App();
const stack = new NetworkStack(app, "shop");

// One switch on this host, with a subnet of each family. Its gateways are the first host of each.
const front = new BridgeNetwork(stack, "front", { subnets: ["10.10.0.0/24", "fd00:10::/64"] });

// Three containers, each in a network namespace of its own, each with eth0 on the switch. They resolve each other's names and
// reach other networks with the host's address; web is reachable from outside through port 8080 of the host, and nothing else is.
const publish = [{ hostPort: 8080, port: 80 }];
const web = front.attach(new Container(stack, "web"), { addresses: ["10.10.0.10", "fd00:10::10"], publish });
front.attach(new Container(stack, "api", { sysctls: { "net.core.somaxconn": "1024" } }));
front.attach(new Container(stack, "db"));

// The host's own network, for programs that need the host's interfaces. Its ports are declared, so that none is bound twice.
new HostNetwork(stack, "host", { binds: [{ port: 9100, by: "node-exporter" }] });

new TerraformOutput(stack, "web-addresses", { value: web.addresses });
app.synth();
