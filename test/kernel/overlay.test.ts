/** Overlay networks over three hosts of the laboratory: who reaches whom, and what is found and mended. */
import { command, emptyLab, insideLab } from "../support/lab";
import { openMesh, reaches, type Hosts, type Mesh, type MeshOptions } from "../support/mesh";
import { makeUnderlay, type Underlay } from "../support/underlay";

insideLab();

const EDGES = ["edge1", "edge2", "edge3"];

let underlay: Underlay;
let mesh: Mesh;

beforeEach(() => {
  emptyLab();
  underlay = makeUnderlay(EDGES);
});
afterEach(() => {
  mesh.close();
  emptyLab();
});

function hostsOver(family: "v4" | "v6"): Hosts {
  return Object.fromEntries(
    Object.entries(underlay.config).map(([name, host]) => [name, { ...host, underlay: underlay.host(name)[family] }]),
  );
}

async function made(options: MeshOptions, family: "v4" | "v6" = "v4"): Promise<void> {
  mesh = openMesh(hostsOver(family), options);
  await mesh.run(0, "apply", "-auto-approve");
}

/** Those that do not reach each other, out of all pairs, over both families. */
async function unreached(): Promise<readonly string[]> {
  const addresses = await mesh.addresses();
  const names = Object.keys(addresses);
  return names.flatMap((from) =>
    names.flatMap((to) =>
      from === to
        ? []
        : addresses[to]!.flatMap((address) => (reaches(`${from.slice(2)}.${from}`, address) ? [] : [`${from} to ${to} ${address}`])),
    ),
  );
}

describe.each(["learning", "static"])("forwarding = %s", (forwarding) => {
  test.each(["v4", "v6"] as const)("over an underlay of %s all reach all, over both families", async (family) => {
    await made({ network: { forwarding } }, family);
    expect(await unreached()).toEqual([]);
    await mesh.run(0, "plan", "-detailed-exitcode");
    await mesh.run(0, "drift", "-detailed-exitcode");
    await mesh.run(0, "destroy", "-auto-approve");
    expect(
      command("ip netns list")
        .split("\n")
        .filter(Boolean)
        .sort()
        .map((l) => l.split(" ")[0]),
    ).toEqual(EDGES);
  });
});
