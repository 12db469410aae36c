import { openFolder, type Folder } from "../../support/folder";

let folder: Folder;
beforeEach(() => (folder = openFolder()));
afterEach(() => folder.close());

/** The result of a plan with a port published by an endpoint of a network with these attributes. */
async function plan(code: number, publish: object, network: object = {}): Promise<string> {
  folder.write({
    resource: {
      netweft_bridge_network: { lan: { name: "lan", subnets: ["10.77.0.0/24", "fd00:77::/64"], ...network } },
      netweft_namespace: { b: { name: "b" } },
      netweft_endpoint: {
        b: { namespace: "${netweft_namespace.b.ref}", network: "${netweft_bridge_network.lan.ref}", publish: [{ port: 5353, ...publish }] },
      },
    },
  });
  return (await folder.run(code, "plan")).stderr;
}

describe("a published port on the address of a gateway", () => {
  test.each([
    ["port 53", { host_port: 53, protocol: "udp", host_ip: "10.77.0.1" }, "10.77.0.1"],
    ["a range with it", { host_port: 50, port_count: 10, host_ip: "10.77.0.1" }, "10.77.0.1"],
    ["IPv6, spelled differently", { host_port: 53, protocol: "udp", host_ip: "FD00:77:0::1" }, "fd00:77::1"],
  ])("would replace the DNS server of the network and is an error: %s", async (_, publish, gateway) => {
    const stderr = await plan(1, publish);
    expect(stderr).toContain("in netweft_endpoint.b, attribute publish[0]");
    expect(stderr).toContain(`its endpoints could not resolve names at ${gateway}. Choose another`);
    expect(stderr.match(/^Error: /gm)).toHaveLength(1);
  });

  test.each([
    ["another port", { host_port: 54, host_ip: "10.77.0.1" }, {}],
    ["a network without names", { host_port: 53, protocol: "udp", host_ip: "10.77.0.1" }, { names: false }],
    ["another address", { host_port: 53, protocol: "udp", host_ip: "192.0.2.10" }, {}],
    ["every address, which leaves the gateways out", { host_port: 53, protocol: "udp" }, {}],
  ])("replaces nothing: %s", async (_, publish, network) => {
    await plan(0, publish, network);
  });

  test("replaces nothing where names are switched off in the same plan", async () => {
    await plan(0, { host_port: 54 });
    await folder.run(0, "apply", "--auto-approve");
    await plan(0, { host_port: 53, protocol: "udp", host_ip: "10.77.0.1" }, { names: false });
  });
});
