/** Interrupted applies: Terraform's saved state is correct, and the next apply completes the rest. */
import { actions, attributesIn } from "../support/terraform-json";
import { shopOf, SHOP } from "../support/terraform-stacks";
import { memories, openWorkspace, ways, type Way, type Workspace } from "../support/terraform";
import { withoutForwarding, withoutKeys } from "../support/world";

/** The faults of the simulated kernel during an apply. */
type Trouble = Readonly<Record<string, unknown>>;

interface Stage {
  readonly workspace: Workspace;
  /** The shop, on a kernel with or without faults. */
  configure(trouble?: Trouble, more?: Parameters<typeof shopOf>[0]): void;
}

async function open(way: Way): Promise<Stage> {
  const workspace = await openWorkspace(way);
  const { provider } = workspace;
  return {
    workspace,
    configure(trouble = {}, more = {}) {
      const simulated = { ...(provider["simulated"] as object), ...trouble };
      workspace.configure({ ...shopOf(more), provider: { netweft: { ...provider, simulated } } });
    },
  };
}

/** The expected lines of the shop; only the order of the two allocated addresses is random. */
const normal = (lines: readonly string[]) => lines.map((line) => withoutKeys(line).replace(/10\.8\.0\.[23]\b/g, "10.8.0.x")).sort();

/** One more apply without faults leads to the regular result; then everything is destroyed. */
async function recovers({ workspace, configure }: Stage, clean: readonly string[]): Promise<void> {
  configure();
  await workspace.apply();
  await workspace.isQuiet();
  expect(normal(await workspace.lines())).toEqual(clean);
  expect([...attributesIn(workspace.state()).keys()].sort()).toEqual(SHOP);
  await workspace.run(0, "destroy", "-auto-approve");
  expect(withoutForwarding(await workspace.lines())).toEqual([]);
}

let clean: readonly string[];
beforeAll(async () => {
  const { workspace, configure } = await open("reattached");
  configure();
  await workspace.apply();
  clean = normal(await workspace.lines());
  await workspace.close();
});

describe.each(ways)("the process, %s", (way) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await open(way);
  });
  afterAll(() => stage.workspace.close());

  test("Ctrl-C in the middle of an apply: resources in progress are completed and saved, the next apply does the rest", async () => {
    const { workspace, configure } = stage;
    // Long enough for a slow machine to interrupt it before it ends.
    configure({ latency_ms: 200 });
    const apply = workspace.start("apply", "-auto-approve");
    await apply.says("front: Creating...");
    apply.interrupt();
    const { code, said } = await apply.done;
    expect(code).toBe(1);
    expect(said).toContain("Interrupt received");
    expect(said).not.toMatch(/did not respond|bug in the provider/);
    expect(Object.keys(Object.fromEntries(attributesIn(workspace.state()))).length).toBeLessThan(SHOP.length);
    await recovers(stage, clean);
  });

  test("a killed terraform loses nothing: the next apply adopts the created objects", async () => {
    const { workspace, configure } = stage;
    configure({ latency_ms: 15 });
    const apply = workspace.start("apply", "-auto-approve");
    await apply.says("front: Creating...");
    await new Promise((resolve) => setTimeout(resolve, 300));
    apply.kill();
    await apply.done;
    await recovers(stage, clean);
  });
});

describe.each(memories)("what it does, %s", (way) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await open(way);
  });
  afterAll(() => stage.workspace.close());

  test("a refused step: the created part is saved as tainted, with the reason, and the next apply recreates it", async () => {
    const { workspace, configure } = stage;
    configure({ faults: [{ step: "add local - port ", message: "No buffer space available" }] });
    const { said } = await workspace.run(1, "apply", "-auto-approve");
    expect(said).toContain("No buffer space available");
    expect(said).toContain("with netweft_endpoint.");
    const saved = attributesIn(workspace.state());
    expect([...saved.keys()].filter((address) => address.includes("endpoint")).every((address) => address.endsWith(" tainted"))).toBe(true);
    expect([...saved.keys()].filter((address) => !address.includes("endpoint"))).toHaveLength(3);
    configure();
    const planned = actions(await workspace.plan(2));
    expect(planned.every((action) => /^(create|delete\+create) netweft_endpoint/.test(action))).toBe(true);
    await recovers(stage, clean);
  });

  test("a refused change: the state has the actual values, and the next apply does it", async () => {
    const { workspace, configure } = stage;
    configure();
    await workspace.apply();
    const before = await workspace.lines();
    const wanted = { network: { mtu: 1400, stp: true } };
    configure({ faults: [{ step: "set local - link nw-shop-front" }] }, wanted);
    const { said } = await workspace.run(1, "apply", "-auto-approve");
    expect(said).toContain("Operation not permitted");
    expect(await workspace.lines()).toEqual(before);
    configure({}, wanted);
    expect(actions(await workspace.plan(2))).toContain("update netweft_bridge_network.front");
    await workspace.run(0, "apply", "plan");
    await workspace.isQuiet();
    await recovers(stage, clean);
  });

  test("a refused deletion: the rest is in the state, and the next destroy deletes it", async () => {
    const { workspace, configure } = stage;
    configure();
    await workspace.apply();
    configure({ faults: [{ step: "del local - netns web" }] });
    await workspace.run(1, "destroy", "-auto-approve");
    expect([...attributesIn(workspace.state()).keys()]).toEqual(["netweft_namespace.web"]);
    await recovers(stage, clean);
  });

  test("two concurrent applies: one has the lock of the state, and the other fails with its holder", async () => {
    const { workspace, configure } = stage;
    configure({ latency_ms: 60 });
    const first = workspace.start("apply", "-auto-approve");
    await first.says("Creating...");
    const { said } = await workspace.run(1, "apply", "-auto-approve");
    expect(said).toContain("Error acquiring the state lock");
    expect((await first.done).code).toBe(0);
    await recovers(stage, clean);
  });

  test("a saved plan of an older state is refused", async () => {
    const { workspace, configure } = stage;
    configure();
    await workspace.run(0, "plan", "-out=old");
    await workspace.apply();
    expect((await workspace.run(1, "apply", "old")).said).toContain("Saved plan is stale");
    await recovers(stage, clean);
  });

  test("a saved plan whose hosts have changed meanwhile repairs that, too, or reports that it did not", async () => {
    const { workspace, configure } = stage;
    configure();
    await workspace.apply();
    configure({}, { network: { mtu: 1400 } });
    await workspace.run(0, "plan", "-out=plan");
    await workspace.unset("local web route default via 10.8.0.1");
    await workspace.run(0, "apply", "plan");
    configure({}, { network: { mtu: 1400 } });
    await workspace.apply();
    await workspace.isQuiet();
    await recovers(stage, clean);
  });
});

/** Dies before this step, and is restarted. */
async function survives(step: string): Promise<void> {
  const stage = await open("from a mirror");
  try {
    stage.configure({ faults: [{ step, action: "kill" }] });
    const { said } = await stage.workspace.run(1, "apply", "-auto-approve");
    expect(said).toMatch(/Plugin did not respond|Plugin error|request was cancelled/);
    await recovers(stage, clean);
  } finally {
    await stage.workspace.close();
  }
}

test("after a provider dies before any step, the next apply recovers everything", async () => {
  const steps = ["- link nw-shop-front", "- chain from-nw", "- netns web", "- veth", "web addr"];
  await Promise.all(steps.map((step) => survives(`add local ${step}`)));
});
