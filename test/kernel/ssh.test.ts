/** Hosts over real ssh: what is the same as on this machine, and everything that the way there can do to a run. */
import { readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lineOf } from "../../lib/kernel/line";
import type { HostConfig } from "../../lib/resources/provider";
import { command, emptyLab, insideLab, ipBatch, labConfig, look, openLab } from "../support/lab";
import { openFolder, type Folder } from "../support/folder";
import { openSshLab, type SshHost, type SshLab } from "../support/sshd";
import { adding, scopeOfNetwork, smallNetwork } from "../support/wanted";

insideLab();

const ADDRESSES = { edge1: "192.0.2.1", edge2: "192.0.2.2" } as const;

let ssh: SshLab;
let edge1: SshHost;
let edge2: SshHost;
let folder: Folder;
beforeEach(async () => {
  emptyLab();
  cable();
  ssh = openSshLab();
  edge1 = await ssh.start("edge1", ADDRESSES.edge1);
  edge2 = await ssh.start("edge2", ADDRESSES.edge2, { port: 2222 });
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
});
afterEach(() => {
  folder.close();
  ssh.close();
  emptyLab();
});

/** The controller and two hosts on one bridge. */
function cable(): void {
  ipBatch(["link add lan type bridge", "addr add 192.0.2.254/24 dev lan", "link set lan up"]);
  for (const [netns, address] of Object.entries(ADDRESSES)) {
    ipBatch([`netns add ${netns}`, `link add ${netns} type veth peer name up0 netns ${netns}`, `link set ${netns} master lan up`]);
    ipBatch(["link set lo up", "link set up0 up", `addr add ${address}/24 dev up0`], netns);
  }
}

/** One network with two containers on each host. */
function stack(hosts: Readonly<Record<string, Partial<HostConfig>>>, on: readonly string[] = Object.keys(hosts)): object {
  const each = (make: (host: string) => object) => Object.fromEntries(on.map((host) => [host, make(host)]));
  const pairs = on.flatMap((host) => ["a", "b"].map((name) => ({ host, name, key: `${host}_${name}` })));
  return {
    provider: { netweft: { hosts } },
    resource: {
      netweft_bridge_network: each((host) => ({ name: "blue", host, subnets: ["10.8.0.0/24"] })),
      netweft_namespace: Object.fromEntries(pairs.map(({ key, host, name }) => [key, { host, name }])),
      netweft_endpoint: Object.fromEntries(
        pairs.map(({ key, host }) => [
          key,
          { namespace: `\${netweft_namespace.${key}.ref}`, network: `\${netweft_bridge_network.${host}.ref}` },
        ]),
      ),
    },
  };
}

const both = () => ({ edge1: edge1.config, edge2: edge2.config });

/** What connections leave on this machine. */
function leftovers(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => /^netweft-ssh-/.test(name));
}

test("two hosts get a network each over one connection per run, are read again, drift and are left as they were", async () => {
  const looks = () =>
    [edge1, edge2].map((host) => host.inside("ip -d link show").replace(/\d+: lo/, "lo") + host.inside("ip route show table all"));
  folder.write(stack(both()));
  const [before, left] = [looks(), leftovers()];
  await folder.run(2, "plan", "--detailed-exitcode");
  expect([edge1.connections(), edge2.connections()]).toEqual([1, 1]);
  expect(looks()).toEqual(before);
  await folder.run(0, "apply", "--auto-approve");
  expect([edge1.connections(), edge2.connections()]).toEqual([3, 3]);
  for (const host of [edge1, edge2]) {
    expect(host.inside("ls /run/netns").trim().split("\n")).toEqual(["a", "b"]);
    host.inside("nsenter --net=/run/netns/a ping -c 1 -w 5 10.8.0.3");
  }
  await folder.run(0, "plan", "--detailed-exitcode");
  edge2.inside("ip netns exec b ip addr flush dev eth0");
  const drift = await folder.run(2, "drift", "--detailed-exitcode");
  expect(drift.stdout).toContain("edge2 b addr 10.8.0.3/24 dev eth0");
  expect(drift.stdout).not.toContain("edge1");
  await folder.run(0, "destroy", "--auto-approve");
  expect(edge1.inside("ip netns list")).toBe("");
  expect(leftovers()).toEqual(left);
});
