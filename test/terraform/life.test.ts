/** The main workflow with the real terraform: from nothing to a network, and back to nothing. */
import { actions, attributesIn } from "../support/terraform-json";
import { openWorkspace, ways, type Workspace } from "../support/terraform";
import { withoutForwarding } from "../support/world";

const shop = {
  resource: {
    netweft_bridge_network: { front: { name: "front" } },
    netweft_namespace: { web: { name: "web", sysctls: { "net.core.somaxconn": "1024" } }, api: { name: "api" } },
    netweft_endpoint: {
      web: {
        namespace: "${netweft_namespace.web.ref}",
        network: "${netweft_bridge_network.front}",
        publish: [{ host_port: 8080, port: 80 }],
        aliases: ["shop"],
      },
      api: { namespace: "${netweft_namespace.api}", network: "${netweft_bridge_network.front.ref}", ingress_rate: "100mbit" },
    },
    netweft_host_network: { host: { binds: [{ port: 9100, by: "node-exporter" }] } },
  },
  output: { addresses: { value: "${netweft_endpoint.web.addresses}" } },
};

const EVERYTHING = [
  "netweft_bridge_network.front",
  "netweft_endpoint.api",
  "netweft_endpoint.web",
  "netweft_host_network.host",
  "netweft_namespace.api",
  "netweft_namespace.web",
];

describe.each(ways)("%s", (way) => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await openWorkspace(way);
    workspace.configure(shop);
  });
  afterAll(() => workspace.close());

  test("a valid configuration is validated, without a host", async () => {
    expect((await workspace.run(0, "validate")).stdout).toContain("The configuration is valid");
  });

  test("a plan creates everything, changes nothing, and leaves only allocated values to the apply", async () => {
    const plan = await workspace.plan(2);
    expect(actions(plan)).toEqual(EVERYTHING.map((address) => `create ${address}`));
    expect(await workspace.lines()).toEqual([]);
    const front = plan.resource_changes!.find(({ address }) => address === "netweft_bridge_network.front")!;
    expect(front.change.after).toMatchObject({ id: "local/front", bridge_name: "nw-shop-front", mtu: 1500, drift: [] });
    expect(front.change.after_unknown).toMatchObject({ subnets: true, ref: { incarnation: true } });
  });

  test("the plan is applied unchanged, and the next plan is empty", async () => {
    await workspace.run(0, "apply", "plan");
    await workspace.isQuiet();
    await workspace.run(0, "plan", "-refresh-only", "-detailed-exitcode");
    expect([...attributesIn(workspace.state()).keys()].sort()).toEqual(EVERYTHING);
    // Addresses are allocated in the order of the requests.
    expect(String(workspace.state().outputs!["addresses"]!.value)).toMatch(/^10\.128\.0\.([23]),fd6e:6574:7765::\1$/);
    expect(await workspace.lines()).toContain("local web sysctl net.core.somaxconn = 1024");
  });

  test("a second apply changes nothing", async () => {
    const before = await workspace.lines(true);
    expect((await workspace.apply()).stdout).toContain("0 added, 0 changed, 0 destroyed");
    expect(await workspace.lines(true)).toEqual(before);
  });

  test("a destroy leaves only the host's forwarding enabled", async () => {
    await workspace.run(0, "destroy", "-auto-approve");
    expect(workspace.state().resources).toEqual([]);
    expect(withoutForwarding(await workspace.lines())).toEqual([]);
    expect(await workspace.lines()).toHaveLength(2);
  });
});
