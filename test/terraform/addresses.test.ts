/** Changes of addresses in the configuration or in the state that leave the hosts unchanged. */
import { actions, attributesIn } from "../support/terraform-json";
import { shopOf, SHOP } from "../support/terraform-stacks";
import { memories, openWorkspace, type Workspace } from "../support/terraform";

const shop = shopOf();

describe.each(memories)("%s", (way) => {
  let workspace: Workspace;
  let before: readonly string[];
  beforeAll(async () => {
    workspace = await openWorkspace(way);
    workspace.configure(shop);
    await workspace.apply();
    before = await workspace.lines(true);
  });
  afterAll(() => workspace.close());

  const stays = async () => expect(await workspace.lines(true)).toEqual(before);

  test("a moved resource has another address and the same object", async () => {
    const resource = JSON.parse(
      JSON.stringify(shop.resource)
        .replaceAll("netweft_bridge_network.front", "netweft_bridge_network.moved")
        .replace('{"front":', '{"moved":'),
    ) as object;
    workspace.configure({ resource, moved: [{ from: "netweft_bridge_network.front", to: "netweft_bridge_network.moved" }] });
    const plan = await workspace.plan(2);
    expect([actions(plan), plan.resource_drift ?? []]).toEqual([[], []]);
    await workspace.run(0, "apply", "plan");
    await workspace.isQuiet();
    workspace.configure({ ...shop, moved: [{ from: "netweft_bridge_network.moved", to: "netweft_bridge_network.front" }] });
    await workspace.apply();
    await stays();
  });

  test("a resource removed without a destroy stays on the host, and is adopted by its mark when it is declared again", async () => {
    const { netweft_endpoint: endpoints, ...rest } = shop.resource as Record<string, Record<string, object>>;
    const { api } = endpoints!;
    workspace.configure({
      resource: { ...rest, netweft_endpoint: { api } },
      removed: [{ from: "netweft_endpoint.web", lifecycle: { destroy: false } }],
    });
    expect(actions(await workspace.plan(2))).toEqual(["forget netweft_endpoint.web"]);
    await workspace.run(0, "apply", "plan");
    expect([...attributesIn(workspace.state()).keys()]).not.toContain("netweft_endpoint.web");
    await stays();
    workspace.configure(shop);
    expect(actions(await workspace.plan(2))).toEqual(["create netweft_endpoint.web"]);
    await workspace.run(0, "apply", "plan");
    await workspace.isQuiet();
    await stays();
  });

  test("after the loss of the state everything is adopted by its marks", async () => {
    const attributes = attributesIn(workspace.state());
    workspace.remove("terraform.tfstate");
    expect(actions(await workspace.plan(2))).toEqual(SHOP.map((address) => `create ${address}`));
    await workspace.run(0, "apply", "plan");
    await workspace.isQuiet();
    await stays();
    const ips = (of: typeof attributes) => ["web", "api"].map((name) => of.get(`netweft_endpoint.${name}`)!["addresses"]);
    expect(ips(attributesIn(workspace.state()))).toEqual(ips(attributes));
  });

  test("an import by command yields the created resource", async () => {
    await workspace.run(0, "state", "rm", ...SHOP);
    const ids = ["local/front", "local/api/eth0", "local/web/eth0", "local/api", "local/web"];
    for (const [n, address] of SHOP.entries()) await workspace.run(0, "import", address, ids[n]!);
    await workspace.apply();
    await workspace.isQuiet();
    await stays();
  });

  test("an import by blocks generates configuration with an empty plan", async () => {
    await workspace.run(0, "state", "rm", ...SHOP);
    const ids = ["local/front", "local/api/eth0", "local/web/eth0", "local/api", "local/web"];
    workspace.configure({ import: SHOP.map((to, n) => ({ to, id: ids[n]! })) });
    await workspace.run(2, "plan", "-generate-config-out=generated.tf", "-detailed-exitcode");
    await workspace.apply();
    await workspace.isQuiet();
    await stays();
    workspace.remove("generated.tf");
    workspace.configure(shop);
    await workspace.apply();
    await workspace.isQuiet();
  });

  test("a missing object cannot be imported, and is named by its id", async () => {
    workspace.configure({ resource: { netweft_namespace: { ghost: { name: "ghost" } } } });
    const { said } = await workspace.run(1, "import", "netweft_namespace.ghost", "local/ghost");
    expect(said).toContain("local/ghost");
    expect(said).not.toMatch(/\bat .*\.ts:|bug in the provider/);
  });
});
