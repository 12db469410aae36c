/** Members that are down: the others are changed, and what was removed while its host did not answer is cleaned later. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { downable } from "../support/down";
import { netweft, type Ran } from "../support/netweft";

const { drivers, set, refuse } = downable();

let folder: string;
beforeEach(() => {
  set();
  folder = mkdtempSync(join(tmpdir(), "netweft-down-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]): Promise<Ran> => netweft(args, { cwd: folder, others: { drivers } });

interface Stack {
  readonly hosts?: readonly string[];
  readonly members?: readonly string[];
  /** Container → its host. */
  readonly on?: Readonly<Record<string, string>>;
  readonly mtu?: number;
  /** Whether a step on the second host fails. */
  readonly faulty?: boolean;
  readonly more?: object;
}

const ALL = ["edge1", "edge2", "edge3"];
const THREE = { a: "edge1", b: "edge2", c: "edge3" };

/** One overlay network over the hosts, with containers on them. */
function declare({ hosts = ALL, members = hosts, on = THREE, mtu = 1400, faulty = false, more = {} }: Stack = {}): void {
  const each = (make: (name: string, host: string) => object) =>
    Object.fromEntries(Object.entries(on).map(([name, host]) => [name, make(name, host)]));
  const stack = {
    provider: {
      netweft: {
        ...(faulty && { simulated: { faults: [{ step: "set edge2 - link" }] } }),
        hosts: Object.fromEntries(hosts.map((host) => [host, { underlay: `192.0.2.${host.slice(-1)}` }])),
      },
    },
    resource: {
      netweft_overlay_network: {
        mesh: { name: "mesh", vni: 42, subnets: ["10.20.0.0/24"], members, mtu, names: false, forwarding: "static", ...more },
      },
      netweft_namespace: each((name, host) => ({ name, host })),
      netweft_endpoint: each((name) => ({
        namespace: `\${netweft_namespace.${name}.ref}`,
        network: "${netweft_overlay_network.mesh.ref}",
      })),
    },
  };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(stack));
}

const apply = async (...options: string[]): Promise<Ran> =>
  run("apply", ...(options[0] === "planned" ? [] : ["--auto-approve"]), ...options);
/** An apply without an error. */
async function applied(): Promise<Ran> {
  const done = await apply();
  expect([done.code, done.stderr]).toEqual([0, ""]);
  return done;
}
const lines = async (host: string) => (await run("sim", "show", "--host", host)).stdout.split("\n").sort().join("\n");
const planned = async () => run("plan", "--detailed-exitcode");
const list = async () => run("state", "list");

interface Saved {
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: object }[];
  }[];
}
const attributes = (type: string, name: string) =>
  (JSON.parse(readFileSync(join(folder, "terraform.tfstate"), "utf8")) as Saved).resources.find(
    (one) => one.type === type && one.name === name,
  )?.instances[0]?.attributes;

test("with --skip-unreachable the others are changed, the one that is down stays as it is, and the next apply does the rest", async () => {
  declare();
  await applied();
  const [before, its] = [await lines("edge3"), attributes("netweft_namespace", "c")];
  set("edge3");
  declare({ mtu: 1300, on: { ...THREE, d: "edge1", e: "edge3" } });
  expect((await planned()).code).toBe(1);
  const shown = await run("plan", "--skip-unreachable", "--json");
  expect(JSON.parse(shown.stdout)).toMatchObject({ complete: false, netweft: { skipped: ["edge3"] } });
  const done = await apply("--skip-unreachable");
  expect(done.code).toBe(1);
  expect(done.stderr).toMatch(/host-unreachable[\s\S]*"edge3" does not answer and is skipped[\s\S]*netweft_endpoint.c/);
  expect(done.stdout).toContain("netweft_overlay_network.mesh: Modifications incomplete");
  expect(await lines("edge1")).toContain("mtu 1300");
  expect(await lines("edge1")).toMatch(/netns d /);
  expect(await lines("edge3")).toBe(before);
  expect(attributes("netweft_namespace", "c")).toEqual(its);
  // What is on this host only is not begun; what is on several is done where it can be.
  expect((await list()).stdout).not.toContain("netweft_namespace.e");
  expect((await list()).stdout).toContain("netweft_endpoint.d");
  // Again, while it is still down: nothing more is to be done.
  expect((await apply("--skip-unreachable")).stdout).toContain("0 added, 0 changed, 0 destroyed");
  set();
  await applied();
  expect(await lines("edge3")).toContain("mtu 1300");
  expect((await planned()).code).toBe(0);
  expect(await run("drift", "--detailed-exitcode")).toMatchObject({ code: 0 });
});

