import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { netweft } from "../support/netweft";

const COMPAT = join(__dirname, "../compat");

/** Each stack that an earlier version applied: its configuration, state, simulated kernel, and a saved plan of a change. */
const stacks = readdirSync(COMPAT).flatMap((version) => readdirSync(join(COMPAT, version)).map((stack) => [version, stack] as const));

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "netweft-compat-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** A copy of the stack in the temporary folder. The fixture's names are ones that git does not ignore. */
function open(version: string, stack: string): void {
  const from = join(COMPAT, version, stack);
  for (const name of ["main.tf.json", "change.plan"]) cpSync(join(from, name), join(folder, name));
  mkdirSync(join(folder, ".netweft"));
  cpSync(join(from, "simulated.json"), join(folder, ".netweft/simulated.json"));
  cpSync(join(from, "state.json"), join(folder, "terraform.tfstate"));
}

/** A rule against packets that no other rule translates. */
const guarded = (host: string, ...bridges: readonly string[]) => bridges.map((bridge) => `~ ${host} - chain from-${bridge}`);

/**
 * What a later version makes in addition: names of a container's second network, and of a network that accepts another; a rule in each
 * network with masquerading.
 */
const LATER: Readonly<Record<string, readonly string[]>> = {
  shop: [
    ...guarded("local", "nw-shop-front"),
    "+ local - view nw-shop-back to netweft:shop:netweft_bridge_network:front domain back subnets 10.128.0.0/24,fd6e:6574:7765::/64",
    "+ local - resolv web from eth1 nameservers 10.128.0.1,fd6e:6574:7765::1 search back",
  ],
  mesh: [
    ...["edge1", "edge2", "edge3"].flatMap((host) => guarded(host, "nwo-mesh-plain")),
    ...["edge1", "edge2"].flatMap((host) => guarded(host, "nwo-mesh-fixed")),
    ...["edge1", "edge3"].flatMap((host) => guarded(host, "nwo-75l0fvsf250")),
    "+ edge2 - resolv two from eth1 nameservers 10.21.0.1 search fixed",
    "+ edge1 - resolv one from eth1 nameservers 10.22.0.1 search tunnels",
  ],
  names: [...guarded("local", "nw-bcr7pa8qsrf4"), ...guarded("edge2", "nwo-i9fp9tslgq5"), ...guarded("local", "nwo-i9fp9tslgq5")],
};

const run = (...args: readonly string[]) => netweft(args, { cwd: folder });

describe.each(stacks)("the stack %s/%s of an earlier version", (version, stack) => {
  beforeEach(() => open(version, stack));

  test("plans only what a later version makes in addition, and has no drift", async () => {
    const { stdout } = await run("plan");
    expect([...stdout.matchAll(/^ +([+~-] .* - .*)$/gm)].map(([, line]) => line)).toEqual(LATER[stack] ?? []);
    if (LATER[stack] !== undefined) expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
    expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
    expect(await run("drift", "--detailed-exitcode")).toMatchObject({ code: 0 });
  });

  test("changes in place and is destroyed without a trace", async () => {
    expect(await run("apply", "-auto-approve", "-var", "mtu=1300")).toMatchObject({ code: 0 });
    expect(await run("apply", "-destroy", "-auto-approve", "-var", "mtu=1300")).toMatchObject({ code: 0 });
    expect((await run("sim", "show")).stdout).not.toContain("netweft");
  });

  test("has a saved plan that is applied as it was approved", async () => {
    expect(await run("apply", "change.plan")).toMatchObject({ code: 0 });
    if (LATER[stack] !== undefined) expect(await run("apply", "-auto-approve", "-var", "mtu=1350")).toMatchObject({ code: 0 });
    expect(await run("plan", "-detailed-exitcode", "-var", "mtu=1350")).toMatchObject({ code: 0 });
  });
});
