/** What a run of the command says of apps with mistakes. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { netweft } from "../support/netweft";

const root = join(__dirname, "../..");
let folder: string;

beforeAll(() => {
  mkdirSync(join(root, ".netweft"), { recursive: true });
  folder = mkdtempSync(join(root, ".netweft", "errors-"));
  cpSync(join(root, "examples/bridge/cdktf.json"), join(folder, "cdktf.json"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(...lines: readonly string[]): void {
  const head = [
    'import { App, TerraformOutput } from "cdktf";',
    'import { bindings, BridgeNetwork, Container, HostNetwork, NetworkStack } from "netweft";',
  ];
  writeFileSync(
    join(folder, "main.ts"),
    [...head, 'const app = new App(), stack = new NetworkStack(app, "shop");', ...lines, ""].join("\n"),
  );
}

async function problems(...options: readonly string[]): Promise<readonly string[]> {
  const { code, stdout } = await netweft(["plan", "--json", ...options], { cwd: folder });
  expect(code).toBe(1);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Readonly<Record<string, string>>[] };
  return diagnostics.map(({ code, path, source }) => [code, path, source].filter((part) => part !== undefined).join(" "));
}

test("the errors of all constructs are reported at once, each with its line, and what follows from one is none; nothing is synthesized", async () => {
  write(
    'const front = new BridgeNetwork(stack, "front", { subnets: ["10.10.0.0/33"], mtu: 5 });',
    'const back = new BridgeNetwork(stack, "back", { subnets: ["10.11.0.0/24"], nmae: "x" } as never);',
    'front.attach(new Container(stack, "web", { network: "none" }), { addresses: ["10.10.0.10"] });',
    'back.attach(new Container(stack, "api"), { addresses: ["10.12.0.1"] });',
    'front.attach(new Container(stack, "good"));',
    'new HostNetwork(stack, "host").attach(new Container(stack, "own", { sysctls: { "net.core.somaxconn": "4" } }));',
    'new bindings.namespace.Namespace(stack, "bare", undefined as never);',
    'new bindings.namespace.Namespace(app, "outside", { name: "x" });',
    "app.synth();",
  );
  expect(await problems()).toEqual([
    "invalid-cidr subnets[0] main.ts:4:15",
    "invalid-value mtu main.ts:4:15",
    "unknown-attribute nmae main.ts:5:14",
    "conflicting-attributes main.ts:6:7",
    "address-outside addresses[0] main.ts:7:6",
    "conflicting-attributes main.ts:9:32",
    "missing-attribute name main.ts:10:1",
    "outside-stack scope main.ts:11:1",
  ]);
  expect(existsSync(join(folder, "cdktf.out/manifest.json"))).toBe(false);
});

test("errors of constructs are reported of an app that ends before its synthesis, too, together with the error that ended it", async () => {
  write('new BridgeNetwork(stack, "front", { mtu: 5 });', 'throw new Error("of another kind");');
  expect(await problems()).toEqual(["invalid-value mtu main.ts:4:1", "synth-failed main.ts:5:7"]);
});

test("what the engine finds has the line of the construct, in text and in JSON, and so has an error of the app itself", async () => {
  write(
    'const front = new BridgeNetwork(stack, "front", { subnets: ["10.10.0.0/24"] });',
    'front.attach(new Container(stack, "web"), { addresses: ["10.10.0.10"], publish: [{ hostPort: 80, port: 80 }] });',
    'front.attach(new Container(stack, "api"), { addresses: ["10.10.0.10"], publish: [{ hostPort: 80, port: 80 }] });',
    "app.synth();",
  );
  expect(await problems()).toEqual(["duplicate-address addresses[0] main.ts:5:7", "duplicate-port publish[0] main.ts:5:7"]);
  const { stderr } = await netweft(["plan", "--skip-synth"], { cwd: folder });
  expect(stderr).toContain("  in netweft_endpoint.web-eth0, attribute publish[0]\n  on host local\n  at main.ts:5:7\n");
  write("", 'throw new Error("of another kind");');
  expect(await problems()).toEqual(["synth-failed main.ts:5:7"]);
});

test("an output with the name of a container is an error that says which names are shared", async () => {
  write('const web = new Container(stack, "web");', 'new TerraformOutput(stack, "web", { value: web.path });', "app.synth();");
  const { code, stderr } = await netweft(["plan"], { cwd: folder });
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^Error: Two constructs of one name \[duplicate-construct\]\n\n {2}at main\.ts:5:1\n/),
  ]);
  expect(stderr).toContain('NetworkStack "shop" has a construct "web" already.');
});

test("an app without app.synth() is an error, also where an earlier synthesis is there, which is never planned", async () => {
  write('new Container(stack, "web");', "app.synth();");
  expect((await netweft(["plan"], { cwd: folder })).code).toBe(0);
  write('new Container(stack, "db");');
  expect(await problems()).toEqual(["no-stacks"]);
});