test("a member that is removed while it is down is left behind, with its containers, and cleaned when it answers again", async () => {
  declare();
  await applied();
  set("edge3");
  const two = { members: ["edge1", "edge2"], on: { a: "edge1", b: "edge2" } };
  declare(two);
  const done = await apply("--skip-unreachable");
  expect(done.code).toBe(1);
  // The others have no entry for what was there.
  expect(await lines("edge1")).not.toContain("192.0.2.3");
  const left = await list();
  expect(left.stdout).toContain("netweft_endpoint.c");
  expect(left.stderr).toMatch(
    /left-behind[\s\S]*"edge3": objects of netweft_overlay_network.mesh, netweft_namespace.c, netweft_endpoint.a, /,
  );
  expect((await run("drift")).stderr).toContain("left-behind");
  // The provider block does not name it any more: it is asked all the same, and that it does not answer is no error.
  declare({ ...two, hosts: ["edge1", "edge2"] });
  const again = await planned();
  expect([again.code, again.stderr]).toEqual([0, expect.stringMatching(/left-behind[\s\S]*netweft state rm --left-behind edge3/)]);
  expect(await run("drift", "--detailed-exitcode")).toMatchObject({ code: 0, stderr: expect.stringContaining("left-behind") });
  set();
  const cleaned = await apply();
  expect(cleaned).toMatchObject({ code: 0, stdout: expect.stringContaining("2 destroyed") });
  expect((await lines("edge3")).trim()).not.toMatch(/netns|vxlan|bridge/);
  expect(await list()).toMatchObject({ stderr: "", stdout: expect.not.stringContaining("netweft_endpoint.c") });
});

test("what was left behind on a host that is lost for ever is given up with `netweft state rm`", async () => {
  declare();
  await applied();
  set("edge3");
  // The host is gone from the provider block at once: how it was reached is not known any more.
  declare({ hosts: ["edge1", "edge2"], on: { a: "edge1", b: "edge2" } });
  const done = await apply();
  expect([done.code, done.stderr]).toEqual([1, expect.stringContaining("not-removed")]);
  const left = await list();
  expect(left.stderr).toMatch(/The provider block does not name the host any more/);
  const again = await apply();
  expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining("left-behind") });
  expect((await run("state", "rm", "--left-behind", "edge3")).code).toBe(0);
  expect((await list()).stderr).toBe("");
  expect((await planned()).code).toBe(0);
});

test("a network is destroyed on the hosts that answer, and on the last one later", async () => {
  declare();
  await applied();
  set("edge3");
  const done = await run("destroy", "--auto-approve", "--skip-unreachable");
  expect(done.code).toBe(1);
  for (const host of ["edge1", "edge2"]) expect(await lines(host)).not.toMatch(/vxlan|netns/);
  expect((await list()).stdout.split("\n").filter(Boolean).sort()).toEqual([
    ...["a", "b", "c"].map((name) => `netweft_endpoint.${name}`),
    "netweft_namespace.c",
    "netweft_overlay_network.mesh",
  ]);
  set();
  expect(await run("destroy", "--auto-approve")).toMatchObject({ code: 0 });
  expect((await list()).stdout).toBe("");
  expect(await lines("edge3")).not.toMatch(/vxlan|netns/);
});

test("a removed resource that is declared again before its host answers is the same one", async () => {
  declare();
  await applied();
  set("edge3");
  declare({ on: { a: "edge1", b: "edge2" } });
  await apply("--skip-unreachable");
  set();
  declare();
  const again = await apply();
  expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining("0 destroyed") });
  expect((await list()).stderr).toBe("");
  expect((await planned()).code).toBe(0);
});

