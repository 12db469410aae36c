/** Random stacks and changes of them through the real terraform: it never reports an inconsistency. */
import * as fc from "fast-check";
import { GROUND, HOSTS, providerFor } from "../support/stack-hosts";
import { toJson } from "../support/stack-json";
import { stacks, type StackModel } from "../support/stacks";
import { openWorkspace, type Workspace } from "../support/terraform";
import { withoutForwarding } from "../support/world";
import { runs } from "../support/runs";

const RUNS = runs(8);

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace("reattached", { provider: { hosts: HOSTS } });
  for (const line of GROUND) await workspace.set(line);
});
afterAll(() => workspace.close());

/** Terraform rejects empty sections. */
function sections(stack: StackModel): Readonly<Record<string, unknown>> {
  const { resource } = JSON.parse(toJson(stack, {})) as { readonly resource: Readonly<Record<string, object>> };
  const some = Object.entries(resource).filter(([, all]) => Object.keys(all).length > 0);
  const provider = { netweft: providerFor(stack, workspace.provider) };
  return { provider, ...(some.length > 0 ? { resource: Object.fromEntries(some) } : {}) };
}

async function becomes(stack: StackModel): Promise<void> {
  workspace.configure(sections(stack));
  await workspace.apply();
  await workspace.isQuiet();
}

test("any stack can be applied, changed to any other, and destroyed, with an empty plan after each apply", async () => {
  await fc.assert(
    fc.asyncProperty(stacks, stacks, async (one, other) => {
      await becomes(one);
      await becomes(other);
      await workspace.run(0, "destroy", "-auto-approve");
      expect(workspace.state().resources).toEqual([]);
      expect(withoutForwarding(await workspace.lines())).toEqual([...GROUND].sort());
    }),
    { ...RUNS, endOnFailure: true },
  );
});
