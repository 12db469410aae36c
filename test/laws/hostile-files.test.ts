/** Each file that a command reads, changed in any way: the command ends with an exit code and diagnostics, and not with a bug. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync, readFileSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { netweft } from "../support/netweft";
import { LOCK, withDigest } from "../support/inputs";
import { mutated, mutations, tokensOf, type Grammar } from "../support/mutations";
import { runs } from "../support/runs";

const DRIFT = { version: 1, ignore: [{ class: "unexpected", layer: "route", reason: "x", by: "ada", until: "2027-01-31" }] };
const MANIFEST = {
  version: "0.21.0",
  stacks: {
    shop: {
      name: "shop",
      synthesizedStackPath: "stacks/shop/cdk.tf.json",
      workingDirectory: "stacks/shop",
      annotations: [{ constructPath: "a", level: "@cdktf/warn", message: "m" }],
    },
  },
};

const stack = {
  variable: { name: { type: "string", default: "front" }, more: { type: "map(list(number))", default: { a: [1] } } },
  provider: { netweft: { hosts: { local: { underlay: "192.0.2.1" }, edge: { underlay: "192.0.2.2" } } } },
  locals: { all: '${[for n in ["a", "b"] : upper(n) if n != "c"]}' },
  resource: {
    netweft_bridge_network: { front: { name: "${var.name}", subnets: ["10.8.0.0/24", "fd00:8::/64"], labels: { owner: "us" } } },
    netweft_overlay_network: {
      mesh: { name: "mesh", vni: 7, subnets: ["10.9.0.0/24"], members: ["local", "edge"], encryption: "wireguard" },
    },
    netweft_namespace: { web: { name: "web", sysctls: { "net.core.somaxconn": "1024" } } },
    netweft_endpoint: {
      web: {
        namespace: "${netweft_namespace.web.ref}",
        network: "${netweft_bridge_network.front.ref}",
        publish: [{ host_port: 8080, port: 80 }],
      },
      far: { namespace: "${netweft_namespace.web.ref}", network: "${netweft_overlay_network.mesh.ref}", interface: "eth1" },
    },
  },
  output: { it: { value: "${netweft_endpoint.web.addresses}" } },
};

/** A file, the commands that read it, and how it is parsed. */
interface Read {
  readonly file: string;
  readonly commands: readonly (readonly string[])[];
  readonly grammar?: Grammar;
  readonly also?: (text: string) => string;
  /** Its content where no command writes it. */
  readonly content?: string;
}

const READ: readonly Read[] = [
  { file: "main.tf.json", commands: [["validate"], ["plan", "--json"]] },
  { file: "terraform.tfstate", commands: [["plan"], ["drift", "--format", "markdown"], ["show", "--json"], ["apply", "--auto-approve"]] },
  { file: ".netweft/simulated.json", commands: [["plan"], ["drift"], ["sim", "show"], ["apply", "--auto-approve"]] },
  {
    file: "change.plan",
    commands: [
      ["show", "change.plan"],
      ["show", "--json", "change.plan"],
      ["apply", "change.plan"],
    ],
    also: withDigest,
  },
  { file: "netweft.drift.json", commands: [["drift"]], content: JSON.stringify(DRIFT) },
  { file: "report.json", commands: [["drift", "--baseline", "report.json", "--json"]] },
  { file: "terraform.tfvars.json", commands: [["plan"]], content: JSON.stringify({ name: "front", more: { a: [1, 2] } }) },
  {
    file: ".terraform.tfstate.lock.info",
    commands: [
      ["apply", "--auto-approve"],
      ["force-unlock", "1"],
    ],
    content: LOCK,
  },
  {
    file: ".terraform/netweft-backend.json",
    commands: [["plan"]],
    content: JSON.stringify({ place: { backend: "local", path: "terraform.tfstate" }, name: "x", directory: "d" }),
  },
  { file: ".terraform/environment", commands: [["plan"], ["workspace", "list"]], grammar: "words", content: "default" },
  {
    file: "cdktf.json",
    commands: [["plan"]],
    content: JSON.stringify({ language: "typescript", app: "true", output: "cdktf.out", context: { a: 1 } }),
  },
  { file: "cdktf.out/manifest.json", commands: [["validate"]], content: JSON.stringify(MANIFEST) },
];

let good: string;
let folder: string;

beforeAll(async () => {
  const place = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
  good = mkdtempSync(join(place, "netweft-good-"));
  folder = `${good}-changed`;
  const write = (changed: object) => writeFileSync(join(good, "main.tf.json"), JSON.stringify(changed));
  const ran = async (...args: readonly string[]) => expect(await netweft(args, { cwd: good })).toMatchObject({ code: 0 });
  write(stack);
  await ran("apply", "--auto-approve");
  await ran("sim", "unset", "local - netns web");
  await ran("drift", "--format", "json", "--out", "report.json");
  await ran("plan", "--out", "change.plan");
});
afterAll(() => [good, folder].forEach((path) => rmSync(path, { recursive: true, force: true })));

/** What no user may see: the trace of an error of the program, or the program's word for one. */
const BUG = /bug in Netweft|Maximum call stack|(Type|Range|Reference)Error|\n\s+at .*\.[jt]s:\d/;

async function check({ file, commands, also = (text) => text }: Read, text: string, number: number): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  cpSync(good, folder, { recursive: true });
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  if (file.startsWith("cdktf.out")) writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ app: "true", output: "cdktf.out" }));
  writeFileSync(join(folder, file), also(text));
  const args = commands[number % commands.length]!;
  const { code, stdout, stderr } = await netweft(args, { cwd: folder, env: { NETWEFT_DEBUG: "1" } });
  const said = stderr + stdout;
  expect([args, code, BUG.test(said) ? said.slice(0, 2000) : undefined]).toEqual([args, expect.any(Number), undefined]);
  expect([Object.keys(Object.prototype), ({} as { polluted?: unknown }).polluted]).toEqual([[], undefined]);
}

test.each(READ.map((read) => [read.file, read] as const))("%s", async (_, read) => {
  const content = read.content ?? readFileSync(join(good, read.file), "utf8");
  const tokens = [tokensOf(content, read.grammar ?? "json")];
  await fc.assert(
    fc.asyncProperty(mutations(1), fc.nat(99), (mutation, number) =>
      check(read, mutated(tokens, mutation, read.grammar ?? "json"), number),
    ),
    runs(40),
  );
});
