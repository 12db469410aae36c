/** One state per backend: the simulated backend ignores objects on the real kernel, and vice versa. */
import { openFolder, type Folder } from "../support/folder";
import { command, emptyLab, insideLab } from "../support/lab";
import { settled } from "../support/by-hand";

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
    ...["ip -br link show", "ip -br addr show"].map((line) => settled(command(line))),
    ...["ip netns list", "nft list ruleset"].map(command),
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

/** As on a machine without the hosts: no program of theirs is to be found. */
async function elsewhere<T>(work: () => Promise<T>): Promise<T> {
  const path = process.env.PATH;
  process.env.PATH = "/nowhere";
  try {
    return await work();
  } finally {
    process.env.PATH = path;
  }
}

const linesOf = (text: string) => text.split("\n").filter((line) => /^ +[-+~<]/.test(line));

test("what was applied on the kernel is rehearsed without it: nothing is left, and a change is planned as it would be there", async () => {
  await folder.run(0, "apply", "--auto-approve", "--backend", "iproute2");
  const before = await seen();
  const unchanged = await elsewhere(() => folder.run(0, "plan", "--rehearse", "--detailed-exitcode"));
  expect(unchanged.stdout).toMatch(/^Backend: iproute2, rehearsed in memory/);
  folder.write({
    provider: { netweft: { stack: "shop" } },
    resource: {
      netweft_bridge_network: {
        front: { name: "front", subnets: ["10.8.0.0/24", "fd00:8::/64"], names: false },
        back: { name: "back", subnets: ["10.9.0.0/24"] },
      },
      netweft_namespace: { web: { name: "web" }, db: { name: "db" } },
      netweft_endpoint: {
        web: {
          namespace: "${netweft_namespace.web.ref}",
          network: "${netweft_bridge_network.front.ref}",
          publish: [{ host_port: 8080, port: 80 }],
        },
        db: { namespace: "${netweft_namespace.db.ref}", network: "${netweft_bridge_network.back.ref}" },
      },
    },
  });
  const rehearsed = await elsewhere(() => folder.run(2, "plan", "--rehearse", "--detailed-exitcode"));
  expect(rehearsed.stdout).toContain("applied and verified in memory");
  const real = await folder.run(2, "plan", "--detailed-exitcode", "--backend", "iproute2");
  expect(linesOf(rehearsed.stdout)).toEqual(linesOf(real.stdout));
  expect(linesOf(real.stdout).length).toBeGreaterThan(20);
  // What is said beside the rehearsal is as before: a state is compared with one backend.
  expect((await elsewhere(() => folder.run(1, "plan", "--rehearse", "--backend", "simulated"))).stderr).toContain("other-backend");
  expect(await seen()).toBe(before);
});
