/** What random stacks have found of networks on the host's own links, in small. */
import { done, inLab, value, type Lab } from "../../support/world";

const ground = ["local - link lan0 type device mtu 1500 mac 02:77:00:00:00:11 up", "local - addr 192.0.2.1/24 dev lan0"];

const lan =
  (network: object, more: object = {}) =>
  (lab: Lab) =>
    JSON.stringify({
      provider: { netweft: lab.provider },
      resource: { netweft_macvlan_network: { lan: { name: "lan", parent: "lan0", subnets: ["198.18.0.0/24"], ...network } }, ...more },
    });

const container = (network: string) => ({
  netweft_namespace: { web: { name: "web" } },
  netweft_endpoint: { web: { namespace: "${netweft_namespace.web.ref}", network, addresses: ["198.18.0.7"] } },
});

test("a VLAN goes when the host's interface on it moves to another link", () =>
  inLab(
    async (lab) => {
      const reached = { host_addresses: ["198.18.0.250"] };
      done(await lab.apply(lan({ ...reached, parent: "lan0.10" })(lab)));
      expect((await lab.lines()).join("\n")).toContain("link lan0.10 type vlan");
      done(await lab.apply(lan(reached)(lab)));
      expect((await lab.lines()).join("\n")).not.toContain("lan0.10");
    },
    { ground },
  ));

test("a whole macvlan network without an interface of the host stands for its ref", () =>
  inLab(
    async (lab) => {
      done(await lab.apply(lan({}, container("${netweft_macvlan_network.lan}"))(lab)));
      expect((await lab.lines()).join("\n")).toContain("local web addr 198.18.0.7/24 dev eth0");
    },
    { ground },
  ));

test("an endpoint on a macvlan network is imported as it is", () =>
  inLab(
    async (lab) => {
      const text = lan({}, container("${netweft_macvlan_network.lan.ref}"))(lab);
      done(await lab.apply(text));
      const lines = await lab.lines();
      const { state } = lab;
      lab.state = { ...state, instances: new Map([...state.instances].filter(([address]) => address !== "netweft_endpoint.web")) };
      await lab.import(text, "netweft_endpoint.web", "local/web/eth0");
      expect(value(await lab.plan(text)).plan.changes).toEqual([]);
      expect(await lab.lines()).toEqual(lines);
    },
    { ground },
  ));
