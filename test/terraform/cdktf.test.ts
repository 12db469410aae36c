/** The same app under Terraform: the output of an app for Netweft is planned and applied by Terraform unchanged. */
import { join } from "node:path";
import { netweft } from "../support/netweft";
import { runApp } from "../support/synth";
import { openWorkspace } from "../support/terraform";

/** The variables for containers of another program. */
const CONTAINERS = { cache_path: "/run/containers/cache/netns", db_pid: 4711 };

const root = join(__dirname, "../..");

test.each(["bridge", "host", "workloads", "overlay"])("the example %s, by Terraform and then by Netweft", async (name) => {
  const { stacks } = runApp(join(root, "examples", name));
  const [stack] = Object.values(stacks);
  const workspace = await openWorkspace("a provider for each connection");
  // The simulated kernel of the examples is a file in the folder of the program that runs, here of the provider.
  const before = process.cwd();
  process.chdir(workspace.path);
  try {
    const { terraform, ...sections } = stack!;
    // The path of the state is in the app's own folder.
    workspace.write("main.tf.json", JSON.stringify({ terraform: { required_providers: terraform!.required_providers }, ...sections }));
    if (sections["variable"] !== undefined) workspace.write("terraform.tfvars.json", JSON.stringify(CONTAINERS));
    await workspace.run(0, "validate");
    await workspace.apply();
    await workspace.isQuiet();
    const ran = await netweft(["plan", "-detailed-exitcode"], { cwd: workspace.path });
    expect([ran.code, ran.stderr.includes("Error")]).toEqual([0, false]);
    await workspace.run(0, "destroy", "-auto-approve");
  } finally {
    process.chdir(before);
    await workspace.close();
  }
});
