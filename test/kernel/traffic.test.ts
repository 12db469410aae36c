/** What bridge networks accept and drop, with real packets: outbound, inbound, between networks, and to the host. */
import { writeFileSync } from "node:fs";
import { openFolder, type Folder } from "../support/folder";
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import { makeOutside } from "../support/outside";
import { openTraffic, type Traffic } from "../support/traffic";

insideLab();

const networks = {
  front: { subnets: ["10.8.0.0/24", "fd00:8::/64"] },
  back: { subnets: ["10.9.0.0/24", "fd00:9::/64"], accept_from: ["local/front"], host_access: "none" },
  inner: { subnets: ["10.10.0.0/24", "fd00:10::/64"], internal: true },
  apart: { subnets: ["10.11.0.0/24", "fd00:11::/64"], endpoint_isolation: true },
  plain: { subnets: ["10.12.0.0/24", "fd00:12::/64"], masquerade: false, accept_from: ["outside"] },
};

type Net = keyof typeof networks;
const n: Readonly<Record<Net, number>> = { front: 8, back: 9, inner: 10, apart: 11, plain: 12 };

const containers: Readonly<Record<string, readonly [Net, number, object?]>> = {
  web: [
    "front",
    2,
    {
      publish: [
        { host_port: 8080, port: 80 },
        { protocol: "udp", host_port: 8053, port: 53 },
        { host_ip: "192.0.2.1", host_port: 8443, port: 80 },
        { host_ip: "127.0.0.1", host_port: 9000, port: 80 },
        { host_port: 7000, port: 70, port_count: 3 },
      ],
    },
  ],
  api: ["front", 3],
  db: ["back", 2],
  vault: ["inner", 2],
  box: ["inner", 3],
  one: ["apart", 2],
  two: ["apart", 3],
  open: ["apart", 4, { isolated: false }],
  bare: ["plain", 2],
};

const v4 = (name: string) => `10.${n[containers[name]![0]]}.0.${containers[name]![1]}`;
const v6 = (name: string) => `fd00:${n[containers[name]![0]]}::${containers[name]![1]}`;

const stack = {
  resource: {
    netweft_bridge_network: Object.fromEntries(Object.entries(networks).map(([name, more]) => [name, { name, names: false, ...more }])),
    netweft_namespace: Object.fromEntries(Object.keys(containers).map((name) => [name, { name }])),
    netweft_endpoint: Object.fromEntries(
      Object.entries(containers).map(([name, [network, , more]]) => [
        name,
        {
          namespace: `\${netweft_namespace.${name}.ref}`,
          network: `\${netweft_bridge_network.${network}.ref}`,
          addresses: [v4(name), v6(name)],
          ...more,
        },
      ]),
    ),
  },
};

const setting = (path: string, value: string, netns?: string) =>
  netns === undefined
    ? writeFileSync(`/proc/sys/net/${path}`, value)
    : command(`nsenter --net=/run/netns/${netns} sysctl -qw net.${path.replaceAll("/", ".")}=${value}`);

let folder: Folder;
let traffic: Traffic;

beforeAll(async () => {
  emptyLab();
  makeOutside();
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
  folder.write(stack);
  await folder.run(0, "apply", "--auto-approve");
  traffic = openTraffic();
  const everywhere = (port: number) => ["0.0.0.0", "::"].map((address) => ({ protocol: "tcp", address, port }) as const);
  const udp = (port: number) => ["0.0.0.0", "::"].map((address) => ({ protocol: "udp", address, port }) as const);
  for (const name of [...Object.keys(containers), "out"]) await traffic.serve(name, ...everywhere(80), ...udp(53));
  await traffic.serve("web", ...everywhere(70), ...everywhere(72));
  await traffic.serve("-", ...everywhere(6000), ...everywhere(53), { protocol: "tcp", address: "127.0.0.1", port: 6001 });
});

afterAll(() => {
  traffic?.close();
  folder?.close();
  emptyLab();
});

