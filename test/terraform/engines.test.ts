/** One stack, two engines: Terraform's plan equals Netweft's, and each continues from the other's state. */
import { UNKNOWN, type Draft, type Value } from "../../lib/schema/value";
import { agrees } from "../../lib/engine/replaced";
import { netweftExits } from "../support/netweft";
import { rich, richProvider } from "../support/terraform-stacks";
import { openWorkspace, type Workspace } from "../support/terraform";

const ADDRESSES = { output: { addresses: { value: "${netweft_endpoint.web.addresses}" } } };

/** Variations: a value held by the kernel, a published port, an endpoint and a member less. */
const changed = {
  resource: {
    ...rich.resource,
    netweft_bridge_network: {
      ...rich.resource.netweft_bridge_network,
      front: { ...rich.resource.netweft_bridge_network.front, mtu: 1400, endpoint_isolation: true },
    },
    netweft_endpoint: { ...rich.resource.netweft_endpoint, web: { ...rich.resource.netweft_endpoint.web, publish: [] }, db: undefined },
  },
};

/** With explicit addresses: each engine allocates in the order of its work. */
const endpoints = rich.resource.netweft_endpoint;
const said = {
  resource: {
    ...rich.resource,
    netweft_endpoint: {
      ...endpoints,
      web_back: { ...endpoints.web_back, addresses: ["10.9.0.2"] },
      db: { ...endpoints.db, addresses: ["10.9.0.3"] },
      db_mesh: { ...endpoints.db_mesh, addresses: ["10.20.0.2"] },
      far: { ...endpoints.far, addresses: ["10.20.0.3"] },
    },
  },
};

let workspace: Workspace;
beforeEach(async () => {
  workspace = await openWorkspace("reattached", { provider: richProvider });
  workspace.configure({ ...rich, ...ADDRESSES });
});
afterEach(() => workspace.close());

async function engine(code: number, ...args: readonly string[]): Promise<string> {
  return (await netweftExits(code, args, { cwd: workspace.path })).stdout;
}

interface Change {
  readonly address: string;
  readonly mode: string;
  readonly change: { readonly actions: readonly string[]; readonly after: Draft; readonly after_unknown: Value };
}
interface Plan {
  readonly resource_changes: readonly Change[];
}

/** The values of a plan, including unknown ones. */
function withUnknowns(after: Value, unknown: Value): Value {
  if (unknown === true) return UNKNOWN;
  if (unknown === null || typeof unknown !== "object") return after;
  if (Array.isArray(unknown))
    return (after as readonly Value[]).map((one, n) => withUnknowns(one, (unknown as readonly Value[])[n] ?? false));
  const [values, open] = [(after ?? {}) as Draft, unknown as Draft];
  const names = new Set([...Object.keys(values), ...Object.keys(open)]);
  return Object.fromEntries([...names].map((name) => [name, withUnknowns(values[name] ?? null, open[name] ?? false)]));
}

function managed({ resource_changes }: Plan): readonly Change[] {
  return resource_changes.filter(({ mode }) => mode === "managed");
}

test("every known value of Terraform's plan equals ours", async () => {
  const theirs = managed((await workspace.plan(2)) as unknown as Plan);
  const ours = managed(JSON.parse(await engine(0, "plan", "-json")) as Plan);
  const found = new Map(ours.map((change) => [change.address, change.change]));
  expect(theirs.map(({ address }) => address).sort()).toEqual([...found.keys()].sort());
  const wrong = theirs.flatMap(({ address, change }) => {
    const known = withUnknowns(change.after, change.after_unknown) as Draft;
    const other = found.get(address)!.after;
    const names = Object.keys(known).filter((name) => !agrees(known[name]!, other[name] ?? null));
    return names.map((name) => `${address}.${name}: ${String(JSON.stringify(known[name]))} ${String(JSON.stringify(other[name]))}`);
  });
  expect(wrong).toEqual([]);
});

test("Terraform has an empty plan for Netweft's result, and destroys it", async () => {
  await engine(0, "apply", "-auto-approve");
  await workspace.isQuiet();
  await workspace.run(0, "destroy", "-auto-approve");
  expect((await workspace.lines()).filter((line) => !/forward|accept_ra/.test(line))).toEqual([]);
});

test("Netweft has an empty plan for Terraform's result, and destroys it", async () => {
  await workspace.apply();
  await engine(0, "plan", "-detailed-exitcode");
  await engine(0, "drift", "-detailed-exitcode");
  await engine(0, "destroy", "-auto-approve");
  expect((await workspace.lines()).filter((line) => !/forward|accept_ra/.test(line))).toEqual([]);
});

test("both produce the same kernel state", async () => {
  const lines = async () => (await workspace.lines(true)).map((line) => line.replace(/ (public|key) \S{16,}/, " $1 …")).sort();
  workspace.configure(said);
  await workspace.apply();
  const theirs = await lines();
  await workspace.run(0, "destroy", "-auto-approve");
  workspace.remove("terraform.tfstate");
  await engine(0, "apply", "-auto-approve");
  expect(await lines()).toEqual(theirs);
});

test("each continues from the other's changes", async () => {
  await workspace.apply();
  workspace.configure({ ...changed, ...ADDRESSES });
  await engine(0, "apply", "-auto-approve");
  await workspace.isQuiet();
  workspace.configure({ ...rich, ...ADDRESSES });
  await workspace.apply();
  await engine(0, "plan", "-detailed-exitcode");
});

test("each continues in the workspace that the other one selected", async () => {
  const spaces = (name: string) => ({
    provider: { netweft: { ...workspace.provider, stack: "shop-${terraform.workspace}" } },
    resource: { netweft_namespace: { a: { name: `${name}-\${terraform.workspace}` } } },
    output: { where: { value: "${terraform.workspace}" } },
  });
  workspace.configure(spaces("w"));
  await engine(0, "apply", "-auto-approve");
  await engine(0, "workspace", "new", "dev");
  await workspace.apply();
  expect(await engine(0, "output", "where", "-raw")).toBe("dev");
  await engine(0, "plan", "-detailed-exitcode");
  await workspace.run(0, "workspace", "new", "test");
  await engine(0, "apply", "-auto-approve");
  await workspace.isQuiet();
  expect(await engine(0, "workspace", "list")).toBe("  default\n  dev\n* test\n");
  expect((await workspace.lines()).filter((line) => line.includes("netns"))).toEqual(
    ["default", "dev", "test"].map((name) => `local - netns w-${name}`),
  );
  await workspace.run(0, "workspace", "select", "default");
  await workspace.isQuiet();
  await engine(0, "plan", "-detailed-exitcode");
});

test("values without objects on hosts are the same to both", async () => {
  const stored = (input: unknown) => ({
    variable: { on: { type: "bool", sensitive: true, default: true } },
    resource: {
      terraform_data: {
        a: { input },
        b: { input: "${terraform_data.a.output}", triggers_replace: '${toset(["x"])}' },
        c: { input: { s: "${tomap({ k = var.on })}" } },
        d: { input: "${tostring(null)}" },
      },
    },
  });
  workspace.configure(stored({ x: [1, null, "y"] }));
  await engine(0, "apply", "-auto-approve");
  await workspace.isQuiet();
  workspace.configure(stored(["changed"]));
  await workspace.apply();
  await engine(0, "plan", "-detailed-exitcode");
  workspace.configure(stored("${tolist([])}"));
  await engine(0, "apply", "-auto-approve");
  await workspace.isQuiet();
});
