/** The real terraform on the real kernel: connectivity, drift and its repair, and a complete destroy. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dump } from "../support/by-hand";
import { command, emptyLab, insideLab } from "../support/lab";
import { hostsOver, meshOf, netnsOf, reaches, unreached } from "../support/mesh";
import { openWorkspace, ways, type Way, type Workspace } from "../support/terraform";
import { driftIn } from "../support/terraform-json";
import { makeMirror } from "../support/terraform-mirror";
import { shopOf } from "../support/terraform-stacks";
import { openTraffic, type Traffic } from "../support/traffic";
import { makeUnderlay } from "../support/underlay";

insideLab();

let mirror: string;
let workspace: Workspace;
let traffic: Traffic;

beforeAll(() => {
  mirror = mkdtempSync(join(tmpdir(), "netweft-mirror-"));
  makeMirror(mirror);
  process.env["NETWEFT_MIRROR"] = mirror;
});
afterAll(() => rmSync(mirror, { recursive: true }));
beforeEach(() => {
  emptyLab();
  // Forwarding, which networks enable, stays enabled after them.
  command("sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1");
  traffic = openTraffic();
});
afterEach(async () => {
  traffic.close();
  await workspace.close();
  emptyLab();
});

const onKernel = (way: Way, provider: Readonly<Record<string, unknown>> = {}) =>
  openWorkspace(way, { provider, env: { NETWEFT_BACKEND: "iproute2" } });

/** Netweft's links, namespaces and table on the machine. */
const ours = () =>
  `${command("ip -o link show")}${command("ip netns list")}${command("nft list tables")}`.match(/\bnw[a-z0-9-]+|netweft|web|api/g);

describe.each(ways)("%s", (way) => {
  test("the main workflow: containers reach each other and are reachable, drift is detected and repaired, and a destroy leaves the machine unchanged", async () => {
    workspace = await onKernel(way);
    const before = dump();
    const { resource } = shopOf({ network: { subnets: ["10.8.0.0/24", "fd00:8::/64"] } });
    const { netweft_endpoint: endpoints, ...rest } = resource as Record<string, Record<string, object>>;
    const web = { ...endpoints!["web"], addresses: ["10.8.0.10", "fd00:8::10"], publish: [{ host_port: 8080, port: 7000 }] };
    const api = { ...endpoints!["api"], addresses: ["10.8.0.11", "fd00:8::11"] };
    workspace.configure({ resource: { ...rest, netweft_endpoint: { web, api } } });
    await workspace.apply();
    await workspace.isQuiet();

    for (const address of ["10.8.0.10", "fd00:8::10"]) expect(reaches("api", address)).toBe(true);
    await traffic.serve("web", { protocol: "tcp", address: "0.0.0.0", port: 7000 });
    expect(await traffic.ask("api", "tcp", "10.8.0.10", 7000)).toBe("10.8.0.11");
    expect(await traffic.ask("-", "tcp", "10.8.0.1", 8080)).not.toMatch(/refused|^$/);

    command("nsenter --net=/run/netns/web ip route del default via 10.8.0.1");
    command("ip link set nw-shop-front mtu 1400");
    command("nft flush chain inet netweft to-nw-shop-front");
    const plan = await workspace.plan(2);
    expect(driftIn(plan)["netweft_endpoint.web"]).toEqual(["- local web route default via 10.8.0.1 dev eth0"]);
    expect(driftIn(plan)["netweft_bridge_network.front"]).toEqual(["~ local - chain to-nw-shop-front { }"]);
    expect(plan.resource_drift!.find(({ address }) => address === "netweft_bridge_network.front")!.change.after!["mtu"]).toBe(1400);
    await workspace.run(0, "apply", "plan");
    await workspace.isQuiet();
    expect(command("ip link show nw-shop-front")).toContain("mtu 1500");
    expect(await traffic.ask("-", "tcp", "10.8.0.1", 8080)).not.toMatch(/refused|^$/);

    traffic.close();
    await workspace.run(0, "destroy", "-auto-approve");
    expect(ours()).toBeNull();
    expect(dump()).toBe(before);
  });

  test("an overlay network over two hosts: full connectivity, objects lost on one host are detected there, and both are empty in the end", async () => {
    const underlay = makeUnderlay(["edge1", "edge2"]);
    const hosts = hostsOver(underlay);
    workspace = await onKernel(way, { stack: "lab", hosts });
    const { provider: _, ...mesh } = meshOf(hosts, { network: { forwarding: "static" } }) as Record<string, object>;
    workspace.configure(mesh);
    await workspace.apply();
    await workspace.isQuiet();
    const addresses = async () => {
      const outputs = workspace.state().outputs!;
      return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value as readonly string[]]));
    };
    expect(await unreached({ addresses })).toEqual([]);
    command("nsenter --net=/run/netns/edge2 ip link del nwx42");
    expect(reaches(netnsOf("c-edge1"), (await addresses())["c-edge2"]![0]!)).toBe(false);
    const drift = driftIn(await workspace.plan(2))["netweft_overlay_network.mesh"]!;
    expect(drift.some((line) => line.startsWith("- edge2 - link nwx42 type vxlan"))).toBe(true);
    expect(drift.filter((line) => !/^[-~] edge2 /.test(line))).toEqual([]);
    await workspace.run(0, "apply", "plan");
    await workspace.isQuiet();
    expect(await unreached({ addresses })).toEqual([]);
    await workspace.run(0, "destroy", "-auto-approve");
    for (const host of ["edge1", "edge2"]) expect(command(`nsenter --net=/run/netns/${host} ip -o link show`)).not.toMatch(/\bnw/);
    expect(
      command("ip netns list")
        .split("\n")
        .filter(Boolean)
        .sort()
        .map((line) => line.split(" ")[0]),
    ).toEqual(["edge1", "edge2"]);
  });
});
