/** Importing objects created with ip, on the real kernel, while traffic runs over them. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { command, emptyLab, hostFiles, insideLab, ipBatch } from "../support/lab";
import { netweftExits } from "../support/netweft";

insideLab();

const on = (name: string) => ({ namespace: `\${netweft_namespace.${name}.ref}`, network: "${netweft_bridge_network.front.ref}" });
const stack = {
  resource: {
    netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24", "fd00:8::/64"] } },
    netweft_namespace: { web: { name: "web" }, db: { name: "db" } },
    netweft_endpoint: { web: on("web"), db: on("db") },
  },
};

/** A bridge with two namespaces on it, and a third port that stays foreign. */
function byHand(): void {
  ipBatch([
    "link add br0 type bridge",
    "addr add 10.8.0.1/24 dev br0",
    "addr add fd00:8::1/64 dev br0 nodad",
    "addr add 192.168.7.1/24 dev br0",
    "link add other0 type veth peer name other1",
    "link set other0 master br0 up",
    "link set other1 up",
    "netns add web",
    "netns add db",
    "link add veth1 type veth peer name eth0 netns web",
    "link add veth2 type veth peer name eth0 netns db",
    "link set veth1 master br0 up",
    "link set veth2 master br0 up",
    "link set br0 up",
  ]);
  for (const [netns, n] of [["web", 5] as const, ["db", 6] as const]) {
    ipBatch(
      [
        "link set eth0 up",
        `addr add 10.8.0.${n}/24 dev eth0`,
        `addr add fd00:8::${n}/64 dev eth0 nodad`,
        "route add default via 10.8.0.1 dev eth0",
        "route add default via fd00:8::1 dev eth0",
      ],
      netns,
    );
  }
}

/** The complete state at the root, without counters and values that the kernel changes itself. */
function dump(): string {
  return command("ip -d addr show").replace(/ \w+_timer +[\d.]+/g, "");
}

/** Waits until the bridge has a carrier and its ports have their addresses. */
async function settled(): Promise<void> {
  for (let tries = 0; tries < 50; tries++) {
    const text = dump();
    if (!/tentative|NO-CARRIER|state UNKNOWN group default/.test(text.replace(/^.*lo:.*$/m, ""))) return;
    await sleep(200);
  }
  throw new Error("The laboratory does not settle.");
}

let folder: string;
beforeEach(() => {
  emptyLab();
  folder = mkdtempSync(join(tmpdir(), "netweft-import-"));
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(stack));
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
  emptyLab();
  rmSync(folder, { recursive: true });
});

async function run(code: number, ...args: string[]): Promise<string> {
  const ran = await netweftExits(code, args, { cwd: folder, env: { NETWEFT_BACKEND: "iproute2" } });
  return ran.stdout + ran.stderr;
}

const running: ChildProcess[] = [];

function inside(netns: string, ...words: string[]): ChildProcess {
  const child = spawn("nsenter", [`--net=/run/netns/${netns}`, ...words], { stdio: ["pipe", "pipe", "inherit"] });
  running.push(child);
  return child;
}

async function textOf(child: ChildProcess): Promise<string> {
  let text = "";
  child.stdout!.on("data", (part: Buffer) => (text += part.toString()));
  await once(child, "close");
  return text;
}

/** Prints how many bytes came over one connection, once its peer has closed it properly. */
const LISTEN = `require("net").createServer((s) => { let n = 0; s.on("data", (b) => (n += b.length));
  s.on("end", () => { console.log(n); process.exit(0); }); s.on("error", (e) => { console.log(e.message); process.exit(1); }); }).listen(9000, () => console.log("listening"))`;

/** Sends a piece every 5 ms until its input ends, and prints the number of bytes. */
const SEND = `const s = require("net").connect(9000, "10.8.0.6"); let n = 0;
  const t = setInterval(() => { s.write(Buffer.alloc(1000)); n += 1000; }, 5);
  s.on("error", (e) => { console.log(e.message); process.exit(1); });
  process.stdin.resume().on("end", () => { clearInterval(t); s.end(() => console.log(n)); })`;

