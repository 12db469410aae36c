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
/** What the network in use is beside the plain stack: each test changes it further. */
let now: Over = {};
const open: Streams[] = [];

beforeAll(async () => {
  emptyLab();
  outside();
  folder = mkdtempSync(join(tmpdir(), "netweft-in-use-"));
  await returned();
});
afterAll(() => {
  open.splice(0).forEach((streams) => streams.close());
  rmSync(folder, { recursive: true });
  emptyLab();
});

/** The plain stack is applied again, and has no connections. */
async function returned(): Promise<void> {
  open.splice(0).forEach((streams) => streams.close());
  now = {};
  change({});
  await run(0, "apply", "--auto-approve");
}

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

/** Declares these attributes beside the current ones. */
function change(over: Over): void {
  const parts = [...new Set([...Object.keys(now), ...Object.keys(over)])] as (keyof Over)[];
  now = Object.fromEntries(parts.map((part) => [part, { ...now[part], ...over[part] }]));
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(stack(now)));
}

function run(code: number, ...args: readonly string[]): Promise<Ran> {
  return netweftExits(code, args, { cwd: folder, env: { NETWEFT_BACKEND: "iproute2" } });
}

/** A connection per address. */
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
 * Changes in place, one after the other, and their impact in the plan. An IPv4 gateway is deleted before another one of its subnet is
 * added: the kernel would otherwise delete the new one together with the old one.
 */
const inPlace: readonly (readonly [what: string, over: Over, expected: readonly string[]])[] = [
  [
    "labels, a smaller mtu, another IPv6 gateway, isolation of others, and aliases",
    {
      front: { labels: { team: "shop" }, mtu: 1400, gateways: ["10.8.0.1", "fd00:8::fe"] },
      web: { aliases: ["shop", "www"] },
      api: { isolated: true },
      db: { isolated: true },
    },
    [],
  ],
  [
    "a larger mtu, less host access, no masquerading, published ports, and rates",
    {
      front: { mtu: 9000, host_access: "none", masquerade: false },
      web: { publish: [{ host_port: 8080, port: 80 }], ingress_rate: "200mbit", egress_rate: "200mbit" },
      api: { publish: [{ host_port: 8081, port: 80 }], ingress_rate: "100mbit" },
    },
    [],
  ],
  ["another IPv4 gateway", { front: { gateways: ["10.8.0.254", "fd00:8::fe"] } }, ["brief web", "brief api", "brief db"]],
  [
    "the spanning tree protocol, isolation of all, another accepted network, and two addresses less",
    {
      front: { stp: true, endpoint_isolation: true, accept_from: ["outside", "local/back"] },
      web: { isolated: false },
      db: { addresses: [] },
    },
    ["replaced db 10.8.0.12 fd00:8::12"],
  ],
  [
    "two more subnets, two more addresses, and no names",
    {
      front: {
        subnets: ["10.8.0.0/24", "fd00:8::/64", "10.7.0.0/24", "fd00:7::/64"],
        gateways: ["10.8.0.254", "fd00:8::fe", "10.7.0.1", "fd00:7::1"],
        names: false,
      },
      web: { aliases: [] },
      api: { addresses: ["10.8.0.11", "fd00:8::11", "10.8.0.99", "fd00:8::99"] },
    },
    [],
  ],
];

describe("changes in place", () => {
  let across: Streams;
  let outwards: Streams;
  /** How long this machine lets every connection wait, because it is busy. */
  let elsewhere: Streams;
  beforeAll(async () => {
    across = await streams("web", "api", ["10.8.0.11", "fd00:8::11"]);
    outwards = await streams("outside", "web", ["10.8.0.10", "fd00:8::10"]);
    elsewhere = await streams("outside", "outside", ["127.0.0.1"], 7001);
  });

  test.each(inPlace)("%s: unaffected connections lose no packet", async (_, over, expected) => {
    const all = [across, outwards];
    change(over);
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
  });

  test("all of them together leave nothing to do", async () => {
    await run(0, "plan", "--detailed-exitcode");
  });
});

describe("exactly the endpoints named by the plan lose packets", () => {
  const containers = ["web", "api", "db", "aside"] as const;
  const all = new Map<string, Streams>();
  const opened = async (name: (typeof containers)[number]) =>
    all.set(name, await streams(name, "outside", ["192.0.2.2"], 7000 + containers.indexOf(name)));
  beforeAll(async () => {
    await returned();
    for (const name of containers) await opened(name);
  });

  test.each<readonly [string, Over, readonly string[], readonly string[]]>([
    ["a bridge of another name", { front: { bridge_name: "br-front" } }, [], ["brief web", "brief api", "brief db"]],
    ["an interface with another MAC address", { api: { mac: "02:00:00:00:00:07" } }, [], ["replaced api"]],
    ["a namespace replaced around a running program", {}, ["--replace", "netweft_namespace.api"], ["replaced api"]],
  ])("%s", async (_, over, args, expected) => {
    change(over);
    expect(await foretold(...args)).toEqual(expected);
    all.forEach((one) => one.resent());
    await run(0, "apply", "--auto-approve", ...args);
    const disturbed: string[] = [];
    for (const [name, one] of all) {
      const [flow] = await one.moved();
      if (flow!.ended !== undefined || one.resent() > 0) disturbed.push(name);
    }
    expect(disturbed).toEqual(expected.map((line) => line.split(" ")[1]));
    all.get("api")!.close();
    await opened("api");
  });

  test("nothing is left to do", async () => {
    await run(0, "plan", "--detailed-exitcode");
  });
});

test("deleting a subnet ends the connections of its own addresses and no others", async () => {
  const [four, six] = [await streams("web", "api", ["10.8.0.11"], 7010), await streams("web", "api", ["fd00:8::11"], 7011)];
  change({
    front: { subnets: ["10.8.0.0/24"] },
    web: { addresses: ["10.8.0.10"] },
    api: { addresses: ["10.8.0.11"] },
    db: { addresses: ["10.8.0.12"] },
  });
  expect(await foretold()).toEqual(["web", "api", "db"].map((name, n) => `replaced ${name} fd00:8::1${n}`));
  await run(0, "apply", "--auto-approve");
  expect((await four.moved()).map(({ ended }) => ended)).toEqual([undefined]);
  expect((await six.moved()).map(({ ended }) => ended)).not.toEqual([undefined]);
});