const REFUSED = "refused";
const NOTHING = "";

/** Client, server, and the expected answer. */
type Row = readonly [who: string, protocol: "tcp" | "udp", address: string, port: number, answer: string];

function rows(table: readonly Row[]): void {
  test.each(table)("%s connects to %s %s port %i and is seen as '%s'", async (who, protocol, address, port, answer) =>
    expect(await traffic.ask(who, protocol, address, port)).toBe(answer),
  );
}

describe("outbound", () => {
  rows([
    ["web", "tcp", "192.0.2.2", 80, "192.0.2.1"],
    ["web", "udp", "192.0.2.2", 53, "192.0.2.1"],
    ["web", "tcp", "2001:db8::2", 80, "2001:db8::1"],
    ["bare", "tcp", "192.0.2.2", 80, v4("bare")],
    ["bare", "tcp", "2001:db8::2", 80, v6("bare")],
    ["vault", "tcp", "192.0.2.2", 80, NOTHING],
    ["vault", "udp", "192.0.2.2", 53, NOTHING],
    ["vault", "tcp", "2001:db8::2", 80, NOTHING],
  ]);
});

describe("inbound through a published port", () => {
  rows([
    ["out", "tcp", "192.0.2.1", 8080, "192.0.2.2"],
    ["out", "tcp", "2001:db8::1", 8080, "2001:db8::2"],
    ["out", "udp", "192.0.2.1", 8053, "192.0.2.2"],
    ["out", "udp", "2001:db8::1", 8053, "2001:db8::2"],
    ["out", "tcp", "192.0.2.1", 8443, "192.0.2.2"],
    ["out", "tcp", "2001:db8::1", 8443, REFUSED],
    ["out", "tcp", "192.0.2.1", 7000, "192.0.2.2"],
    ["out", "tcp", "192.0.2.1", 7002, "192.0.2.2"],
    ["out", "tcp", "192.0.2.1", 7003, REFUSED],
    ["out", "tcp", "192.0.2.1", 9000, REFUSED],
  ]);
});

describe("inbound from the host itself", () => {
  rows([
    ["-", "tcp", "127.0.0.1", 8080, "10.8.0.1"],
    ["-", "tcp", "127.0.0.1", 9000, "10.8.0.1"],
    ["-", "tcp", "192.0.2.1", 8080, "192.0.2.1"],
    ["-", "tcp", "2001:db8::1", 8080, "2001:db8::1"],
    ["-", "udp", "127.0.0.1", 8053, "10.8.0.1"],
    ["-", "tcp", "::1", 8080, REFUSED],
    ["-", "tcp", v4("vault"), 80, "10.10.0.1"],
    ["-", "tcp", v6("db"), 80, "fd00:9::1"],
  ]);
});

describe("inbound from other networks, even with host_access none", () => {
  rows([
    ["db", "tcp", "192.0.2.1", 8080, v4("db")],
    ["db", "tcp", "10.9.0.1", 8080, v4("db")],
    ["db", "tcp", "2001:db8::1", 8080, v6("db")],
    ["vault", "tcp", "192.0.2.1", 8080, NOTHING],
  ]);
});

describe.each(["0", "1"])("a published port from its own network, with bridge-nf-call at %s", (call) => {
  beforeAll(() => {
    setting("bridge/bridge-nf-call-iptables", call);
    setting("bridge/bridge-nf-call-ip6tables", call);
  });
  afterAll(() => {
    setting("bridge/bridge-nf-call-iptables", "1");
    setting("bridge/bridge-nf-call-ip6tables", "1");
  });
  rows([
    ["api", "tcp", "192.0.2.1", 8080, "10.8.0.1"],
    ["web", "tcp", "192.0.2.1", 8080, "10.8.0.1"],
    ["api", "udp", "192.0.2.1", 8053, "10.8.0.1"],
    ["api", "tcp", "2001:db8::1", 8080, "fd00:8::1"],
    ["web", "tcp", "2001:db8::1", 8080, "fd00:8::1"],
    ["api", "tcp", v4("web"), 80, v4("api")],
    ["one", "tcp", v4("two"), 80, NOTHING],
    ["open", "tcp", v4("two"), 80, v4("open")],
  ]);
});

