/** Old objects that could not be destroyed: each engine finishes what the other one left, with an apply and with a destroy. */
import { netweft } from "../support/netweft";
import { TIMES } from "../support/runs";
import { attributesIn, type PlanJson } from "../support/terraform-json";
import { attached } from "../support/terraform-stacks";
import { openWorkspace, type Workspace } from "../support/terraform";
import { withoutForwarding } from "../support/world";

const FIRST = { lifecycle: { create_before_destroy: true } };

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace("reattached");
});
afterAll(() => workspace.close());

/** A container with this name on a network; `fault`: a step that fails. */
function configure(name: string, fault?: string): void {
  const { provider } = workspace;
  const simulated = { ...(provider["simulated"] as object), ...(fault && { faults: [{ step: fault }] }) };
  workspace.configure({
    provider: { netweft: { ...provider, simulated } },
    resource: {
      netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24"] } },
      netweft_namespace: { web: { name, ...FIRST } },
      netweft_endpoint: { web: attached("web", "front", FIRST) },
    },
  });
}

interface Engine {
  readonly run: (...args: readonly string[]) => Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}
const engines: Readonly<Record<string, Engine>> = {
  terraform: { run: (...args) => workspace.start(...args, "-no-color").done },
  netweft: { run: (...args) => netweft(args, { cwd: workspace.path }) },
};

const FILES = ["terraform.tfstate", "simulated.json"];
const inState = () => [...attributesIn(workspace.state()).keys()].sort();
const CURRENT = ["netweft_bridge_network.front", "netweft_endpoint.web", "netweft_namespace.web"];
const namespaces = async () => (await workspace.lines()).flatMap((line) => /^local - netns (\S+)/.exec(line)?.[1] ?? []);
const plannedBy = async ({ run }: Engine): Promise<readonly string[]> => {
  await run("plan", "-out=plan");
  const { resource_changes = [] } = JSON.parse((await run("show", "-json", "plan")).stdout) as PlanJson;
  const changed = resource_changes.filter(({ change }) => change.actions.join() !== "no-op");
  return changed.map(({ address, deposed, change }) => `${change.actions.join("+")} ${address}${deposed ? " deposed" : ""}`).sort();
};

const LEFT = {
  ...(TIMES > 1 && { "a namespace": { fault: "del local - netns one", old: ["netweft_namespace.web"] } }),
  "an endpoint beside its own predecessor, and what it is in": {
    fault: "del local - veth",
    old: ["netweft_endpoint.web", "netweft_namespace.web"],
  },
};

describe.each([
  ["terraform", "netweft"],
  ["netweft", "terraform"],
] as const)("what %s left is finished by %s", (one, other) => {
  test.each(Object.entries(LEFT))("%s", async (_, { fault, old }) => {
    for (const file of FILES) workspace.remove(file);
    configure("one");
    expect((await engines[one]!.run("apply", "-auto-approve")).code).toBe(0);
    configure("two", fault);
    expect((await engines[one]!.run("apply", "-auto-approve", ...(one === "netweft" ? ["-on-failure=stop"] : []))).code).toBe(1);
    const stays = inState().filter((address) => address.endsWith(" deposed"));
    // Netweft's steps after a failed one wait, those of other objects on the host, too.
    expect(one === "netweft" ? stays : old.map((address) => `${address} deposed`)).toEqual(expect.arrayContaining(stays));
    expect(inState()).toEqual([...CURRENT, ...stays].sort());
    expect(await namespaces()).toEqual(["one", "two"]);
    const left = FILES.map((file) => [file, workspace.read(file)] as const);
    configure("two");
    const theirs = await plannedBy(engines["terraform"]!);
    expect(theirs).toEqual(stays.map((address) => `delete ${address}`));
    expect(await plannedBy(engines["netweft"]!)).toEqual(theirs);
    const applied = await engines[other]!.run("apply", "-auto-approve");
    expect(`${applied.stderr}${applied.stdout}`).toContain(`0 added, 0 changed, ${stays.length} destroyed`);
    expect([inState(), await namespaces()]).toEqual([CURRENT, ["two"]]);
    for (const { run } of Object.values(engines)) expect((await run("plan", "-detailed-exitcode")).code).toBe(0);
    for (const [file, text] of left) workspace.write(file, text);
    const destroyed = await engines[other]!.run("destroy", "-auto-approve");
    expect(destroyed.code).toBe(0);
    expect(destroyed.stdout).toContain(`${3 + stays.length} to destroy`);
    // Terraform counts an instance that is destroyed at the same time as its old object once.
    if (other === "netweft") expect(destroyed.stdout).toContain("3 destroyed");
    expect([inState(), withoutForwarding(await workspace.lines())]).toEqual([[], []]);
  });
});
