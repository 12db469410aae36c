/** One state per backend: the simulated backend ignores objects on the real kernel, and vice versa. */
import { openFolder, type Folder } from "../support/folder";
import { command, emptyLab, insideLab } from "../support/lab";

insideLab();

let folder: Folder;

beforeEach(() => {
  emptyLab();
  folder = openFolder({});
  folder.write({
    provider: { netweft: { stack: "shop" } },
    resource: {
      netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24"], names: false } },
      netweft_namespace: { web: { name: "web" } },
      netweft_endpoint: { web: { namespace: "${netweft_namespace.web.ref}", network: "${netweft_bridge_network.front.ref}" } },
    },
  });
});
afterEach(() => {
  folder.close();
  emptyLab();
});

const seen = async () =>
  [
    ...["ip -br link show", "ip -br addr show", "ip netns list", "nft list ruleset"].map(command),
    (await folder.run(0, "sim", "show")).stdout,
  ].join("\n");

test.each([
  ["iproute2", "simulated"],
  ["simulated", "iproute2"],
])("objects applied on %s are neither compared nor changed on %s", async (own, other) => {
  await folder.run(0, "apply", "--auto-approve", "--backend", own);
  const before = await seen();
  for (const words of [["plan"], ["drift"], ["apply", "--auto-approve"], ["destroy", "--auto-approve"]]) {
    const { stderr } = await folder.run(1, ...words, "--backend", other);
    expect(stderr).toContain("other-backend");
    expect(stderr).toContain(`--backend ${own}`);
  }
  expect(await seen()).toBe(before);
  expect((await folder.run(0, "drift", "--detailed-exitcode", "--backend", own)).stdout).toMatch(new RegExp(`^Backend: ${own} `));
  await folder.run(0, "destroy", "--auto-approve", "--backend", own);
  // Nothing remains of either.
  await folder.run(0, "plan", "--backend", other);
});
