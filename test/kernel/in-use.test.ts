/** Changes of networks in use, on the real kernel: which connections survive, and what plans report about it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Impact } from "../../lib/reconcile/plan";
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import { netweftExits, type Ran } from "../support/netweft";
import { openStreams, type Streams } from "../support/stream";

insideLab();

type Attributes = Readonly<Record<string, unknown>>;

interface Over {
  readonly front?: Attributes;
  readonly web?: Attributes;
  readonly db?: Attributes;
  readonly api?: Attributes;
}

const endpoint = (name: string, over: Attributes = {}) => ({
  namespace: `\${netweft_namespace.${name}.ref}`,
  network: "${netweft_bridge_network.front.ref}",
  ...over,
});

/** Three containers on one network with a subnet of each family, and another one on a network of its own. */
function stack({ front = {}, web = {}, api = {}, db = {} }: Over = {}): object {
  return {
    resource: {
      netweft_bridge_network: {
        front: { name: "front", subnets: ["10.8.0.0/24", "fd00:8::/64"], accept_from: ["outside"], ...front },
        back: { name: "back", subnets: ["10.9.0.0/24"] },
      },
      netweft_namespace: {
        web: { name: "web" },
        api: { name: "api" },
        db: { name: "db" },
        aside: { name: "aside" },
      },
      netweft_endpoint: {
        web: endpoint("web", { addresses: ["10.8.0.10", "fd00:8::10"], ...web }),
        api: endpoint("api", { addresses: ["10.8.0.11", "fd00:8::11"], ...api }),
        db: endpoint("db", { addresses: ["10.8.0.12", "fd00:8::12"], ...db }),
        aside: { namespace: "${netweft_namespace.aside.ref}", network: "${netweft_bridge_network.back.ref}" },
      },
    },
  };
}

let folder: string;
const open: Streams[] = [];

beforeEach(async () => {
  emptyLab();
  outside();
  folder = mkdtempSync(join(tmpdir(), "netweft-in-use-"));
  declare(stack());
  await run(0, "apply", "--auto-approve");
});
afterEach(() => {
  open.splice(0).forEach((streams) => streams.close());
  rmSync(folder, { recursive: true });
  emptyLab();
});

/** A machine that the host reaches through a link, with a route to the containers through the host. */
function outside(): void {
  ipBatch([
    "netns add outside",
    "link add up0 type veth peer name up0 netns outside",
    "link set up0 up",
    "addr add 192.0.2.1/24 dev up0",
    "addr add 2001:db8::1/64 dev up0 nodad",
  ]);
  ipBatch(
    [
      "link set lo up",
      "link set up0 up",
      "addr add 192.0.2.2/24 dev up0",
      "addr add 2001:db8::2/64 dev up0 nodad",
      "route add default via 192.0.2.1",
      "route add default via 2001:db8::1",
    ],
    "outside",
  );
  command("sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1");
}

function declare(configuration: object): void {
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration));
}

function run(code: number, ...args: readonly string[]): Promise<Ran> {
  return netweftExits(code, args, { cwd: folder, env: { NETWEFT_BACKEND: "iproute2" } });
}

/** A connection per address; the test closes them in the end. */
async function streams(from: string, to: string, addresses: readonly string[], port?: number): Promise<Streams> {
  const opened = await openStreams(from, to, addresses, { port });
  open.push(opened);
  return opened;
}

/** The plan's impact on endpoints: `KIND NAME`, and the affected part. */
async function foretold(...args: readonly string[]): Promise<readonly string[]> {
  const { netweft: own } = JSON.parse((await run(0, "plan", "--json", ...args)).stdout) as {
    readonly netweft: { readonly impact: readonly Impact[] };
  };
  const losing = own.impact.filter(({ kind }) => kind !== "live");
  return losing.map(({ endpoint, kind, only }) => [kind, endpoint.split(".")[1], ...(only ?? [])].join(" "));
}

/**
 * Changes in place, and their impact in the plan. An IPv4 gateway is deleted before another one of its subnet is added: the
 * kernel would otherwise delete the new one together with the old one.
 */