describe("between networks", () => {
  rows([
    ["web", "tcp", v4("db"), 80, v4("web")],
    ["web", "tcp", v6("db"), 80, v6("web")],
    ["db", "tcp", v4("web"), 80, NOTHING],
    ["db", "tcp", v6("web"), 80, NOTHING],
    ["web", "udp", v4("db"), 53, v4("web")],
    ["db", "udp", v4("web"), 53, NOTHING],
    ["web", "tcp", v4("vault"), 80, NOTHING],
    ["vault", "tcp", v4("web"), 80, NOTHING],
    ["vault", "tcp", v6("web"), 80, NOTHING],
    ["out", "tcp", v4("web"), 80, NOTHING],
    ["out", "tcp", v6("web"), 80, NOTHING],
    ["out", "tcp", v4("vault"), 80, NOTHING],
    ["out", "tcp", v4("bare"), 80, "192.0.2.2"],
    ["out", "tcp", v6("bare"), 80, "2001:db8::2"],
    ["web", "tcp", v4("bare"), 80, NOTHING],
    ["box", "tcp", v4("vault"), 80, v4("box")],
  ]);
});

describe("to the host", () => {
  rows([
    ["web", "tcp", "10.8.0.1", 6000, v4("web")],
    ["web", "tcp", "fd00:8::1", 6000, v6("web")],
    ["web", "tcp", "192.0.2.1", 6000, v4("web")],
    ["db", "tcp", "10.9.0.1", 6000, NOTHING],
    ["db", "tcp", "192.0.2.1", 6000, NOTHING],
    ["db", "tcp", "fd00:9::1", 6000, NOTHING],
    ["db", "tcp", "10.9.0.1", 53, NOTHING],
    ["vault", "tcp", "10.10.0.1", 6000, NOTHING],
    ["vault", "tcp", "10.8.0.1", 6000, NOTHING],
    ["vault", "tcp", "10.10.0.1", 53, v4("vault")],
    ["vault", "tcp", "fd00:10::1", 53, v6("vault")],
  ]);

  test("a server on 127.0.0.1 is not reachable for a container that sends its own loopback addresses to the gateway", async () => {
    setting("ipv4/conf/eth0/route_localnet", "1", "api");
    ipBatch(["route del local 127.0.0.0/8 dev lo table local", "route del local 127.0.0.1 dev lo table local"], "api");
    ipBatch(["route add 127.0.0.0/8 via 10.8.0.1"], "api");
    expect(await traffic.ask("-", "tcp", "127.0.0.1", 6001)).toBe("127.0.0.1");
    expect(await traffic.ask("api", "tcp", "127.0.0.1", 6001)).toBe(NOTHING);
    expect(await traffic.ask("api", "tcp", "127.0.0.1", 9000)).toBe(NOTHING);
  });
});

describe("isolated endpoints", () => {
  rows([
    ["one", "tcp", v4("two"), 80, NOTHING],
    ["one", "tcp", v6("two"), 80, NOTHING],
    ["one", "tcp", v4("open"), 80, v4("one")],
    ["open", "tcp", v6("two"), 80, v6("open")],
    ["one", "tcp", "192.0.2.2", 80, "192.0.2.1"],
  ]);

  test("do not reach each other through the gateway either", async () => {
    for (const [name, other] of [
      ["one", "two"],
      ["two", "one"],
      ["one", "open"],
      ["open", "one"],
    ] as const)
      ipBatch([`route add ${v4(other)}/32 via 10.11.0.1`, `route add ${v6(other)}/128 via fd00:11::1`], name);
    expect(await traffic.ask("one", "tcp", v4("two"), 80)).toBe(NOTHING);
    expect(await traffic.ask("one", "tcp", v6("two"), 80)).toBe(NOTHING);
    expect(await traffic.ask("one", "tcp", v4("open"), 80)).toBe(v4("one"));
    expect(await traffic.ask("open", "tcp", v6("one"), 80)).toBe(v6("open"));
  });
});

