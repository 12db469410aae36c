/** Changes that cut the connection of the run which makes them, over real ssh. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Observation } from "../../lib/ports/backend";
import { openFolder, type Folder } from "../support/folder";
import { emptyLab, insideLab, ipBatch, labConfig, openLab, scopeOf, snapshot } from "../support/lab";
import { openSshLab, type SshHost, type SshLab } from "../support/sshd";
import { until } from "../support/until";

insideLab();

const CONTROLLER = "192.0.2.254";
const EDGE = "192.0.2.1";

let ssh: SshLab;
let edge: SshHost;
let folder: Folder;
beforeAll(async () => {
  emptyLab();
  ipBatch(["link add lan type bridge", `addr add ${CONTROLLER}/24 dev lan`, "link set lan up"]);
  ipBatch(["netns add edge", "link add edge type veth peer name up0 netns edge", "link set edge master lan up"]);
  ipBatch(["link add spare type veth peer name up1 netns edge", "link set spare up"]);
  ipBatch(
    ["link set lo up", "link set up0 up", `addr add ${EDGE}/24 dev up0`, "link set up1 up", "addr add 198.51.100.1/24 dev up1"],
    "edge",
  );
  ssh = openSshLab();
  edge = await ssh.start("edge", EDGE);
  await until(() => !edge.inside("ip addr show").includes("tentative"), "The addresses do not settle.");
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
});
afterAll(() => {
  folder.close();
  ssh.close();
  emptyLab();
});

/** The resources on the host over ssh. */
function stack(resource: object): object {
  return { provider: { netweft: { hosts: { edge: edge.config } } }, resource };
}

/** A route that comes before the one back to the controller. */
const shadow = { netweft_route: { shadow: { host: "edge", destination: `${CONTROLLER}/32`, via: "198.51.100.254", dev: "up1" } } };

test("the host reports its end of the connection, and by which link it answers", async () => {
  expect((await snapshotOf()).path).toEqual({ client: CONTROLLER, server: EDGE, port: 22, dev: "up0" });
});

/** The host as it is, without what the kernel changes by itself. */
function dump(): string {
  return [
    "ip -o -d link show",
    "ip -o addr show",
    "ip route show table all",
    "ip -6 route show table all",
    "ip rule show",
    "ip netns list",
    "bridge link show",
    "nft list ruleset",
    "sysctl net.ipv4.ip_forward net.ipv6.conf.all.forwarding",
  ]
    .map((line) => edge.inside(line))
    .join("")
    .replaceAll(/\w+_timer +\S+/g, "")
    .replaceAll(/(valid_lft|preferred_lft|expires) \S+|(^\d+: \S+@?)if\d+/gm, "$2");
}

const isArmed = () =>
  existsSync(`${edge.root}/run/netweft`) && readdirSync(`${edge.root}/run/netweft`).some((name) => name.endsWith(".armed"));
const isBack = () => readdirSync(`${edge.root}/run/netweft`).some((name) => name.endsWith(".returned"));

const cli = join(__dirname, "../../dist/bin/netweft.js");

/** A network with a container, whose published port, routes and forwarding it brings to the host. */
const front = (more: object = {}) => ({
  netweft_bridge_network: { front: { name: "front", host: "edge", subnets: ["10.8.0.0/24"], ...more } },
  netweft_namespace: { web: { name: "web", host: "edge" } },
  netweft_endpoint: {
    web: {
      namespace: "${netweft_namespace.web.ref}",
      network: "${netweft_bridge_network.front.ref}",
      publish: [{ host_port: 8080, port: 80 }],
    },
  },
});

test("a route before the one back to the controller is an error of the plan, and nothing is done", async () => {
  folder.write(stack(shadow));
  const before = dump();
  const { stderr } = await folder.run(1, "apply", "--auto-approve");
  expect(stderr).toContain("own-path-cut");
  expect(stderr).toContain(`packets to ${CONTROLLER} go "via 198.51.100.254 dev up1" instead of "dev up0"`);
  expect(dump()).toBe(before);
});

test("a change that cuts the controller off is taken back by the host, and the next run says so", async () => {
  folder.write(stack({ ...front(), ...shadow }));
  const before = dump();
  await folder.run(1, "apply", "--auto-approve", "--confirm", "4s", "--probe", "path");
  await until(isBack, "The host does not go back.");
  expect(dump()).toBe(before);
  const { stderr } = await folder.run(2, "plan", "--detailed-exitcode", "--confirm", "4s");
  expect(stderr).toMatch(/went-back[\s\S]*It did all of its way back/);
});

