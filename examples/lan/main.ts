import { App } from "cdktf";
import { BridgeNetwork, Container, MacvlanNetwork, NetworkStack } from "netweft";

const app = new App();
const stack = new NetworkStack(app, "site");

// Containers as machines of their own on VLAN 10 of the host's link eth1. The VLAN is made with the first of them and removed with
// the last. The host itself reaches them by an address of its own there, and only by that.
const cameras = new MacvlanNetwork(stack, "cameras", {
  parent: "eth1.10",
  subnets: ["192.0.2.0/24"],
  gateways: ["192.0.2.1"],
  ranges: ["192.0.2.192/27"],
  hostAddresses: ["192.0.2.250"],
});
cameras.attach(new Container(stack, "recorder"), { addresses: ["192.0.2.200"] });
cameras.attach(new Container(stack, "motion"));

// A switch of the host with a port to VLAN 20 of the same link: its containers are on that network, too, and the host is their
// gateway, with names, published ports and a firewall as on every bridge network.
const office = new BridgeNetwork(stack, "office", {
  subnets: ["198.51.100.0/24"],
  gateways: ["198.51.100.2"],
  ranges: ["198.51.100.128/26"],
  uplink: "eth1.20",
  names: true,
});
office.attach(new Container(stack, "printer"));

// Docker's `--network none`: a namespace with its loopback interface only.
new Container(stack, "batch", { network: "none" });

app.synth();
