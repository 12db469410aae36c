/** Unusual spellings of addresses on the real kernel, which returns canonical ones; and reserved addresses. */
import { command, emptyLab, insideLab } from "../support/lab";
import { openFolder, type Folder } from "../support/folder";
import { TIMES } from "../support/runs";
import { chanceOf, respelled, sampleOf, type Sample } from "../support/spellings";

insideLab();

let folder: Folder;

beforeEach(() => {
  emptyLab();
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
});
afterEach(() => {
  folder.close();
  emptyLab();
});

/** The part of the sample for a single host. */
function local({ provider, resource }: Sample): Sample {
  const { netweft_overlay_network: _mesh, netweft_endpoint: { far: _far, ...endpoints } = {}, ...others } = resource;
  return { provider: { address_pools: provider["address_pools"] }, resource: { ...others, netweft_endpoint: endpoints } };
}

test.each(TIMES === 1 ? [1] : [1, 2, 3, 4])(
  "a stack in unusual spellings is applied, has an empty plan and no drift, and is destroyed (%i)",
  async (seed) => {
    const chance = chanceOf(seed);
    const { provider, resource } = local(respelled(sampleOf(chance, {}), chance).sample);
    folder.write({ provider: { netweft: provider }, resource });
    await folder.run(0, "apply", "--auto-approve");
    await folder.run(0, "plan", "--detailed-exitcode");
    await folder.run(0, "drift", "--detailed-exitcode");
    await folder.run(0, "destroy", "--auto-approve");
    expect(command("ip -o link show type bridge")).toBe("");
  },
);

test("a network in 240.0.0.0/4 carries packets, and the plan warns about it", async () => {
  const namespace = (name: string) => ({ namespace: `\${netweft_namespace.${name}.ref}`, network: "${netweft_bridge_network.fan.ref}" });
  folder.write({
    resource: {
      netweft_bridge_network: { fan: { name: "fan", subnets: ["240.1.0.0/24"] } },
      netweft_namespace: { a: { name: "a" }, b: { name: "b" } },
      netweft_endpoint: { a: { ...namespace("a"), addresses: ["240.1.0.2/24"] }, b: namespace("b") },
    },
  });
  const { stderr } = await folder.run(0, "apply", "--auto-approve");
  expect(stderr).toContain("Reserved addresses");
  command("ip netns exec b ping -c 5 -i 0.2 -w 20 240.1.0.2");
  await folder.run(0, "plan", "--detailed-exitcode");
});
