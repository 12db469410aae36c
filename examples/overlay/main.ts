import { App, TerraformOutput } from "cdktf";
import { Container, NetworkStack, OverlayNetwork } from "netweft";

const app = new App();

// Three hosts, and the address at which each reaches the others: the underlay. Here namespaces of one machine play them, which
// run.sh makes.
const stack = new NetworkStack(app, "shop", {
  hosts: {
    edge1: { connection: "netns", netns: "edge1", underlay: "192.0.2.1" },
    edge2: { connection: "netns", netns: "edge2", underlay: "192.0.2.2" },
    edge3: { connection: "netns", netns: "edge3", underlay: "192.0.2.3" },
  },
});

// One switch over all of them. Every host has its gateways, so that containers leave by the host that they are on.
const mesh = new OverlayNetwork(stack, "mesh", {
  vni: 42,
  members: ["edge1", "edge2", "edge3"],
  subnets: ["10.20.0.0/24", "fd00:20::/64"],
});

// A container on each. They find each other by name wherever they are; the world reaches web through port 8080 of edge1.
const publish = [{ hostPort: 8080, port: 80 }];
const web = mesh.attach(new Container(stack, "web", { host: "edge1" }), { publish });
const api = mesh.attach(new Container(stack, "api", { host: "edge2" }));
const db = mesh.attach(new Container(stack, "db", { host: "edge3" }), { aliases: ["sql"] });

new TerraformOutput(stack, "addresses", { value: { web: web.addresses, api: api.addresses, db: db.addresses } });
app.synth();