test("a host goes back by itself when the controller is killed while it waits; other changes are refused until then", async () => {
  folder.write(stack(front()));
  const before = dump();
  const args = ["apply", "--auto-approve", "--confirm", "20s", "--probe", "run:sleep 600", `--chdir=${folder.path}`];
  const controller = spawn(process.execPath, [cli, ...args], { env: { ...process.env, NETWEFT_BACKEND: "iproute2" }, stdio: "ignore" });
  await until(() => isArmed() && edge.inside("ip -o link show type bridge").includes("nw-front"), "Nothing is applied.");
  controller.kill("SIGKILL");
  await once(controller, "exit");
  const seen = await snapshotOf();
  expect(seen.armed).toMatchObject({ by: expect.stringContaining("@") });
  const other = openFolder({ NETWEFT_BACKEND: "iproute2" });
  other.write({ ...stack({ netweft_namespace: { other: { name: "other", host: "edge" } } }) });
  expect((await other.run(1, "apply", "--auto-approve")).stderr).toContain("not-confirmed");
  other.close();
  await until(isBack, "The host does not go back.");
  expect(isArmed()).toBe(false);
  expect(dump()).toBe(before);
});

test("a probe that fails takes the change back, and one that succeeds keeps it", async () => {
  folder.write(stack(front()));
  const before = dump();
  const failed = await folder.run(1, "apply", "--auto-approve", "--confirm", "3s", "--probe", "run:false");
  expect(failed.stderr).toContain("confirmation-missed");
  expect(dump()).toBe(before);
  const probing = ["--probe", "reach:web,203.0.113.1", "--probe", `reach:web,${EDGE},7/tcp`];
  const { stderr } = await folder.run(1, "apply", "--auto-approve", "--confirm", "20s", ...probing);
  expect(stderr).toMatch(/From web on host "edge", 203\.0\.113\.1 does not answer: [\s\S]*100% packet loss/);
  expect(stderr).toContain("does not answer at TCP port 7: ");
  expect(dump()).toBe(before);
  const inside = `run:NETWEFT_BACKEND=iproute2 ${process.execPath} ${cli} exec --chdir=${folder.path} web -- ping -n -c 1 -w 5 10.8.0.1`;
  const probes = ["path", inside, `reach:web,${EDGE}`, `reach:web,${EDGE},22/tcp`].flatMap((probe) => ["--probe", probe]);
  await folder.run(0, "apply", "--auto-approve", "--confirm", "60s", ...probes);
  expect(isArmed()).toBe(false);
  await folder.run(0, "plan", "--detailed-exitcode");
});

test("a change of what is there is taken back exactly, and kept by `netweft confirm`, also after its time", async () => {
  const before = dump();
  folder.write(stack(front({ mtu: 1400, masquerade: false })));
  await folder.run(0, "apply", "--auto-approve", "--confirm", "600s");
  expect(dump()).not.toBe(before);
  await folder.run(0, "confirm", "--cancel");
  expect(dump()).toBe(before);
  // Without the container: its namespace and its links are made again.
  folder.write(stack({ netweft_bridge_network: front().netweft_bridge_network }));
  const began = Date.now();
  await folder.run(0, "apply", "--auto-approve", "--confirm", "20s");
  const after = dump();
  await folder.run(0, "confirm");
  await until(() => Date.now() > began + 22_000, "The clock stands still.");
  expect(dump()).toBe(after);
  await folder.run(0, "plan", "--detailed-exitcode");
});

test("where the process that waits was killed, a host says so until the change is kept or taken back", async () => {
  const before = dump();
  folder.write(stack(front({ mtu: 1300 })));
  await folder.run(0, "apply", "--auto-approve", "--confirm", "600s");
  const [waiter] = edge.inside("find /run/netweft -name waiter").trim().split("\n");
  edge.inside(`kill -KILL ${edge.inside(`cat ${waiter}`).trim().split(" ")[1]}`);
  await until(async () => (await snapshotOf()).armed?.isAlone === true, "It is not noticed.");
  expect((await folder.run(0, "plan")).stderr).toMatch(/awaiting-confirmation[\s\S]*began at \S+ is not confirmed, and the process/);
  folder.write(stack(front({ mtu: 1200 })));
  const refused = await folder.run(1, "apply", "--auto-approve");
  expect(refused.stderr).toMatch(/not-confirmed[\s\S]*Until that is ended it takes no other change/);
  await folder.run(0, "confirm", "--cancel");
  expect(dump()).toBe(before);
});

async function snapshotOf(): Promise<Observation> {
  const driver = await openLab(labConfig({ edge: edge.config }));
  const seen = await snapshot(driver, scopeOf([]), "edge");
  await driver.close();
  return seen;
}