test("rules deleted by a flush are reported as drift one by one, and restored", async () => {
  command("nft flush ruleset");
  expect(await traffic.ask("db", "tcp", v4("web"), 80)).not.toBe(NOTHING);
  const { stdout } = await folder.run(2, "drift", "--detailed-exitcode");
  for (const lost of [
    "table inet netweft",
    "oifname vmap @to",
    "element publish4-any tcp . 8080 : 10.8.0.2 . 80",
    "masquerade4 10.8.0.0/24",
  ])
    expect(stdout).toContain(lost);
  await folder.run(0, "apply", "--auto-approve");
  // The routes that tests before have added are there still.
  await folder.run(0, "drift", "--fail-on", "outage,degraded,cosmetic");
  expect(await traffic.ask("db", "tcp", v4("web"), 80)).toBe(NOTHING);
  expect(await traffic.ask("out", "tcp", "192.0.2.1", 8080)).toBe("192.0.2.2");
});

describe("connections admitted by a rule that is deleted", () => {
  /** The kernel's conntrack entries, by client and service. */
  const tracked = () =>
    [...command("conntrack -L").matchAll(/^(tcp|udp) .*?src=(\S+) dst=(\S+) sport=\d+ dport=(\d+)/gm)].map(([, ...words]) =>
      words.join(" "),
    );
  const changed = (networksToo: object, web: object) => {
    const { netweft_bridge_network: net, netweft_endpoint: endpoint, ...rest } = stack.resource;
    return {
      resource: {
        ...rest,
        netweft_bridge_network: { ...net, back: { ...net["back"], ...networksToo } },
        netweft_endpoint: { ...endpoint, web: { ...endpoint["web"], ...web } },
      },
    };
  };

  test("end, and no others; the plan names them", async () => {
    command("conntrack -F");
    await traffic.ask("out", "tcp", "192.0.2.1", 8080);
    await traffic.ask("out", "udp", "192.0.2.1", 8053);
    await traffic.ask("out", "tcp", "192.0.2.1", 8443);
    await traffic.ask("web", "tcp", v4("db"), 80);
    await traffic.ask("web", "tcp", v6("db"), 80);
    await traffic.ask("db", "tcp", "192.0.2.2", 80);
    const ending = ["tcp 192.0.2.2 192.0.2.1 8080", "udp 192.0.2.2 192.0.2.1 8053", `tcp ${v4("web")} ${v4("db")} 80`];
    const staying = ["tcp 192.0.2.2 192.0.2.1 8443", `tcp ${v4("db")} 192.0.2.2 80`];
    expect(tracked()).toEqual(expect.arrayContaining([...ending, ...staying]));
    const publish = [
      { protocol: "udp", host_port: 8053, port: 54 },
      { host_ip: "192.0.2.1", host_port: 8443, port: 80 },
    ];
    folder.write(changed({ accept_from: [] }, { publish }));
    const { stdout } = await folder.run(2, "plan", "--detailed-exitcode");
    for (const flow of [
      `flow tcp port 8080 via ${v4("web")} port 80`,
      `flow udp port 8053 via ${v4("web")} port 53`,
      "flow from 10.8.0.0/24 to 10.9.0.0/24",
      "flow from fd00:8::/64 to fd00:9::/64",
    ])
      expect(stdout).toContain(flow);
    expect(stdout).not.toMatch(/flow .*8443/);
    await folder.run(0, "apply", "--auto-approve");
    const left = tracked();
    expect(ending.filter((one) => left.includes(one))).toEqual([]);
    expect(staying.filter((one) => !left.includes(one))).toEqual([]);
  });
});
