/** `netweft rollback`, and changes to be confirmed, of a network over two hosts in use. */
import { readdirSync } from "node:fs";
import { openFolder, type Folder } from "../support/folder";
import { fullDump } from "../support/full-dump";
import { emptyLab, insideLab } from "../support/lab";
import { reaches } from "../support/mesh";
import { procText } from "../support/proc";
import { openTraffic, type Traffic } from "../support/traffic";
import { makeUnderlay } from "../support/underlay";
import { until } from "../support/until";

insideLab();

let folder: Folder;
let traffic: Traffic;
beforeAll(async () => {
  emptyLab();
  makeUnderlay(["edge1", "edge2"]);
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
  folder.write(stack());
  await apply(0);
  traffic = openTraffic();
  await traffic.serve("edge1.web", { protocol: "tcp", address: "0.0.0.0", port: 7000 });
});
afterAll(() => {
  traffic.close();
  folder.close();
  emptyLab();
});

const apply = (code: number, ...options: string[]) => folder.run(code, "apply", "--auto-approve", ...options);

interface Over {
  readonly front?: object;
  readonly mesh?: object;
  readonly web?: object;
  readonly near?: object;
}

/** A published container on a bridge network, and one on each of two hosts in an overlay network. */
function stack({ front = {}, mesh = {}, web = {}, near = {} }: Over = {}): object {
  const on = (namespace: string, network: string) => ({
    namespace: `\${netweft_namespace.${namespace}.ref}`,
    network: `\${netweft_${network}.ref}`,
  });
  const host = (netns: string, underlay: string) => ({ connection: "netns", netns, underlay });
  const members = ["edge1", "edge2"];
  return {
    provider: { netweft: { hosts: { edge1: host("edge1", "192.0.2.1"), edge2: host("edge2", "192.0.2.2") } } },
    resource: {
      netweft_bridge_network: { front: { name: "front", host: "edge1", subnets: ["10.8.0.0/24"], names: false, ...front } },
      netweft_overlay_network: {
        mesh: { name: "mesh", vni: 42, subnets: ["10.20.0.0/24"], members, names: false, ...mesh },
      },
      netweft_namespace: {
        web: { name: "web", host: "edge1" },
        near: { name: "near", host: "edge1" },
        far: { name: "far", host: "edge2" },
      },
      netweft_endpoint: {
        web: { ...on("web", "bridge_network.front"), publish: [{ host_port: 8080, port: 7000 }], ...web },
        near: { ...on("near", "overlay_network.mesh"), addresses: ["10.20.0.10"], ...near },
        far: { ...on("far", "overlay_network.mesh"), addresses: ["10.20.0.11"] },
      },
    },
  };
}

/** On both hosts, of both networks. */
const changed = stack({
  front: { mtu: 1400 },
  mesh: { vni: 43, forwarding: "static" },
  web: { publish: [{ host_port: 9090, port: 7000 }] },
  near: { addresses: ["10.20.0.20"] },
});

/** By which port of the host the container answers, and by which address of the overlay network another one. */
async function reached(): Promise<object> {
  const ports = await Promise.all([8080, 9090].map((port) => traffic.ask("edge2", "tcp", "192.0.2.1", port)));
  return {
    ports: ports.map((client) => client === "192.0.2.2"),
    addresses: ["10.20.0.10", "10.20.0.20"].map((one) => reaches("edge2.far", one)),
  };
}

const FIRST = { ports: [true, false], addresses: [true, false] };
const SECOND = { ports: [false, true], addresses: [false, true] };

test("`netweft rollback` brings back the networks before the last apply, and their packets; a second one goes forward", async () => {
  const before = fullDump();
  expect(await reached()).toEqual(FIRST);
  folder.write(changed);
  await apply(0);
  const after = fullDump();
  expect(await reached()).toEqual(SECOND);
  await folder.run(0, "rollback", "--auto-approve");
  expect(fullDump()).toBe(before);
  expect(await reached()).toEqual(FIRST);
  await folder.run(0, "rollback", "--auto-approve");
  expect(fullDump()).toBe(after);
});

test("a change of an overlay network that makes keys, too, is taken back on all its hosts", async () => {
  folder.write(stack());
  await apply(0);
  const before = fullDump();
  folder.write(stack({ mesh: { encryption: "wireguard" }, web: { addresses: ["10.8.0.20"] } }));
  await apply(0, "--confirm", "600s");
  expect(fullDump()).not.toBe(before);
  await folder.run(0, "confirm", "--cancel");
  expect(fullDump()).toBe(before);
  expect(await reached()).toEqual(FIRST);
});

/** The processes that wait for the confirmation. */
const waiting = () => readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && procText(pid, "cmdline").includes("wait_for_confirmation"));

test("hosts whose waiting processes were killed refuse other changes until `netweft confirm` ends the wait", async () => {
  const before = fullDump();
  folder.write(changed);
  await apply(0, "--confirm", "600s");
  expect(waiting()).not.toEqual([]);
  for (const pid of waiting()) process.kill(Number(pid), "SIGKILL");
  await until(() => waiting().length === 0, "The processes do not end.");
  expect((await apply(1)).stderr).toContain("not-confirmed");
  await folder.run(0, "confirm", "--cancel");
  expect(fullDump()).toBe(before);
});
