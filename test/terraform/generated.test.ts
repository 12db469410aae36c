/** What `plan --generate-config-out` writes is a configuration for Terraform, too: both plan the same imports with it. */
import { netweft } from "../support/netweft";
import { openWorkspace, type Workspace } from "../support/terraform";
import type { PlanJson } from "../support/terraform-json";

let there: Workspace;
beforeAll(async () => {
  there = await openWorkspace("reattached");
});
afterAll(() => there.close());

const run = (...args: readonly string[]) => netweft(args, { cwd: there.path });
const actions = ({ resource_changes = [] }: PlanJson) =>
  resource_changes.map(({ address, change }) => [address, change.actions, (change as { importing?: unknown }).importing]).sort();

test("what Netweft generates, Terraform imports", async () => {
  const lines = [
    "netns web",
    "link br0 type bridge mtu 1400 mac 02:00:00:00:00:01 stp off up",
    "addr 10.8.0.1/24 dev br0",
    "veth veth1 <> web eth0 mtu 1400 mac 02:00:00:00:00:02 up",
    "port veth1 bridge br0",
  ];
  for (const line of [...lines.map((one) => `local - ${one}`), "local web addr 10.8.0.7/24 dev eth0"]) await there.set(line);
  const ids = {
    "netweft_namespace.web": "local/web",
    "netweft_bridge_network.front": "local/br0",
    "netweft_endpoint.web": "local/web/eth0",
  };
  there.configure({ import: Object.entries(ids).map(([to, id]) => ({ to, id })) });
  expect(await run("plan", "--generate-config-out", "generated.tf.json")).toMatchObject({ code: 0 });
  const ours = JSON.parse((await run("plan", "--json")).stdout) as PlanJson;
  expect(actions(await there.plan(2))).toEqual(actions(ours));
  expect((await there.apply()).said).toContain("3 imported, 0 added");
  await there.isQuiet();
  expect(await run("plan", "--detailed-exitcode")).toMatchObject({ code: 0 });
});
