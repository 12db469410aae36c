import { App } from "cdktf";
import { Container, HostNetwork, NetworkStack } from "netweft";

const app = new App();
const stack = new NetworkStack(app, "monitoring");
const host = new HostNetwork(stack, "host");

// All three use the network of the host itself, like Docker's `--network host`. They have no namespace and no interface of their
// own, and are not isolated; their binds are declared, and two binds of one port are detected before anything runs.
new Container(stack, "packet-capture", { network: host });
host.attach(new Container(stack, "node-exporter"), { binds: [{ port: 9100 }] });
host.attach(new Container(stack, "resolver"), {
  binds: [
    { protocol: "udp", port: 53, address: "127.0.0.1" },
    { protocol: "tcp", port: 53, address: "127.0.0.1" },
  ],
});

app.synth();
