/** Containers of another program on our networks, with a real Podman: those that join, and those that are adopted. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { command, emptyLab, insideLab } from "../support/lab";
import { netweft } from "../support/netweft";
import { openPodman, type Podman } from "../support/podman";

insideLab();

/** `web` is created by Netweft, `db` is adopted. */
const stack = {
  variable: { db_pid: { type: "number", default: null } },
  resource: {
    netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24"] } },
    netweft_namespace: {
      web: { name: "web" },
      db: { name: "db", pid: "${var.db_pid}", sysctls: { "net.ipv4.ip_default_ttl": "77" } },
    },
    netweft_endpoint: Object.fromEntries(
      ["web", "db"].map((name) => [
        name,
        { namespace: `\${netweft_namespace.${name}.ref}`, network: "${netweft_bridge_network.front.ref}" },
      ]),
    ),
  },
};

let folder: string;
let podman: Podman;

beforeEach(() => {
  emptyLab();
  folder = mkdtempSync(join(tmpdir(), "netweft-workloads-"));
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(stack));
  podman = openPodman();
});
afterEach(() => {
  podman.close();
  rmSync(folder, { recursive: true });
  emptyLab();
});

/** Runs the command line interface with the process id of `db`, and returns its output. */
async function run(code: number, ...args: readonly string[]): Promise<string> {
  const env = { NETWEFT_BACKEND: "iproute2", TF_VAR_db_pid: String(podman.pid("db")) };
  const ran = await netweft(args, { cwd: folder, env });
  const said = ran.stdout + ran.stderr;
  if (ran.code !== code) throw new Error(`netweft ${args.join(" ")}: ${ran.code} instead of ${code}\n${said}`);
  return said;
}

function addressOf(name: string): string | undefined {
  return /inet (10\.[\d.]+)/.exec(podman.inside(name, "ip -4 addr show dev eth0") ?? "")?.[1];
}

function reaches(name: string, address: string): boolean {
  return podman.inside(name, `ping -c 1 -W 2 ${address}`) !== undefined;
}

function links(name: string): string[] {
  return [...podman.inside(name, "ip -o link")!.matchAll(/^\d+: ([^:@]+)/gm)].map(([, link]) => link!);
}

test("a container that joins a namespace of ours has the planned address, and keeps it after a restart", async () => {
  podman.start("db", "none");
  await run(0, "apply", "--auto-approve");
  podman.start("web", "ns:/run/netns/web");
  const planned = ["web", "db"].map(addressOf);
  expect(planned).toEqual(["10.8.0.2", "10.8.0.3"]);
  expect([reaches("web", "10.8.0.3"), reaches("web", "10.8.0.1")]).toEqual([true, true]);
  podman.restart("web");
  expect([addressOf("web"), reaches("web", "10.8.0.3")]).toEqual(["10.8.0.2", true]);
  await run(0, "plan", "--detailed-exitcode");
});

test("a container adopted by its process is on the network, and again after a restart that the plan reports", async () => {
  podman.start("db", "none");
  expect(links("db")).toEqual(["lo"]);
  expect(await run(0, "apply", "--auto-approve", "--lines")).toMatch(/netns db from \/proc\/\d+\/ns\/net inode \d+/);
  expect([addressOf("db"), reaches("db", "10.8.0.2")]).toEqual(["10.8.0.3", true]);
  await run(0, "plan", "--detailed-exitcode");

  podman.restart("db");
  expect(links("db")).toEqual(["lo"]);
  expect(await run(2, "drift", "--detailed-exitcode")).toMatch(/~ local - netns db from \S+ inode (\d+) -> local - netns db inode \1$/m);
  const plan = await run(2, "plan", "--detailed-exitcode");
  expect(plan).toMatch(/netweft_namespace.db must be replaced[^#]*~ inode += \d+ -> \d+ # forces replacement/);
  expect(plan).toContain("netweft_endpoint.db must be replaced");
  expect(plan).not.toMatch(/netweft_(namespace|endpoint)\.web/);

  await run(0, "apply", "--auto-approve");
  expect([addressOf("db"), reaches("db", "10.8.0.2")]).toEqual(["10.8.0.3", true]);
  expect(podman.inside("db", "cat /proc/sys/net/ipv4/ip_default_ttl")).toBe("77");
  await run(0, "plan", "--detailed-exitcode");
  await run(0, "drift", "--detailed-exitcode");
});

test("a destroy leaves the containers running without a network, and nothing of ours on the host", async () => {
  podman.start("db", "none");
  await run(0, "apply", "--auto-approve");
  podman.start("web", "ns:/run/netns/web");
  await run(0, "destroy", "--auto-approve");
  expect([links("web"), links("db")]).toEqual([["lo"], ["lo"]]);
  expect([command("ip -br link").trim().split("\n").length, command("ip netns list")]).toEqual([1, ""]);
});

test("a container that has exited is named in the plan, and does not block a destroy", async () => {
  podman.start("db", "none");
  await run(0, "apply", "--auto-approve");
  const env = { NETWEFT_BACKEND: "iproute2", TF_VAR_db_pid: String(podman.pid("db")) };
  podman.remove("db");
  const planned = await netweft(["plan"], { cwd: folder, env });
  expect([planned.code, planned.stderr]).toEqual([1, expect.stringContaining("in netweft_namespace.db, attribute pid")]);
  const destroyed = await netweft(["destroy", "--auto-approve"], { cwd: folder, env });
  expect([destroyed.code, destroyed.stderr]).toEqual([0, ""]);
  expect([command("ip -br link").trim().split("\n").length, command("ip netns list")]).toEqual([1, ""]);
});

test("a name of ours that is deleted while a container runs in the namespace is created again", async () => {
  podman.start("db", "none");
  await run(0, "apply", "--auto-approve");
  command("ip netns del db");
  await run(2, "plan", "--detailed-exitcode");
  await run(0, "apply", "--auto-approve");
  await run(0, "drift", "--detailed-exitcode");
  expect([addressOf("db"), reaches("db", "10.8.0.2")]).toEqual(["10.8.0.3", true]);
});
