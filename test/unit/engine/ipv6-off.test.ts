/** Settings that switch IPv6 off where addresses of it are to be. */
import { inLab, say, value, type Lab } from "../../support/world";

const front = { name: "front", subnets: ["10.8.0.0/24", "fd00:8::/64"] };

/** The endpoints of a namespace by their interfaces. */
function stackOf(
  lab: Lab,
  sysctls: Readonly<Record<string, string>>,
  interfaces: readonly string[] = ["eth0"],
  network: object = front,
): string {
  const place = { namespace: "${netweft_namespace.web.ref}", network: "${netweft_bridge_network.front.ref}" };
  return JSON.stringify({
    provider: { netweft: lab.provider },
    resource: {
      netweft_bridge_network: { front: network },
      netweft_namespace: { web: { name: "web", sysctls } },
      netweft_endpoint: Object.fromEntries(
        interfaces.map((dev) => [dev, { ...place, name: dev, interface: dev, default_route: dev === "eth0" }]),
      ),
    },
  });
}

const saidOf = async (lab: Lab, stack: string) => (await lab.plan(stack)).diagnostics.filter(({ severity }) => severity === "error");
const all = "net.ipv6.conf.all.disable_ipv6";
const initial = "net.ipv6.conf.default.disable_ipv6";
const own = "net.ipv6.conf.eth0.disable_ipv6";

test.each([all, initial, own])("%s = 1 contradicts an IPv6 subnet: said once, of the setting, whatever the number of interfaces", (name) =>
  inLab(async (lab) => {
    const said = await saidOf(lab, stackOf(lab, { [name]: "1" }, ["eth0", "eth1"]));
    expect(said.map(({ code, at }) => [code, at.resource, at.path])).toEqual([["ipv6-off", "netweft_namespace.web", ["sysctls", name]]]);
    expect(said.map(say).join()).toMatch(/netweft_endpoint\.eth0 has the address fd00:8::\w+ \(eth0\)/);
  }),
);

test.each([
  ["the network has no IPv6 subnet", { [all]: "1" }, { name: "front", subnets: ["10.8.0.0/24"] }],
  ["it is 0", { [all]: "0", [initial]: "0", [own]: "0" }, front],
  ["an interface goes without what is said of all", { [all]: "1", [own]: "0" }, front],
  ["another interface has none", { "net.ipv6.conf.lo.disable_ipv6": "1" }, front],
] as const)("it is fine where %s", (_, sysctls, network) =>
  inLab(async (lab) => {
    const stack = stackOf(lab, sysctls, ["eth0"], network);
    expect(await saidOf(lab, stack)).toEqual([]);
    await lab.apply(stack);
    expect(value(await lab.plan(stack)).plan.changes).toEqual([]);
  }),
);

test("what exists already is said of the setting that is added later", () =>
  inLab(async (lab) => {
    await lab.apply(stackOf(lab, {}));
    const said = await saidOf(lab, stackOf(lab, { [all]: "1" }));
    expect(said.map(({ code, at }) => [code, at.resource])).toEqual([["ipv6-off", "netweft_namespace.web"]]);
  }));

test.each([[[]], [["eth0"]]])(
  "a host on which IPv6 is switched off is found before a bridge gets an address of it: endpoints %j",
  (interfaces) =>
    inLab(async (lab) => {
      await lab.set(`local - sysctl ${initial} = 1`);
      const said = await saidOf(lab, stackOf(lab, {}, interfaces));
      expect(said.map(({ code, at }) => [code, at.resource])).toContainEqual(["ipv6-off", "netweft_bridge_network.front"]);
      expect(said.map(say).join()).toContain(`\`${initial} = 0\` there`);
    }),
);

test("a namespace of another program in which it is switched off is found before an endpoint is made", () =>
  inLab(async (lab) => {
    const path = "/proc/4711/ns/net";
    await lab.set(`local - netns other from ${path} inode 4026532999`);
    await lab.set(`local other sysctl ${initial} = 1`);
    const stack = JSON.parse(stackOf(lab, {})) as { resource: { netweft_namespace: { web: object } } };
    stack.resource.netweft_namespace.web = { name: "other", path };
    const said = await saidOf(lab, JSON.stringify(stack));
    expect(said.map(({ code, at }) => [code, at.resource])).toContainEqual(["ipv6-off", "netweft_endpoint.eth0"]);
    expect(said.map(say).join()).toContain("to `sysctls` of the namespace");
  }));
