import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addressesOf, runApp, type AppRun } from "../support/synth";

const root = join(__dirname, "../..");

beforeAll(() => {
  // Apps import the package by its name, which resolves to the result of `npm run build`.
  if (!existsSync(join(root, "dist/api/index.js"))) throw new Error("Run `npm run build` first: example apps import the built package.");
});

describe("the example bridge", () => {
  let run: AppRun;
  beforeAll(() => {
    run = runApp(join(root, "examples/bridge"));
  });

  test("synthesizes one bridge network with three containers, and the host's own network", () => {
    expect([run.code, run.stderr]).toEqual([0, ""]);
    expect(Object.keys(run.stacks)).toEqual(["shop"]);
    expect(addressesOf(run.stacks["shop"]!)).toEqual([
      "netweft_bridge_network.front",
      "netweft_endpoint.api-eth0",
      "netweft_endpoint.db-eth0",
      "netweft_endpoint.web-eth0",
      "netweft_host_network.host",
      "netweft_namespace.api",
      "netweft_namespace.db",
      "netweft_namespace.web",
    ]);
  });

  test("records for every resource the line of main.ts that declared it", () => {
    const blocks = Object.values(run.stacks["shop"]!.resource!).flatMap((named) => Object.values(named));
    for (const block of blocks) expect(block["//"]?.metadata?.stackTrace).toEqual([expect.stringMatching(/^main\.ts:\d+:\d+$/)]);
  });

  test("is the app of the repository's own cdktf.json", () => {
    const { code, stacks } = runApp(root);
    expect(code).toBe(0);
    expect(addressesOf(stacks["shop"]!)).toEqual(addressesOf(run.stacks["shop"]!));
  });
});

test("the example host synthesizes three containers on the network of their host, without a namespace", () => {
  const { code, stacks } = runApp(join(root, "examples/host"));
  expect(code).toBe(0);
  expect(addressesOf(stacks["monitoring"]!)).toEqual([
    "netweft_endpoint.node-exporter-host",
    "netweft_endpoint.packet-capture-host",
    "netweft_endpoint.resolver-host",
    "netweft_host_network.host",
  ]);
});

test("the example lan synthesizes containers on two VLANs of a link, and one without a network", () => {
  const { code, stacks } = runApp(join(root, "examples/lan"));
  expect(code).toBe(0);
  const { resource } = stacks["site"]!;
  expect(resource!["netweft_macvlan_network"]!["cameras"]!["parent"]).toBe("eth1.10");
  expect(resource!["netweft_bridge_network"]!["office"]!["uplink"]).toBe("eth1.20");
  expect(addressesOf(stacks["site"]!).filter((address) => address.startsWith("netweft_endpoint"))).toEqual([
    "netweft_endpoint.motion-eth0",
    "netweft_endpoint.printer-eth0",
    "netweft_endpoint.recorder-eth0",
  ]);
});

test("the example overlay synthesizes a container on each member, with the underlay addresses of the hosts", () => {
  const { code, stacks } = runApp(join(root, "examples/overlay"));
  expect(code).toBe(0);
  const { resource, provider } = stacks["shop"]!;
  const { members } = resource!["netweft_overlay_network"]!["mesh"] as unknown as { readonly members: readonly string[] };
  expect(
    Object.values(resource!["netweft_namespace"]!)
      .map(({ host }) => host as string)
      .sort(),
  ).toEqual(members);
  expect(provider).toMatchObject({
    netweft: [{ hosts: Object.fromEntries(members.map((name, n) => [name, { underlay: `192.0.2.${n + 1}` }])) }],
  });
  expect(addressesOf(stacks["shop"]!).filter((address) => address.startsWith("netweft_endpoint"))).toHaveLength(3);
});

test("the example workloads synthesizes three containers, two of which are adopted by variables", () => {
  const { code, stacks } = runApp(join(root, "examples/workloads"));
  expect(code).toBe(0);
  const { db, cache } = stacks["shop"]!.resource!["netweft_namespace"]!;
  expect([db!["pid"], cache!["path"]]).toEqual(["${var.db_pid}", "${var.cache_path}"]);
  expect(addressesOf(stacks["shop"]!).filter((address) => address.startsWith("netweft_endpoint"))).toHaveLength(3);
});

test("an app with a mistake ends with all errors and its own line, not with a stack of libraries", () => {
  const folder = mkdtempSync(join(tmpdir(), "netweft-mistake-"));
  try {
    mkdirSync(join(folder, "node_modules"));
    for (const name of ["cdktf", "constructs", "tsx"]) symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
    symlinkSync(root, join(folder, "node_modules", "netweft"));
    writeFileSync(
      join(folder, "main.ts"),
      [
        'import { App } from "cdktf";',
        'import { BridgeNetwork, NetworkStack } from "netweft";',
        'const stack = new NetworkStack(new App(), "shop");',
        'new BridgeNetwork(stack, "front", { subnets: ["10.0.0.1/24"], mtu: 5 });',
      ].join("\n"),
    );
    const { code, stderr } = runApp(folder, "node --import tsx main.ts");
    expect(code).toBe(1);
    expect(stderr).toContain("subnets[0]: Invalid CIDR block [invalid-cidr].");
    expect(stderr).toContain("mtu: Invalid value [invalid-value].");
    expect(stderr).toContain("at main.ts:4:1");
    expect(stderr).not.toMatch(/node_modules|lib\/constructs|^\s+at new /m);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