const inPlace: readonly (readonly [what: string, to: Over, expected: readonly string[]])[] = [
  ["labels", { front: { labels: { team: "shop" } } }, []],
  ["a smaller mtu", { front: { mtu: 1400 } }, []],
  ["a larger mtu", { front: { mtu: 9000 } }, []],
  ["two more subnets", { front: { subnets: ["10.8.0.0/24", "fd00:8::/64", "10.7.0.0/24", "fd00:7::/64"] } }, []],
  ["another IPv6 gateway", { front: { gateways: ["10.8.0.1", "fd00:8::fe"] } }, []],
  ["another IPv4 gateway", { front: { gateways: ["10.8.0.254", "fd00:8::1"] } }, ["brief web", "brief api", "brief db"]],
  ["isolation of others", { db: { isolated: true }, api: { isolated: true } }, []],
  ["the spanning tree protocol", { front: { stp: true } }, []],
  ["no masquerading", { front: { masquerade: false } }, []],
  ["published ports", { web: { publish: [{ host_port: 8080, port: 80 }] }, api: { publish: [{ host_port: 8081, port: 80 }] } }, []],
  ["isolation of all", { front: { endpoint_isolation: true }, web: { isolated: false } }, []],
  ["another accepted network", { front: { accept_from: ["outside", "local/back"] } }, []],
  ["less host access", { front: { host_access: "none" } }, []],
  ["no names", { front: { names: false } }, []],
  ["aliases", { web: { aliases: ["shop", "www"] } }, []],
  ["rates", { web: { ingress_rate: "200mbit", egress_rate: "200mbit" }, api: { ingress_rate: "100mbit" } }, []],
  ["two more addresses", { api: { addresses: ["10.8.0.11", "fd00:8::11", "10.8.0.99", "fd00:8::99"] } }, []],
  ["two addresses less", { db: { addresses: [] } }, ["replaced db 10.8.0.12 fd00:8::12"]],
];

test.each(inPlace)("%s: unaffected connections lose no packet", async (_, over, expected) => {
  const across = await streams("web", "api", ["10.8.0.11", "fd00:8::11"]);
  const outwards = await streams("outside", "web", ["10.8.0.10", "fd00:8::10"]);
  const all = [across, outwards];
  // How long this machine lets every connection wait, because it is busy.
  const elsewhere = await streams("outside", "outside", ["127.0.0.1"], 7001);
  declare(stack(over));
  expect(await foretold()).toEqual(expected);
  await Promise.all(all.map((one) => one.moved()));
  [...all, elsewhere].forEach((one) => [one.silence(), one.resent()]);
  await run(0, "apply", "--auto-approve");
  const flows = (await Promise.all(all.map((one) => one.moved()))).flat();
  expect(flows.map(({ ended }) => ended)).toEqual(flows.map(() => undefined));
  // TCP doubles its pauses, so a short interruption can be noticed late.
  expect(Math.max(...all.map((one) => one.silence()))).toBeLessThan(1000 + 10 * elsewhere.silence());
  expect(across.resent()).toBe(0);
  if (!expected.includes("brief web")) expect(outwards.resent()).toBe(0);
  expect(await run(0, "plan", "--detailed-exitcode")).toMatchObject({ code: 0 });
});

test("deleting a subnet ends the connections of its own addresses and no others", async () => {
  const [four, six] = [await streams("web", "api", ["10.8.0.11"]), await streams("web", "api", ["fd00:8::11"], 7001)];
  declare(
    stack({
      front: { subnets: ["10.8.0.0/24"] },
      web: { addresses: ["10.8.0.10"] },
      api: { addresses: ["10.8.0.11"] },
      db: { addresses: ["10.8.0.12"] },
    }),
  );
  expect(await foretold()).toEqual(["web", "api", "db"].map((name, n) => `replaced ${name} fd00:8::1${n}`));
  await run(0, "apply", "--auto-approve");
  expect((await four.moved()).map(({ ended }) => ended)).toEqual([undefined]);
  expect((await six.moved()).map(({ ended }) => ended)).not.toEqual([undefined]);
});

const containers = ["web", "api", "db", "aside"] as const;

test.each<readonly [string, Over, readonly string[], readonly string[]]>([
  ["a bridge of another name", { front: { bridge_name: "br-front" } }, [], ["brief web", "brief api", "brief db"]],
  ["an interface with another MAC address", { api: { mac: "02:00:00:00:00:07" } }, [], ["replaced api"]],
  ["a namespace replaced around a running program", {}, ["--replace", "netweft_namespace.api"], ["replaced api"]],
])("%s: exactly the endpoints named by the plan lose packets", async (_, over, args, expected) => {
  const all = new Map<string, Streams>();
  for (const [n, name] of containers.entries()) all.set(name, await streams(name, "outside", ["192.0.2.2"], 7000 + n));
  declare(stack(over));
  expect(await foretold(...args)).toEqual(expected);
  all.forEach((one) => one.resent());
  await run(0, "apply", "--auto-approve", ...args);
  const disturbed: string[] = [];
  for (const [name, one] of all) {
    const [flow] = await one.moved();
    if (flow!.ended !== undefined || one.resent() > 0) disturbed.push(name);
  }
  expect(disturbed).toEqual(expected.map((line) => line.split(" ")[1]));
  await run(0, "plan", "--detailed-exitcode");
});
