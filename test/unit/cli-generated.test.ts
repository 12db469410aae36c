/** `plan --generate-config-out`: resource blocks for objects that are imported. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { netweft } from "../support/netweft";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "netweft-generated-"));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const HOSTS = {
  local: {},
  core: { connection: "netns", netns: "core", underlay: "192.0.2.1" },
  edge: { connection: "netns", netns: "edge", underlay: "192.0.2.2" },
};
const provider = { netweft: { stack: "shop", hosts: HOSTS, simulated: { file: "kernel.json" } } };
const run = (args: string) => netweft(args.split(" "), { cwd });
const configure = (sections: object) => writeFileSync(join(cwd, "main.tf.json"), JSON.stringify({ provider, ...sections }));
const generated = () => JSON.parse(readFileSync(join(cwd, "generated.tf.json"), "utf8")) as { readonly resource: unknown };
const GENERATE = "plan --generate-config-out generated.tf.json";
async function made(...lines: readonly string[]): Promise<void> {
  if (!existsSync(join(cwd, "main.tf.json"))) configure({});
  for (const line of lines) expect(await netweft(["sim", "set", line], { cwd })).toMatchObject({ code: 0 });
}

interface PlanJson {
  readonly resource_changes: readonly {
    readonly address: string;
    readonly change: { readonly before: object; readonly after: object; readonly importing?: unknown };
  }[];
  readonly netweft: { readonly phases: unknown };
}

/** The attributes that a plan changes, by instance, of which all are imported. */
function changedBy(stdout: string): Readonly<Record<string, readonly string[]>> {
  const { resource_changes } = JSON.parse(stdout) as PlanJson;
  return Object.fromEntries(
    resource_changes.map(({ address, change: { before, after, importing } }) => {
      const [was, is] = [before as Record<string, unknown>, after as Record<string, unknown>];
      const names = Object.keys(is).filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]));
      return [address, importing === undefined ? ["is not imported"] : names];
    }),
  );
}

test("of each type, what was declared comes back, and a plan with it changes nothing on any host", async () => {
  await made("local - link eth1 type device mtu 1500 up", "local - addr 192.0.2.9/24 dev eth1");
  configure({
    resource: {
      netweft_namespace: { web: { name: "web" } },
      netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24"], mtu: 1400, names: false } },
      netweft_host_network: { host: { name: "host" } },
      netweft_macvlan_network: { lan: { name: "lan", parent: "eth1", subnets: ["192.0.2.0/24"], host_addresses: ["192.0.2.77"] } },
      netweft_overlay_network: { mesh: { name: "mesh", vni: 7, members: ["core", "edge"], subnets: ["10.9.0.0/24"], names: false } },
      netweft_endpoint: {
        web: { namespace: "${netweft_namespace.web.ref}", network: "${netweft_bridge_network.front.ref}", addresses: ["10.8.0.9"] },
      },
      netweft_route: { far: { destination: "10.30.0.0/16", via: "10.8.0.9", depends_on: ["netweft_endpoint.web"] } },
    },
  });
  expect((await run("apply --auto-approve")).stderr).not.toContain("Error");
  rmSync(join(cwd, "terraform.tfstate"));
  const ids = {
    "netweft_namespace.web": "local/web",
    "netweft_bridge_network.front": "local/front",
    "netweft_host_network.host": "local/host",
    "netweft_macvlan_network.lan": "local/lan",
    "netweft_overlay_network.mesh": "mesh",
    "netweft_endpoint.web": "local/web/eth0",
    "netweft_route.far": "local/-/10.30.0.0/16",
  };
  configure({ import: Object.entries(ids).map(([to, id]) => ({ to, id })) });
  const first = await run(`${GENERATE} --json`);
  const front = { id: "local/front", kind: "bridge", name: "front", host: "local", bridge_name: "nw-shop-front" };
  expect(generated()).toEqual({
    resource: {
      netweft_namespace: { web: { name: "web" } },
      netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24"], mtu: 1400, names: false } },
      netweft_host_network: { host: {} },
      netweft_macvlan_network: { lan: { name: "lan", parent: "eth1", subnets: ["192.0.2.0/24"], host_addresses: ["192.0.2.77"] } },
      netweft_overlay_network: { mesh: { name: "mesh", vni: 7, members: ["core", "edge"], subnets: ["10.9.0.0/24"], names: false } },
      netweft_endpoint: {
        web: {
          namespace: { id: "local/web", name: "web", host: "local" },
          network: { ...front, subnets: ["10.8.0.0/24"], gateways: ["10.8.0.1"], mtu: 1400, endpoint_isolation: false },
          addresses: ["10.8.0.9"],
        },
      },
      netweft_route: { far: { destination: "10.30.0.0/16", via: "10.8.0.9" } },
    },
  });
  const again = await run("plan --json");
  for (const { stdout } of [first, again]) {
    const changes = changedBy(stdout);
    expect(Object.keys(changes).sort()).toEqual(Object.keys(ids).sort());
    // Of what is created, only the state has this name.
    expect(new Set(Object.values(changes).flat())).toEqual(new Set(["incarnation", "ref"]));
  }
  expect(await run("apply --auto-approve")).toMatchObject({ code: 0 });
  expect(await run("plan --detailed-exitcode")).toMatchObject({ code: 0 });
});

