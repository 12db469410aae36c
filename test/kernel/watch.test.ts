/** `netweft watch` on a real kernel: on this machine, and on a host over ssh that goes away and comes back. */
import { openFolder, type Folder } from "../support/folder";
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import { openSshLab, type SshHost, type SshLab } from "../support/sshd";
import { endWatches, fasterClock, startWatch } from "../support/watch-run";

insideLab();

let folder: Folder;
let ssh: SshLab;
let edge: SshHost;

beforeAll(async () => {
  emptyLab();
  command("ip netns add edge");
  ipBatch(["link add up0 type veth peer name eth9 netns edge", "addr add 192.0.2.254/24 dev up0", "link set up0 up"]);
  ipBatch(["addr add 192.0.2.1/24 dev eth9", "link set eth9 up", "link set lo up"], "edge");
  ssh = openSshLab();
  edge = await ssh.start("edge", "192.0.2.1");
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
  const on = (host: string) => ({ host });
  folder.write({
    provider: { netweft: [{ hosts: { local: {}, edge: edge.config } }] },
    resource: {
      netweft_bridge_network: {
        front: { ...on("local"), name: "front", subnets: ["10.8.0.0/24"] },
        far: { ...on("edge"), name: "far", subnets: ["10.9.0.0/24"] },
      },
      netweft_namespace: { web: { ...on("local"), name: "web" }, there: { ...on("edge"), name: "there" } },
      netweft_endpoint: {
        web: { namespace: "${netweft_namespace.web.ref}", network: "${netweft_bridge_network.front.ref}", addresses: ["10.8.0.2"] },
        there: { namespace: "${netweft_namespace.there.ref}", network: "${netweft_bridge_network.far.ref}", addresses: ["10.9.0.2"] },
      },
    },
  });
  await folder.run(0, "apply", "--auto-approve");
});
afterEach(endWatches);
afterAll(async () => {
  await folder.run(0, "destroy", "--auto-approve");
  ssh.close();
  folder.close();
  emptyLab();
});

const start = (...args: readonly string[]) => startWatch(folder.path, args, { env: { NETWEFT_BACKEND: "iproute2" } });

/** A change by another program, the class and the beginning of the line of what is found, and what undoes it. */
const CHANGES: readonly (readonly [does: string, kind: string, line: string, undoes: string])[] = [
  ["ip -n web route del default", "missing", "local web route default", "ip -n web route add default via 10.8.0.1 proto 157"],
  ["ip -n web link set eth0 mtu 1300", "changed", "local - veth ", "ip -n web link set eth0 mtu 1500"],
  [
    "nft add element inet netweft masquerade4 { 198.51.100.0/24 }",
    "unexpected",
    "local - element masquerade4",
    "nft delete element inet netweft masquerade4 { 198.51.100.0/24 }",
  ],
  ["sysctl -qw net.ipv4.ip_forward=0", "changed", "local - sysctl net.ipv4.ip_forward", "sysctl -qw net.ipv4.ip_forward=1"],
];

test("changes by other programs are found and resolved as they happen, on each host", async () => {
  const watch = start();
  expect(await watch.next("watching")).toMatchObject({ hosts: ["local", "edge"], findings: 0 });
  for (const [does, kind, line, undoes] of CHANGES) {
    command(does);
    const { finding } = await watch.next("found");
    expect({ does, class: finding!.class, line: finding!.expected ?? finding!.actual }).toEqual({
      does,
      class: kind,
      line: expect.stringContaining(line) as string,
    });
    command(undoes);
    await watch.next("resolved");
  }
  edge.inside("ip -n there route del default");
  expect((await watch.next("found")).finding).toMatchObject({ class: "missing", resources: ["netweft_endpoint.there"] });
  edge.inside("ip -n there route add default via 10.9.0.1 proto 157");
  await watch.next("resolved");
  await watch.end();
});

test("a host that goes away is reported, and what was changed meanwhile when it is back", async () => {
  const watch = start();
  await watch.next("watching");
  edge.cut();
  expect(await watch.next("unreachable")).toMatchObject({ host: "edge" });
  edge.inside("ip -n there addr del 10.9.0.2/24 dev eth0");
  await watch.next("reachable");
  expect((await watch.next("found")).finding).toMatchObject({ expected: expect.stringContaining("edge there addr 10.9.0.2/24") as string });
  await watch.end();
});

test("with --heal the repair is made once, and the watch sees its own repair as no further drift", async () => {
  const watch = start("--heal");
  // What the test before has left.
  await watch.next("healed");
  await watch.next("resolved");
  command("ip -n web addr del 10.8.0.2/24 dev eth0");
  await watch.next("healed");
  await watch.next("resolved");
  await folder.run(0, "drift", "--detailed-exitcode");
  await watch.end();
  expect(watch.events.filter(({ type }) => type === "healed")).toHaveLength(2);
});

test("with --heal what another program keeps changing back is repaired three times, with pauses, and then given up", async () => {
  const watch = startWatch(folder.path, ["--heal"], { env: { NETWEFT_BACKEND: "iproute2" }, clock: fasterClock(5) });
  await watch.next("watching");
  const lose = () => command("ip -n web addr del 10.8.0.2/24 dev eth0");
  for (let repair = 1; repair <= 3; repair += 1) {
    lose();
    await watch.next("healed");
  }
  lose();
  expect((await watch.next("given-up")).finding).toMatchObject({ resources: ["netweft_endpoint.web"] });
  command("ip -n web link set eth0 mtu 1300");
  await watch.next("healed");
  await watch.end();
  expect(watch.events.filter(({ type }) => type === "healed")).toHaveLength(4);
  await folder.run(0, "apply", "--auto-approve");
});
