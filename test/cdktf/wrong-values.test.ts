/** Values of wrong types in programs, as JavaScript lets them be written: errors of the run, each with its place, and never a stack trace. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { netweft } from "../support/netweft";
import { wrongObjects, wrongProperties, type WrongLine } from "../support/wrong-props";

const root = join(__dirname, "../..");
let folder: string;

beforeAll(() => {
  mkdirSync(join(root, ".netweft"), { recursive: true });
  folder = mkdtempSync(join(root, ".netweft", "wrong-"));
  cpSync(join(root, "examples/bridge/cdktf.json"), join(folder, "cdktf.json"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const HEAD = [
  'import { App, TerraformStack } from "cdktf"; import { Construct } from "constructs"; import * as netweft from "netweft";',
  "const { BridgeNetwork, Container, HostNetwork, MacvlanNetwork, NetworkStack, OverlayNetwork } = netweft as any;",
  'const app = new App(), hosts = { local: {}, edge1: { underlay: "192.0.2.1" } }, stack = new NetworkStack(app, "shop", { hosts });',
  'const front = new BridgeNetwork(stack, "front"), machine = new HostNetwork(stack, "machine"), spare = new Container(stack, "spare");',
  'const mesh = new OverlayNetwork(stack, "mesh", { vni: 42, members: ["edge1"], subnets: ["10.22.0.0/24"] });',
  'const lan = new MacvlanNetwork(stack, "lan", { parent: "eth9", subnets: ["10.23.0.0/24"] });',
  "const circular: any = {}; circular.itself = circular;",
];

interface Reported {
  readonly code: string;
  readonly address?: string;
  readonly path?: string;
  readonly source?: string;
}

/** What a run reports of a program with these lines, by the lines' numbers; the program does not end at any of them. */
async function reported(lines: readonly string[]): Promise<readonly (readonly Reported[])[]> {
  writeFileSync(join(folder, "main.ts"), [...HEAD, ...lines, "app.synth();", ""].join("\n"));
  const { code, stdout } = await netweft(["plan", "--json", "--stack", "shop"], { cwd: folder });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Reported[] };
  expect([code, diagnostics.filter(({ source }) => source === undefined)]).toEqual([1, []]);
  return lines.map((_, n) => diagnostics.filter(({ source = "" }) => source.startsWith(`main.ts:${HEAD.length + 1 + n}:`)));
}