test("another program's objects, with ids from variables, under a provider block's alias", async () => {
  await made("edge - link br0 type bridge mtu 1400 mac 02:00:00:00:00:01 stp off up", "edge - addr 10.8.0.1/24 dev br0");
  const declare = (more: object) =>
    configure({
      terraform: { required_providers: { nw: { source: "netweft/netweft" } } },
      provider: { nw: [provider.netweft, { ...provider.netweft, alias: "edge" }] },
      variable: { bridge: { default: "br0" } },
      import: [{ to: "netweft_bridge_network.front", id: "edge/${var.bridge}", ...more }],
    });
  declare({ provider: "nw.edge" });
  const planned = await run(GENERATE);
  expect([planned.code, planned.stdout]).toEqual([
    0,
    expect.stringMatching(/1 to import, 0 to add, 1 to change[^]*written to generated\.tf\.json/),
  ]);
  expect(generated()).toEqual({
    resource: {
      netweft_bridge_network: {
        front: {
          names: false,
          provider: "nw.edge",
          name: "br0",
          host: "edge",
          bridge_name: "br0",
          subnets: ["10.8.0.0/24"],
          mtu: 1400,
          mac: "02:00:00:00:00:01",
        },
      },
    },
  });
  expect((await run("plan")).stderr).toMatch(/import\[0\]\.provider[^]*Write `provider` there/);
  declare({});
  expect(await run("apply --auto-approve")).toMatchObject({ code: 0 });
  expect(await run("plan --detailed-exitcode")).toMatchObject({ code: 0 });
});

test("where nothing is to be generated, no file is written", async () => {
  configure({});
  expect(await run(GENERATE)).toMatchObject({ code: 0, stderr: "" });
  expect(existsSync(join(cwd, "generated.tf.json"))).toBe(false);
});

test("nothing is generated for what is repeated or is not there, and no file is overwritten", async () => {
  const imported = async (block: object, args = GENERATE) => {
    configure({ import: [block] });
    const { code, stderr } = await run(args);
    return [code, stderr];
  };
  const WEB = { to: "netweft_namespace.web", id: "local/web" };
  expect(await imported(WEB)).toEqual([1, expect.stringMatching(/nothing-to-import[^]*import\[0\]\.id[^]*main\.tf\.json:1:/)]);
  await made("local - netns web");
  expect(await imported({ ...WEB, to: "netweft_namespace.web[0]" })).toEqual([
    1,
    expect.stringMatching(/not-declared[^]*Nothing is generated/),
  ]);
  expect(await imported({ ...WEB, for_each: ["x"] })).toEqual([1, expect.stringMatching(/not-declared[^]*Nothing is generated/)]);
  expect(await imported(WEB, "plan")).toEqual([1, expect.stringMatching(/not-declared[^]*--generate-config-out/)]);
  expect(await imported({ ...WEB, id: "web" })).toEqual([1, expect.stringMatching(/nothing-to-import/)]);
  expect(existsSync(join(cwd, "generated.tf.json"))).toBe(false);
  expect(await imported(WEB, "plan --generate-config-out main.tf.json")).toEqual([1, expect.stringMatching(/file-exists/)]);
  expect(await imported(WEB, "plan --generate-config-out generated.tf")).toEqual([
    1,
    expect.stringMatching(/invalid-option-value[^]*generated\.tf\.json/),
  ]);
  mkdirSync(join(cwd, "there"));
  for (const unread of ["there/generated.tf.json", ".hidden.tf.json"])
    expect(await imported(WEB, `plan --generate-config-out ${unread}`)).toEqual([
      1,
      expect.stringMatching(/invalid-option-value[^]*no plan would read it/),
    ]);
  for (const other of ["--destroy", "--rehearse"])
    expect(await imported(WEB, `${GENERATE} ${other}`)).toEqual([1, expect.stringMatching(/options-exclude-each-other/)]);
});
