import { App, TerraformOutput } from "cdktf";
import { Container, NetworkStack, OverlayNetwork } from "netweft";

const app = new App();

// Three hosts, each with its underlay address, at which the others reach it. Here they are namespaces of one machine, which
// run.sh creates.
const stack = new NetworkStack(app, "shop", {
  hosts: {
    edge1: { connection: "netns", netns: "edge1", underlay: "192.0.2.1" },
    edge2: { connection: "netns", netns: "edge2", underlay: "192.0.2.2" },
    edge3: { connection: "netns", netns: "edge3", underlay: "192.0.2.3" },
  },
});

// One switch over all of them. Every host has the gateway addresses, so that containers leave through their own host.
const mesh = new OverlayNetwork(stack, "mesh", {
  vni: 42,
  members: ["edge1", "edge2", "edge3"],
  subnets: ["10.20.0.0/24", "fd00:20::/64"],
});

// A container on each. They resolve each other's names across hosts; web is reachable from outside through port 8080 of edge1.
const publish = [{ hostPort: 8080, port: 80 }];
const web = mesh.attach(new Container(stack, "web", { host: "edge1" }), { publish });
const api = mesh.attach(new Container(stack, "api", { host: "edge2" }));
const db = mesh.attach(new Container(stack, "db", { host: "edge3" }), { aliases: ["sql"] });

new TerraformOutput(stack, "addresses", { value: { web: web.addresses, api: api.addresses, db: db.addresses } });
app.synth();
