/** States that the real terraform wrote with an earlier version of the provider, private bytes included. */
import { copyFileSync, readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { openWorkspace, type Workspace } from "../support/terraform";

const COMPAT = join(__dirname, "../compat");
const stacks = readdirSync(COMPAT).flatMap((version) => readdirSync(join(COMPAT, version)).map((stack) => join(version, stack)));

/**
 * A network that accepts another one gives it its names, and endpoints give their container those of a second network; one with
 * masquerading has a rule against packets that no other rule translates.
 */
const LATER: Readonly<Record<string, readonly string[]>> = {
  shop: ["netweft_bridge_network.back update", "netweft_bridge_network.front update", "netweft_endpoint.web_back update"],
  mesh: [
    ...["netweft_endpoint.one_tunnels update", "netweft_endpoint.two_fixed update"],
    ...["netweft_overlay_network.fixed update", "netweft_overlay_network.plain update", "netweft_overlay_network.tunnels update"],
  ],
  names: ["netweft_bridge_network.front update", "netweft_overlay_network.backbone update"],
};

interface Configuration {
  readonly provider: { readonly netweft: readonly [Readonly<Record<string, unknown>>] };
}

describe.each(stacks)("the stack %s of an earlier version", (stack) => {
  let workspace: Workspace;
  beforeAll(async () => {
    const { provider, ...sections } = JSON.parse(readFileSync(join(COMPAT, stack, "main.tf.json"), "utf8")) as Configuration;
    workspace = await openWorkspace("reattached", { provider: provider.netweft[0] });
    workspace.configure(sections);
    copyFileSync(join(COMPAT, stack, "terraform.json"), join(workspace.path, "terraform.tfstate"));
    copyFileSync(join(COMPAT, stack, "terraform-simulated.json"), join(workspace.path, "simulated.json"));
  });
  afterAll(() => workspace.close());

  test("plans at most what a later version makes in addition, without a replacement, and has no drift then", async () => {
    const later = LATER[basename(stack)] ?? [];
    const plan = await workspace.plan(later.length > 0 ? 2 : 0);
    const changes = plan.resource_changes!.filter(({ change }) => change.actions.join() !== "no-op");
    expect(changes.map(({ address, change }) => `${address} ${change.actions.join()}`)).toEqual(later);
    await workspace.run(0, "apply", "plan");
    await workspace.isQuiet();
  });

  test("changes in place and is destroyed without a trace", async () => {
    const plan = await workspace.plan(2, "-var", "mtu=1300");
    expect(plan.resource_changes!.map(({ change }) => change.actions.join()).filter((action) => !/no-op|update/.test(action))).toEqual([]);
    await workspace.run(0, "apply", "plan");
    await workspace.run(0, "destroy", "-auto-approve", "-var", "mtu=1300");
    expect((await workspace.lines(true)).filter((line) => line.includes("netweft"))).toEqual([]);
  });
});
