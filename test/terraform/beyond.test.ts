/** Attributes about what is outside of a network, with the real terraform: networks that accept others, uplinks' neighbours, members behind NAT. */
import { actions } from "../support/terraform-json";
import { openWorkspace, type Workspace } from "../support/terraform";

let workspace: Workspace;
afterEach(() => workspace.close());

const settled = async () => {
  await workspace.run(0, "apply", "plan");
  await workspace.isQuiet();
};
const linesOf = async (kind: RegExp) => (await workspace.lines()).filter((line) => kind.test(line));

test("names of a network that accepts another one, which is not there yet: partial applies, drift, and an end without a trace", async () => {
  workspace = await openWorkspace("reattached");
  const configure = (back: object) =>
    workspace.configure({
      resource: {
        netweft_bridge_network: {
          front: { name: "front", bridge_name: "br0", subnets: ["10.8.0.0/24"], names: true },
          back: { name: "back", subnets: ["10.9.0.0/24"], names: true, ...back },
        },
      },
    });
  const VIEW = "local - view nw-shop-back to netweft:shop:netweft_bridge_network:front domain back subnets 10.9.0.0/24";
  configure({ accept_from: ["local/front"] });
  await workspace.apply("-target", "netweft_bridge_network.back");
  expect(await linesOf(/ view /)).toEqual([VIEW]);
  await workspace.apply("-target", "netweft_bridge_network.front");
  await workspace.isQuiet();
  await workspace.unset(VIEW);
  expect(actions(await workspace.plan(2))).toEqual(["update netweft_bridge_network.back"]);
  await settled();
  configure({});
  expect(actions(await workspace.plan(2))).toEqual(["update netweft_bridge_network.back"]);
  await settled();
  expect(await linesOf(/ view /)).toEqual([]);
  await workspace.run(0, "destroy", "-auto-approve");
});