/** Lines that are not reported, or not of their property. */
async function misreported(faulty: readonly WrongLine[]): Promise<readonly unknown[]> {
  const found = await reported(faulty.map(({ line }) => line));
  return faulty.flatMap(({ line, property }, n) => {
    const about = found[n]!;
    const isRight = about.some(({ address, path = "" }) => address && path.split(/[.[]/)[0] === property);
    return isRight ? [] : [{ line, property, about }];
  });
}

test("every property of every construct with a value of a wrong type, and what is no object of properties at all, is reported in one run, with its construct, its name and its line", async () => {
  const faulty = [...wrongProperties(), ...wrongObjects()];
  expect(faulty.length).toBeGreaterThan(500);
  expect((await misreported(faulty)).slice(0, 5)).toEqual([]);
});

/** A mistake, its line, and the code and attribute of its error. */
const MISTAKES: readonly (readonly [mistake: string, line: string, code: string, path: string | undefined])[] = [
  ["an attachment of nothing", "front.attach(undefined);", "wrong-type", "container"],
  ["an attachment of a network", "mesh.attach(front);", "wrong-type", "container"],
  ["an attachment of nothing to a host's network", "machine.attach(null);", "wrong-type", "container"],
  ["what follows from an attachment of nothing", "front.attach().addresses[0].length;", "wrong-type", "container"],
  ["a network that accepts nothing", "front.accept(undefined);", "wrong-type", "acceptFrom[0]"],
  ["a network that accepts a list", "front.accept([front]);", "wrong-type", "acceptFrom[0]"],
  ["a network that accepts a container", "front.accept(spare);", "wrong-type", "acceptFrom[0]"],
  ["a container on nothing", 'new Container(stack, "a", { network: null });', "invalid-value", "network"],
  ["a container on a text", 'new Container(stack, "a", { network: "front" });', "invalid-value", "network"],
  ["a container on a container", 'new Container(stack, "a", { network: spare });', "invalid-value", "network"],
  ["a construct without a scope", 'new BridgeNetwork(undefined, "a");', "outside-stack", "scope"],
  ["a construct whose scope is a text", 'new Container("shop", "a");', "outside-stack", "scope"],
  [
    "a construct in the app",
    'new OverlayNetwork(app, "a", { vni: 7, members: ["local"], subnets: ["10.24.0.0/24"] });',
    "outside-stack",
    "scope",
  ],
  ["a construct in a stack of Terraform", 'new HostNetwork(new TerraformStack(app, "plain"), "a");', "outside-stack", "scope"],
  [
    "a construct in a construct of no stack",
    'new MacvlanNetwork(new Construct(app, "x"), "a", { parent: "eth9", subnets: ["10.25.0.0/24"] });',
    "outside-stack",
    "scope",
  ],
  ["an attachment of a construct without a scope", 'front.attach(new Container(null, "a"), { addresses: [] });', "outside-stack", "scope"],
  ["a construct without an id", "new BridgeNetwork(stack);", "invalid-id", "id"],
  ["a construct with an empty id", 'new BridgeNetwork(stack, "");', "invalid-id", "id"],
  ["a construct whose id is a number", "new Container(stack, 5);", "invalid-id", "id"],
  ["a construct whose id is its properties", 'new Container(stack, { name: "a" });', "invalid-id", "id"],
  ["a construct whose id is known after the plan", "new Container(stack, front.bridgeName);", "invalid-id", "id"],
  ["a stack without an app", 'new NetworkStack(undefined, "b");', "outside-stack", "scope"],
  ["a stack with its id in the place of the app", 'new NetworkStack("b");', "outside-stack", "scope"],
  ["a stack without an id", "new NetworkStack(app);", "invalid-id", "id"],
  ["a stack with a space in its id", 'new NetworkStack(app, "my shop");', "invalid-id", "id"],
  ["a stack with a star in its id", 'new NetworkStack(app, "shop*");', "invalid-id", "id"],
  ["a stack of the same id", 'new NetworkStack(app, "shop");', "duplicate-construct", undefined],
  ["a construct of the same id", 'new Container(stack, "front");', "duplicate-construct", undefined],
  [
    "an attachment whose endpoint has the id of a construct",
    'new Container(stack, "spare-eth0"); front.attach(spare);',
    "duplicate-construct",
    undefined,
  ],
  ["a second attachment to a host's network", "machine.attach(spare); machine.attach(spare);", "conflicting-attributes", undefined],
  ["the default network of a host that is no text", "stack.defaultNetwork({});", "wrong-type", "host"],
  ["the network of a host that is no text", "stack.hostNetwork({});", "wrong-type", "host"],
];

describe("in one run, with its line:", () => {
  let found: readonly (readonly Reported[])[];
  beforeAll(async () => {
    found = await reported(MISTAKES.map(([, line]) => line));
  });

  test.each(MISTAKES.map(([mistake, , code, path], n) => ({ mistake, code, path, n })))("$mistake", ({ code, path, n }) => {
    expect(found[n]!.map((one) => [one.code, one.path])).toContainEqual([code, path]);
  });
});

test("errors of every sort are reported at once, also where a construct library's own error ends the program", async () => {
  const lines = [
    'new Container(stack, "front");',
    'new BridgeNetwork(undefined, "a");',
    'new BridgeNetwork(stack, "b", { acceptFrom: "all" });',
    'new Container(stack, "front", { dns: "192.0.2.53" });',
    "front.attach(undefined);",
    'new Construct(stack, "mesh");',
    'new BridgeNetwork(stack, "not-reached", null);',
  ];
  const found = await reported(lines);
  expect(found.map((one) => one.map(({ code }) => code))).toEqual([
    ["duplicate-construct"],
    ["outside-stack"],
    ["wrong-type"],
    ["duplicate-construct", "wrong-type"],
    ["wrong-type"],
    ["duplicate-construct"],
    [],
  ]);
});
