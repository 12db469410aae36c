/** Revoked access ends existing connections, too, whichever side sends next. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFolder, type Folder } from "../support/folder";
import { command, emptyLab, insideLab } from "../support/lab";
import { makeOutside } from "../support/outside";
import { advertise, learnedDefaults } from "../support/router";

insideLab();

interface Wish {
  readonly front?: object;
  readonly back?: object;
  readonly web?: object;
}

const networks = { front: ["10.8.0.0/24", "fd00:8::/64"], back: ["10.9.0.0/24"] };

function stack({ front, back, web }: Wish): object {
  const endpoint = (name: string, network: string, more?: object) => ({
    namespace: `\${netweft_namespace.${name}.ref}`,
    network: `\${netweft_bridge_network.${network}.ref}`,
    ...more,
  });
  return {
    resource: {
      netweft_bridge_network: {
        front: { name: "front", subnets: networks.front, masquerade: false, ...front },
        back: { name: "back", subnets: networks.back, masquerade: false, ...back },
      },
      netweft_namespace: { web: { name: "web" }, db: { name: "db" } },
      netweft_endpoint: {
        web: endpoint("web", "front", { addresses: ["10.8.0.2", "fd00:8::2"], ...web }),
        db: endpoint("db", "back", { addresses: ["10.9.0.2"] }),
      },
    },
  };
}

let folder: Folder;
let scratch: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  emptyLab();
  makeOutside();
  scratch = mkdtempSync(join(tmpdir(), "netweft-revoked-"));
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
});
afterEach(() => {
  for (const child of children.splice(0)) if (child.pid !== undefined) killGroup(child.pid);
  folder.close();
  rmSync(scratch, { recursive: true, force: true });
  emptyLab();
});

/** Servers fork for each connection; all processes are in the group of the one that the test started. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has exited already.
  }
}

function start(netns: string, ...args: readonly string[]): void {
  children.push(spawn("nsenter", [`--net=/run/netns/${netns}`, ...args], { stdio: "ignore", detached: true }));
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A server that only sends, a client that only receives, and what has arrived so far. */
async function streamed(server: string, client: string, address: string, port: number): Promise<() => number> {
  const file = join(scratch, `${client}-${server}-${port}`);
  start(server, "socat", `TCP-LISTEN:${port},fork,reuseaddr`, "SYSTEM:while sleep 0.1; do echo x; done");
  await pause(300);
  start(client, "socat", "-u", `TCP:${address}:${port}`, `OPEN:${file},creat,append`);
  const received = () => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  for (let tries = 0; tries < 50 && received() < 6; tries++) await pause(100);
  expect(received()).toBeGreaterThanOrEqual(6);
  return received;
}

async function goesOn(received: () => number): Promise<boolean> {
  await pause(300);
  const before = received();
  await pause(1_500);
  return received() > before;
}

const publish = [{ host_port: 8080, port: 8080 }];

test.each<readonly [string, Wish, Wish, string, string]>([
  ["a published port forwarded to the same port number", { web: { publish } }, { web: { publish: [] } }, "out", "192.0.2.1"],
  ["those outside", { front: { accept_from: ["outside"] } }, { front: { accept_from: [] } }, "out", "10.8.0.2"],
  [
    "one direction between networks that accept each other",
    { front: { accept_from: ["local/back"] }, back: { accept_from: ["local/front"] } },
    { front: { accept_from: [] }, back: { accept_from: ["local/front"] } },
    "db",
    "10.8.0.2",
  ],
])("revoking %s ends a connection on which the endpoint sends", async (_, before, after, client, address) => {
  folder.write(stack(before));
  await folder.run(0, "apply", "--auto-approve");
  const received = await streamed("web", client, address, 8080);
  expect(await goesOn(received)).toBe(true);
  folder.write(stack(after));
  await folder.run(0, "apply", "--auto-approve");
  expect(await goesOn(received)).toBe(false);
});

test("a client that is still accepted keeps its connection when external ones are no longer accepted", async () => {
  folder.write(stack({ front: { accept_from: ["outside", "local/back"] } }));
  await folder.run(0, "apply", "--auto-approve");
  const received = await streamed("web", "db", "10.8.0.2", 8080);
  folder.write(stack({ front: { accept_from: ["local/back"] } }));
  await folder.run(0, "apply", "--auto-approve");
  expect(await goesOn(received)).toBe(true);
});

test("a network becomes internal by a saved plan, and has no external access then", async () => {
  folder.write(stack({ web: { publish } }));
  await folder.run(0, "apply", "--auto-approve");
  folder.write(stack({ web: { publish: [] } }));
  await folder.run(0, "plan", "--out", "unpublished.plan");
  await folder.run(0, "apply", "unpublished.plan");
  folder.write(stack({ front: { internal: true }, web: { publish: [] } }));
  await folder.run(0, "plan", "--out", "internal.plan");
  await folder.run(0, "apply", "internal.plan");
  await folder.run(0, "plan", "--detailed-exitcode");
});

/** A query for the address of `www`. */
const QUERY = Buffer.from("000101000001000000000000037777770000010001", "hex");

function isAnswered(netns: string, server: string): boolean {
  return execFileSync("nsenter", [`--net=/run/netns/${netns}`, "socat", "-T1", "-", `UDP:${server}:53`], { input: QUERY }).length > 0;
}

test("an internal network can query its own name server only", async () => {
  folder.write(stack({ front: { internal: true }, web: { default_route: true } }));
  await folder.run(0, "apply", "--auto-approve");
  expect(isAnswered("web", "10.8.0.1")).toBe(true);
  expect(isAnswered("web", "10.9.0.1")).toBe(false);
});

test("an endpoint does not become the host's IPv6 router by router advertisements", async () => {
  command("sysctl -qw net.ipv6.conf.all.forwarding=0");
  const four = stack({ front: { subnets: ["10.8.0.0/24"] }, web: { addresses: ["10.8.0.2"] } });
  folder.write(four);
  await folder.run(0, "apply", "--auto-approve");
  // The advertisement is dropped twice: at the endpoint's port and in the host's input chain. Without both the host accepts it.
  command("nft flush table bridge netweft");
  command("nft flush chain inet netweft input");
  for (let tries = 0; tries < 40 && learnedDefaults() === ""; tries++) {
    await pause(100);
    if (!command("nsenter --net=/run/netns/web ip -6 addr").includes("tentative")) advertise("web", "nw-front");
  }
  expect(learnedDefaults()).toContain("dev nw-front");
  command("ip -6 route del default dev nw-front");
  await folder.run(0, "apply", "--auto-approve");
  for (let tries = 0; tries < 5; tries++) {
    advertise("web", "nw-front");
    await pause(50);
  }
  expect(learnedDefaults()).toBe("");
});