test("a saved plan skips the hosts that it was made without; an encrypted network is changed with the keys that the state has", async () => {
  declare({ mtu: 1300, more: { encryption: "wireguard" } });
  await applied();
  set("edge3");
  declare({ mtu: 1300, more: { encryption: "wireguard" }, on: { ...THREE, d: "edge1" } });
  await run("plan", "--skip-unreachable", "--out", "planned");
  const twice = await apply("planned", "--skip-unreachable");
  expect([twice.code, twice.stderr]).toEqual([1, expect.stringContaining("contradicts-plan")]);
  const confirmed = await apply("planned", "--confirm", "60s");
  expect([confirmed.code, confirmed.stderr]).toEqual([1, expect.stringContaining('The plan skips "edge3"')]);
  const done = await apply("planned");
  expect(done).toMatchObject({ code: 1, stdout: expect.stringMatching(/Resources: 1 added/) });
  set();
  await applied();
  expect((await planned()).code).toBe(0);
});

test("hosts that are skipped cannot be confirmed, and an unknown key is no host that is down", async () => {
  declare();
  for (const command of ["apply", "plan"]) {
    const refused = await run(command, "--confirm", "60s", "--skip-unreachable");
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("--skip-unreachable cannot be with --confirm")]);
  }
  refuse("edge3");
  const other = await apply("--skip-unreachable");
  expect([other.code, other.stderr]).toEqual([1, expect.stringContaining("host-key-changed")]);
  expect((await list()).stdout).toBe("");
});

test("a rollback, and a way back after a failed step, leave what is on a host that is skipped", async () => {
  declare();
  await applied();
  declare({ mtu: 1300 });
  await applied();
  set("edge3");
  const [near, far] = [await lines("edge1"), await lines("edge3")];
  const back = await run("rollback", "--auto-approve", "--skip-unreachable");
  expect(back.code).toBe(1);
  expect([await lines("edge1"), await lines("edge3")]).toEqual([near.replaceAll("mtu 1300", "mtu 1400"), far]);
  set();
  await applied();
  set("edge3");
  declare({ mtu: 1200, faulty: true });
  const failed = await apply("--skip-unreachable");
  expect([failed.code, failed.stderr]).toEqual([1, expect.stringMatching(/rolled-back[\s\S]*host-unreachable/)]);
  set();
  declare({ mtu: 1300 });
  expect([await lines("edge1"), await lines("edge3")]).toEqual([near, far]);
  expect((await planned()).code).toBe(0);
});

test("an old object of create_before_destroy stays in the state for its part on a skipped host, until that was cleaned", async () => {
  const alone = { on: { a: "edge1" }, more: { lifecycle: { create_before_destroy: true } } };
  declare(alone);
  await applied();
  set("edge3");
  declare({ ...alone, more: { ...alone.more, name: "other", vni: 43, subnets: ["10.21.0.0/24"] } });
  expect((await apply("--skip-unreachable")).code).toBe(1);
  expect(await lines("edge3")).toContain("vni 42");
  set();
  const done = await apply();
  expect([done.code, done.stderr]).toEqual([0, ""]);
  expect(await lines("edge3")).toContain("vni 43");
  expect(await lines("edge3")).not.toContain("vni 42");
  expect((await planned()).code).toBe(0);
});

test("what has no lines in the state stays there while its host is skipped", async () => {
  declare();
  await applied();
  const file = join(folder, "terraform.tfstate");
  const state = JSON.parse(readFileSync(file, "utf8")) as { resources: { name: string; instances: { private?: string }[] }[] };
  for (const { name, instances } of state.resources) if (name === "c") for (const one of instances) delete one.private;
  writeFileSync(file, JSON.stringify(state));
  set("edge3");
  declare({ members: ["edge1", "edge2"], on: { a: "edge1", b: "edge2" } });
  await apply("--skip-unreachable");
  expect((await list()).stdout).toContain("netweft_namespace.c");
  set();
  await apply();
  expect(await lines("edge3")).not.toMatch(/netns c |nwx42/);
});
