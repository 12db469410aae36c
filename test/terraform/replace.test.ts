/** Which changes replace resources, in which order, and what stays attached meanwhile. */
import { actions } from "../support/terraform-json";
import { shopOf, SHOP } from "../support/terraform-stacks";
import { memories, openWorkspace, type Workspace } from "../support/terraform";
import { withoutForwarding } from "../support/world";

describe.each(memories)("%s", (way) => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await openWorkspace(way);
    workspace.configure(shopOf());
    await workspace.apply();
  });
  afterAll(() => workspace.close());

  /** Plans, expects these actions, applies them, and expects an empty plan. */
  async function becomes(wanted: readonly string[], ...args: readonly string[]): Promise<string> {
    expect(actions(await workspace.plan(2, ...args))).toEqual(wanted);
    const { stdout } = await workspace.run(0, "apply", "plan");
    await workspace.isQuiet();
    return stdout;
  }

  const bridges = async () => (await workspace.lines()).flatMap((line) => /^local - link (\S+) type bridge/.exec(line)?.[1] ?? []);
  const addresses = async () => (await workspace.lines()).filter((line) => /^local (web|api) addr/.test(line));

  test("a network that is replaced under the same id is attached again in place, with the same addresses", async () => {
    const before = await addresses();
    workspace.configure(shopOf({ network: { bridge_name: "br-front" } }));
    const said = await becomes([
      "delete+create netweft_bridge_network.front",
      "update netweft_endpoint.api",
      "update netweft_endpoint.web",
    ]);
    expect(said.indexOf("front: Destruction complete")).toBeLessThan(said.indexOf("front: Creating"));
    expect([await bridges(), await addresses()]).toEqual([["br-front"], before]);
  });

  test("with create_before_destroy the new one exists before the old one is deleted, on a subnet of its own", async () => {
    const lifecycle = { create_before_destroy: true };
    workspace.configure(shopOf({ network: { bridge_name: "br-new", lifecycle } }));
    const { said } = await workspace.run(1, "apply", "-auto-approve");
    expect(said).toContain("10.8.0.0/24 overlaps 10.8.0.0/24");
    expect(await bridges()).toEqual(["br-front"]);
    workspace.configure(shopOf({ network: { bridge_name: "br-new", subnets: ["10.9.0.0/24"], lifecycle } }));
    const stdout = await becomes([
      "create+delete netweft_bridge_network.front",
      "update netweft_endpoint.api",
      "update netweft_endpoint.web",
    ]);
    expect(stdout.indexOf("front: Creation complete")).toBeLessThan(stdout.indexOf("deposed object"));
    expect(await bridges()).toEqual(["br-new"]);
    expect((await addresses()).every((line) => line.includes(" addr 10.9.0."))).toBe(true);
    workspace.configure(shopOf());
    await workspace.apply();
  });

  test("a replaced network replaces its endpoints, which are deleted before it and created after it", async () => {
    workspace.configure(shopOf({ network: { name: "shop" } }));
    const said = await becomes(
      ["netweft_bridge_network.front", "netweft_endpoint.api", "netweft_endpoint.web"].map((one) => `delete+create ${one}`),
    );
    const at = (text: string) => said.indexOf(text);
    expect(at("netweft_endpoint.web: Destruction complete")).toBeLessThan(at("netweft_bridge_network.front: Destroying"));
    expect(at("netweft_bridge_network.front: Creation complete")).toBeLessThan(at("netweft_endpoint.web: Creating"));
    workspace.configure(shopOf());
    await workspace.apply();
  });

  test("-replace recreates an intact resource, and endpoints follow their namespace", async () => {
    await becomes(["delete+create netweft_endpoint.web", "delete+create netweft_namespace.web"], "-replace=netweft_namespace.web");
    await becomes(
      ["delete+create netweft_bridge_network.front", "update netweft_endpoint.api", "update netweft_endpoint.web"],
      "-replace=netweft_bridge_network.front",
    );
  });

  test("a destroy or an apply of a target includes its dependencies, and nothing else", async () => {
    await workspace.run(0, "destroy", "-auto-approve", "-target=netweft_namespace.web");
    expect((await workspace.lines()).filter((line) => / web\b/.test(line))).toEqual([]);
    expect(actions(await workspace.plan(2, "-target=netweft_namespace.web"))).toEqual(["create netweft_namespace.web"]);
    await workspace.apply("-target=netweft_namespace.web");
    await becomes(["create netweft_endpoint.web"]);
  });

  test("a change in place does not affect anything else", async () => {
    const before = await workspace.lines();
    workspace.configure(shopOf({ endpoint: { ingress_rate: "10mbit" } }));
    await becomes(["update netweft_endpoint.api", "update netweft_endpoint.web"]);
    const after = await workspace.lines();
    expect(after.filter((line) => !before.includes(line)).every((line) => line.includes(" qdisc "))).toBe(true);
    expect(before.filter((line) => !after.includes(line))).toEqual([]);
    workspace.configure(shopOf());
    await workspace.apply();
    expect(await workspace.lines()).toEqual(before);
  });

  test("everything can be replaced at once, and is destroyed completely", async () => {
    await becomes(
      SHOP.map((address) => `delete+create ${address}`),
      ...SHOP.map((address) => `-replace=${address}`),
    );
    await workspace.run(0, "destroy", "-auto-approve");
    expect(withoutForwarding(await workspace.lines())).toEqual([]);
  });
});