/** A TCP stream from one container to the other; `end` returns the bytes sent and received. */
async function stream(): Promise<() => Promise<readonly string[]>> {
  const server = inside("db", process.execPath, "-e", LISTEN);
  await once(server.stdout!, "data");
  const received = textOf(server);
  const client = inside("web", process.execPath, "-e", SEND);
  const sent = textOf(client);
  return async () => {
    client.stdin!.end();
    return [(await sent).trim(), (await received).trim()];
  };
}

/** How many of the echo requests, sent every 20 ms, were not answered. */
function pinging(netns: string, address: string): () => Promise<number> {
  const child = inside(netns, "ping", "-i", "0.02", "-n", "-q", address);
  const said = textOf(child);
  return async () => {
    child.kill("SIGINT");
    const [, sent, came] = /(\d+) packets transmitted, (\d+) received/.exec(await said)!;
    return Number(sent) - Number(came);
  };
}

async function importAll(): Promise<void> {
  await run(0, "import", "netweft_bridge_network.front", "local/br0");
  for (const name of ["web", "db"]) {
    await run(0, "import", `netweft_namespace.${name}`, `local/${name}`);
    await run(0, "import", `netweft_endpoint.${name}`, `local/${name}/eth0`);
  }
}

test("objects created with ip are imported and marked while traffic runs over them, keep their MAC addresses, and are deleted by a destroy", async () => {
  byHand();
  await settled();
  const before = dump();
  const connection = await stream();
  const pings = [pinging("web", "10.8.0.6"), pinging("web", "10.8.0.1"), pinging("web", "fd00:8::1"), pinging("web", "fd00:8::6")];
  await importAll();
  expect(dump()).toBe(before);
  // A bridge that Netweft did not name has ports and addresses of its own.
  expect(await run(0, "drift", "--detailed-exitcode")).toContain("No drift.");
  const plan = await run(2, "plan", "--detailed-exitcode");
  expect(plan).toContain("Plan: 0 to add, 5 to change, 0 to destroy.");
  expect(plan.match(/gets its mark/g)).toHaveLength(5);
  expect(plan).not.toMatch(/\d+ del\)|replaced/);
  await run(0, "apply", "--auto-approve");
  await sleep(2000);
  const [sent, received] = await connection();
  expect(received).toBe(sent);
  expect(await Promise.all(pings.map((end) => end()))).toEqual([0, 0, 0, 0]);
  for (const [line, mark] of [
    ["ip link show br0", "netweft:default:netweft_bridge_network:front"],
    ["ip link show veth1", "netweft:default:netweft_endpoint:web/eth0 10.8.0.5/24,fd00:8::5/64"],
    [`cat ${hostFiles()}.owners`, "netweft:default:netweft_namespace:db"],
  ] as const)
    expect(command(line)).toContain(mark);
  const mac = () => command("ip -br link show br0");
  const own = mac();
  ipBatch(["link add low0 address 02:00:00:00:00:01 type veth peer name low1", "link set low0 master br0 up"]);
  expect(mac()).toBe(own);
  await run(0, "plan", "--detailed-exitcode");
  await run(0, "destroy", "--auto-approve");
  expect(command("ip netns list")).toBe("");
  expect(command("ip -br link show")).not.toMatch(/br0|veth/);
  expect(command("ip -br link show")).toContain("other0");
});

test("before a destroy the plan says that the host's own address and route on an imported bridge go with it, and so they do", async () => {
  byHand();
  ipBatch(["route add 10.99.0.0/24 via 192.168.7.2 dev br0"]);
  await importAll();
  await run(0, "apply", "--auto-approve");
  const plan = await run(0, "plan", "--destroy");
  expect(plan).toContain("the host's address 192.168.7.1/24 on br0");
  expect(plan).toContain("the host's route 10.99.0.0/24 via 192.168.7.2 dev br0");
  await run(0, "destroy", "--auto-approve");
  expect(command("ip -br addr show") + command("ip route show")).not.toMatch(/192\.168\.7\.|10\.99\./);
});
