/** An overlay network over three hosts, two of them over ssh, with a real sshd in each. */
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import { openMesh, unreached, type Hosts, type Mesh, type MeshOptions } from "../support/mesh";
import { openSshLab, type SshHost, type SshLab } from "../support/sshd";
import { makeUnderlay, type Underlay } from "../support/underlay";

insideLab();

const EDGES = ["edge1", "edge2", "edge3"];

let underlay: Underlay;
let lab: SshLab;
let far: Readonly<Record<string, SshHost>>;
let mesh: Mesh;

beforeEach(async () => {
  emptyLab();
  underlay = makeUnderlay(EDGES);
  ipBatch(["addr add 192.0.2.254/24 dev underlay"]);
  lab = openSshLab();
  far = { edge2: await lab.start("edge2", "192.0.2.2"), edge3: await lab.start("edge3", "192.0.2.3") };
});
afterEach(() => {
  mesh.close();
  lab.close();
  emptyLab();
});

function hosts(): Hosts {
  const config = (name: string) => far[name]?.config ?? underlay.config[name];
  return Object.fromEntries(EDGES.map((name) => [name, { ...config(name), underlay: underlay.host(name).v4 }]));
}

function open(options: MeshOptions = {}): void {
  mesh = openMesh(hosts(), options);
}

/** Whether a container reaches an address or a name. */
function reaches(from: string, to: string): boolean {
  const ping = `ping -n -c 2 -i 0.2 -W 2 ${to}`;
  try {
    if (far[from] === undefined) command(`ip netns exec ${from}.c-${from} ${ping}`);
    else far[from].inside(`ip netns exec c-${from} ${ping}`);
    return true;
  } catch {
    return false;
  }
}

const reaching = { reach: reaches, byName: true };

test.each([{}, { forwarding: "static" }, { encryption: "wireguard" }])(
  "with %j full connectivity, by address and by name; deleted objects are detected and restored; nothing remains",
  async (network) => {
    open({ network });
    await mesh.run(0, "apply", "-auto-approve");
    expect(await unreached(mesh, reaching)).toEqual([]);
    await mesh.run(0, "plan", "-detailed-exitcode");
    far["edge3"]!.inside("ip link del nwx42");
    const { stdout } = await mesh.run(2, "drift", "-detailed-exitcode");
    expect(stdout).toContain("edge3 - link nwx42 ");
    await mesh.run(0, "apply", "-auto-approve");
    expect(await unreached(mesh, reaching)).toEqual([]);
    await mesh.run(0, "destroy", "-auto-approve");
    for (const host of Object.values(far)) expect(host.inside("ip -o link show")).not.toMatch(/nw[exog]/);
  },
);

describe("a disconnected host", () => {
  test("between plan and apply is reported once, the others are applied and reach each other, and the next apply completes it", async () => {
    open();
    const { stderr } = await mesh.applyAfter(1, () => underlay.cut("edge3"));
    expect(stderr.match(/Error: /g)).toHaveLength(1);
    expect(stderr).toContain('"edge3"');
    underlay.restore("edge3");
    await mesh.run(0, "apply", "-auto-approve");
    await mesh.run(0, "plan", "-detailed-exitcode");
    expect(await unreached(mesh, reaching)).toEqual([]);
  });

  test("before its key is generated does not affect encryption between the others, and is completed later", async () => {
    open({ network: { encryption: "wireguard" }, members: ["edge1", "edge2"] });
    await mesh.run(0, "apply", "-auto-approve");
    mesh.configure({ members: EDGES });
    const { stderr } = await mesh.applyAfter(1, () => underlay.cut("edge3"));
    expect(stderr).toContain('Host "edge3" has not generated its key, so it cannot be configured on "edge1", "edge2" yet');
    expect(await unreached(mesh, { ...reaching, hosts: ["edge1", "edge2"] })).toEqual([]);
    underlay.restore("edge3");
    await mesh.run(0, "apply", "-auto-approve");
    await mesh.run(0, "plan", "-detailed-exitcode");
    expect(await unreached(mesh, reaching)).toEqual([]);
  });

  test("does not disturb existing traffic during a change on all hosts", async () => {
    open();
    await mesh.run(0, "apply", "-auto-approve");
    mesh.configure({ network: { mtu: 1400 } });
    await mesh.applyAfter(1, () => underlay.cut("edge3"));
    expect(await unreached(mesh, { ...reaching, hosts: ["edge1", "edge2"] })).toEqual([]);
    underlay.restore("edge3");
    expect(await unreached(mesh, reaching)).toEqual([]);
    await mesh.run(0, "apply", "-auto-approve");
    await mesh.run(0, "plan", "-detailed-exitcode");
  });
});
