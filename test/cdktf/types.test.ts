/** What the compiler refuses in programs with constructs, before anything runs. */
import { errorsOfPrograms } from "../support/compile";

const prelude = `
import { App } from "cdktf";
import { BridgeNetwork, Container, HostNetwork, MacvlanNetwork, NetworkStack, OverlayNetwork } from "netweft";
const stack = new NetworkStack(new App(), "shop", { hosts: { edge1: { connection: "netns", netns: "edge1", underlay: "192.0.2.1" } } });
const front = new BridgeNetwork(stack, "front", { subnets: ["10.10.0.0/24"], uplink: undefined });
const mesh = new OverlayNetwork(stack, "mesh", { vni: 42, members: ["edge1"], subnets: ["10.20.0.0/24"] });
const lan = new MacvlanNetwork(stack, "lan", { parent: "eth0", subnets: ["192.0.2.0/24"] });
const web = new Container(stack, "web", { sysctls: { "net.core.somaxconn": "1024" } });
front.attach(web, { addresses: ["10.10.0.10"], publish: [{ hostPort: 8080, port: 80, protocol: "tcp" }] });
`;

/** Each is one mistake in a program that compiles without it. */
const mistakes: Readonly<Record<string, string>> = {
  "an attribute that does not exist": 'new BridgeNetwork(stack, "a", { subnet: ["10.1.0.0/24"] });',
  "a text in place of a list": 'new BridgeNetwork(stack, "a", { subnets: "10.1.0.0/24" });',
  "a number in place of a text": 'new BridgeNetwork(stack, "a", { subnets: [10] });',
  "a text in place of a number": 'new BridgeNetwork(stack, "a", { mtu: "1500" });',
  "a text in place of a boolean": 'new BridgeNetwork(stack, "a", { internal: "true" });',
  "a word that is none of the choices": 'new BridgeNetwork(stack, "a", { hostAccess: "some" });',
  "Terraform's spelling of a name": 'new BridgeNetwork(stack, "a", { host_access: "all" });',
  "an overlay network without its identifier": 'new OverlayNetwork(stack, "a", { members: ["edge1"], subnets: ["10.1.0.0/24"] });',
  "an overlay network with a bridge's attribute":
    'new OverlayNetwork(stack, "a", { vni: 1, members: ["edge1"], endpointIsolation: true });',
  "a macvlan network without its parent": 'new MacvlanNetwork(stack, "a", { subnets: ["10.1.0.0/24"] });',
  "a published port on a macvlan network": "lan.attach(web, { publish: [{ hostPort: 1, port: 1 }] });",
  "a misspelled option of an attachment": "front.attach(web, { adresses: [] });",
  "a published port without the container's": "front.attach(web, { publish: [{ hostPort: 8080 }] });",
  "an unknown protocol": 'front.attach(web, { publish: [{ hostPort: 1, port: 1, protocol: "icmp" }] });',
  "an endpoint's isolation on an overlay network": "mesh.attach(web, { isolated: true });",
  "a network in place of a container": "front.attach(mesh);",
  "a connection that does not exist": 'new NetworkStack(new App(), "b", { hosts: { a: { connection: "telnet" } } });',
  "a setting that is no text": 'new Container(stack, "a", { sysctls: { "net.core.somaxconn": {} } });',
  "a bind without its port": 'new HostNetwork(stack, "a", { binds: [{ by: "node-exporter" }] });',
};

const found = errorsOfPrograms({
  right: prelude,
  ...Object.fromEntries(Object.entries(mistakes).map(([name, line]) => [name, prelude + line])),
});

test("a program without mistakes compiles", () => {
  expect(found["right"]).toEqual([]);
});

test.each(Object.keys(mistakes))("%s does not compile", (name) => {
  expect(found[name]).toHaveLength(1);
});
