/** Networks beside the configuration of other programs on a host: their routes, their firewalls, their traffic. */
import { spawn, type ChildProcess } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { openFolder, type Folder } from "../support/folder";
import { emptyFirewalls, nft, VARIANTS } from "../support/firewalls";
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import { makeOutside } from "../support/outside";
import { openTraffic, type Traffic } from "../support/traffic";

insideLab();

let folder: Folder;
let traffic: Traffic;
const children: ChildProcess[] = [];

beforeEach(() => {
  emptyLab();
  emptyFirewalls();
  makeOutside();
  traffic = openTraffic();
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
});
afterEach(() => {
  traffic.close();
  for (const child of children.splice(0)) process.kill(-child.pid!, "SIGKILL");
  folder.close();
  emptyFirewalls();
  emptyLab();
});

/** An endpoint of the namespace on the network. */
function endpoint(namespace: string, network: string, more: object = {}): object {
  return { namespace: `\${netweft_namespace.${namespace}.ref}`, network: `\${netweft_bridge_network.${network}.ref}`, ...more };
}

/** Networks by name, and namespaces with their endpoints. */
function stack(networks: Readonly<Record<string, object>>, endpoints: Readonly<Record<string, object>>): object {
  const netns = [...new Set(Object.keys(endpoints).map((name) => name.split("-")[0]!))];
  return {
    resource: {
      netweft_bridge_network: Object.fromEntries(Object.entries(networks).map(([name, more]) => [name, { name, names: false, ...more }])),
      netweft_namespace: Object.fromEntries(netns.map((name) => [name, { name }])),
      netweft_endpoint: endpoints,
    },
  };
}

async function apply(configuration: object): Promise<string> {
  folder.write(configuration);
  return (await folder.run(0, "apply", "--auto-approve")).stderr;
}

async function expectInStep(): Promise<void> {
  await folder.run(0, "plan", "--detailed-exitcode");
}

/** Starts a program in a namespace; it is killed after the test. */
function start(netns: string, ...args: readonly string[]): void {
  children.push(spawn("nsenter", [`--net=/run/netns/${netns}`, ...args], { stdio: "ignore", detached: true }));
}

/** Waits for a condition, for at most half a minute. */
async function eventually(isSo: () => boolean): Promise<boolean> {
  for (let n = 0; n < 300 && !isSo(); n++) await new Promise((resolve) => setTimeout(resolve, 100));
  return isSo();
}

/** The address of an endpoint. */
async function allocated(name: string): Promise<string> {
  const { stdout } = await folder.run(0, "state", "show", `netweft_endpoint.${name}`);
  return /addresses\s*=\s*\["([^"]+)"/.exec(stdout)![1]!;
}

describe("less specific routes", () => {
  const networks = { front: { subnets: ["10.10.0.0/24"] }, back: {} };
  const endpoints = {
    "web-0": endpoint("web", "front", { addresses: ["10.10.0.2"] }),
    "api-0": endpoint("api", "front", { addresses: ["10.10.0.3"] }),
    "db-0": endpoint("db", "back"),
  };

  test("a network is allocated, created and used beside a VPN's default route in two halves and a data centre's aggregate route", async () => {
    ipBatch(["link add tun0 type veth peer name tun1", "link set tun0 up", "link set tun1 up", "addr add 10.8.0.2/24 dev tun0"]);
    const routes = ["0.0.0.0/1", "128.0.0.0/1", "10.0.0.0/8"].map((destination) => `route add ${destination} via 10.8.0.1 dev tun0`);
    ipBatch([...routes, "route add 10.0.0.0/8 via 10.8.0.1 dev tun0 table 100"]);
    await apply(stack(networks, endpoints));
    await traffic.serve("web", { protocol: "tcp", address: "0.0.0.0", port: 80 });
    await traffic.serve("db", { protocol: "tcp", address: "0.0.0.0", port: 80 });
    expect(await traffic.ask("api", "tcp", "10.10.0.2", 80)).toBe("10.10.0.3");
    expect(await traffic.ask("-", "tcp", "10.10.0.2", 80)).toBe("10.10.0.1");
    expect(await traffic.ask("-", "tcp", await allocated("db-0"), 80)).toMatch(/^10\./);
    await expectInStep();
  });

  test("an applied stack can be planned and changed after a VPN comes up", async () => {
    await apply(stack(networks, endpoints));
    ipBatch(["link add tun0 type veth peer name tun1", "link set tun0 up", "link set tun1 up", "addr add 10.8.0.2/24 dev tun0"]);
    command("ip route add 0.0.0.0/1 via 10.8.0.1 dev tun0");
    command("ip route add 10.10.0.128/25 via 10.8.0.1 dev tun0");
    await expectInStep();
    expect(await apply(stack({ ...networks, front: { subnets: ["10.10.0.0/24"], mtu: 1400 } }, endpoints))).toContain("10.10.0.128/25");
  });
});

describe("a container on an internal network and another one", () => {
  const networks = { priv: { subnets: ["10.10.0.0/24"], internal: true }, pub: { subnets: ["10.11.0.0/24"] } };
  const onBoth = (more: object) => ({
    "web-0": endpoint("web", "priv"),
    "web-1": endpoint("web", "pub", { interface: "eth1", ...more }),
  });

  test("uses the network with external access", async () => {
    expect(await apply(stack(networks, onBoth({})))).toContain("Namespace without a default route");
    expect(await apply(stack(networks, onBoth({ default_route: true })))).not.toContain("default route");
    await traffic.serve("out", { protocol: "tcp", address: "192.0.2.2", port: 80 });
    expect(await traffic.ask("web", "tcp", "192.0.2.2", 80)).toBe("192.0.2.1");
    await expectInStep();
  });

  test("answers accepted networks from its internal network", async () => {
    await apply(
      stack(
        { ...networks, priv: { ...networks.priv, accept_from: ["local/pub"] } },
        { "web-0": endpoint("web", "priv", { addresses: ["10.10.0.2"] }), "api-0": endpoint("api", "pub") },
      ),
    );
    await traffic.serve("web", { protocol: "tcp", address: "0.0.0.0", port: 80 });
    expect(await traffic.ask("api", "tcp", "10.10.0.2", 80)).toMatch(/^10\.11\.0\./);
    await expectInStep();
  });
});

describe("a device that sends UDP continuously from one port", () => {
  const front = { front: { subnets: ["10.10.0.0/24", "fd00:10::/64"] } };
  const log = (more: object) => stack(front, { "log-0": endpoint("log", "front", { addresses: ["10.10.0.10", "fd00:10::10"], ...more }) });
  const published = log({ publish: [{ protocol: "udp", host_port: 5514, port: 514 }] });
  const ends = { 4: ["UDP4-SENDTO:192.0.2.1:5514", "UDP4-RECV:514"], 6: ["UDP6-SENDTO:[2001:db8::1]:5514", "UDP6-RECV:514"] } as const;

  function send(family: 4 | 6): void {
    start("out", "sh", "-c", `while sleep 0.2; do echo x; done | socat -u STDIN ${ends[family][0]},sourceport=4000`);
  }

  /** Whether packets arrive at the container from now on. */
  async function arrives(family: 4 | 6): Promise<boolean> {
    const file = join(folder.path, `received-${children.length}`);
    start("log", "socat", "-u", ends[family][1], `OPEN:${file},creat`);
    return eventually(() => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0);
  }

  test.each([4, 6] as const)("over IPv%d reaches a port that is published later, and one whose endpoint was recreated", async (family) => {
    const isTracked = () => command(`conntrack -L -f ipv${family} -p udp --orig-port-dst 5514`).includes("dport=5514");
    await apply(log({}));
    send(family);
    expect(await eventually(isTracked)).toBe(true);
    await apply(published);
    expect(await arrives(family)).toBe(true);
    await apply(stack(front, {}));
    expect(await eventually(isTracked)).toBe(true);
    await apply(published);
    expect(await arrives(family)).toBe(true);
    await expectInStep();
  });
});

test("a name server published on every address does not hide the networks' own name servers", async () => {
  const networks = { front: { subnets: ["10.10.0.0/24"], names: true }, back: { subnets: ["10.11.0.0/24"], names: true } };
  const publish = (["udp", "tcp"] as const).map((protocol) => ({ protocol, host_port: 53, port: 53 }));
  const endpoints = {
    "web-0": endpoint("web", "front", { addresses: ["10.10.0.10"] }),
    "api-0": endpoint("api", "front"),
    "hole-0": endpoint("hole", "back", { addresses: ["10.11.0.53"], publish }),
  };
  expect(await apply(stack(networks, endpoints))).toBe("");
  await traffic.serve("hole", { protocol: "udp", address: "0.0.0.0", port: 53 }, { protocol: "tcp", address: "0.0.0.0", port: 53 });
  expect(command("ip netns exec api busybox nslookup -type=a web.front 10.10.0.1")).toContain("10.10.0.10");
  expect(await traffic.ask("out", "udp", "192.0.2.1", 53)).toBe("192.0.2.2");
  expect(await traffic.ask("out", "tcp", "192.0.2.1", 53)).toBe("192.0.2.2");
  const { stderr } = await folder.run(0, "plan", "--detailed-exitcode");
  expect(stderr).toBe("");
});

describe("a firewall that drops packets to the host itself", () => {
  const dual = { subnets: ["10.10.0.0/24", "fd00:10::/64"], names: true };
  const endpoints = { "web-0": endpoint("web", "front", { addresses: ["10.10.0.10", "fd00:10::10"] }), "api-0": endpoint("api", "front") };
  const names = (more: object = {}) => ({ ...stack({ front: dual }, endpoints), ...more });
  const cooperating = { provider: { netweft: { host_firewall: "cooperate" } } };

  /** Whether `api` resolves `web` through either of the gateways, and gets an answer from the IPv6 gateway, as far as the firewall accepts it. */
  function finds(gateway: string): boolean {
    return answers(`ip netns exec api timeout 3 busybox nslookup -type=a web.front ${gateway}`);
  }
  function answers(line: string): boolean {
    try {
      command(line);
      return true;
    } catch {
      return false;
    }
  }
  const gateways = ["10.10.0.1", "fd00:10::1"];
  const commandsIn = (text: string) => [...text.replaceAll("\n", " ").matchAll(/`((?:nft|ip6?tables)[^`]*)`/g)].map((match) => match[1]!);

  function drops(variant: (typeof VARIANTS)[number]): void {
    for (const program of ["iptables", "ip6tables"]) {
      command(`${program}-${variant} -w -P INPUT DROP`);
      command(`${program}-${variant} -w -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`);
      command(`${program}-${variant} -w -A INPUT -i lo -j ACCEPT`);
    }
  }

  test("is detected in an nft ruleset, with commands that accept DNS and neighbour discovery", async () => {
    nft(
      'table inet host { chain input { type filter hook input priority 0; policy drop; ct state established,related accept; iifname "lo" accept; tcp dport 22 accept; }; }',
    );
    const said = await apply(names());
    expect(said).toContain("input-dropped");
    expect(gateways.map(finds)).toEqual([false, false]);
    for (const line of commandsIn(said)) nft(line.replace(/^nft /, ""));
    expect(gateways.map(finds)).toEqual([true, true]);
    expect((await folder.run(0, "plan", "--detailed-exitcode")).stderr).toBe("");
  });

  test.each(VARIANTS)("of iptables-%s gets accepting rules of ours in cooperative mode, and is restored in the end", async (variant) => {
    const before = () => command(`iptables-${variant} -S INPUT`) + command(`ip6tables-${variant} -S INPUT`);
    drops(variant);
    const untouched = before();
    const said = await apply(names());
    expect(said).toContain("input-dropped");
    expect(gateways.map(finds)).toEqual([false, false]);
    expect(await apply(names(cooperating))).toBe("");
    expect(gateways.map(finds)).toEqual([true, true]);
    expect(before()).not.toBe(untouched);
    await expectInStep();
    await folder.run(0, "drift", "--detailed-exitcode");
    await folder.run(0, "destroy", "--auto-approve");
    expect(before()).toBe(untouched);
  });
});

describe("a VXLAN device left behind by another program", () => {
  const overlay = {
    provider: { netweft: { hosts: { local: { underlay: "192.0.2.1" } } } },
    resource: { netweft_overlay_network: { mesh: { name: "mesh", vni: 42, subnets: ["10.20.0.0/24"], members: ["local"], names: false } } },
  };

  test("in another namespace is an error with commands to find it, and the network is created once it is gone", async () => {
    ipBatch(["netns add sand", "link add vx0 type vxlan id 42 dstport 4789 local 192.0.2.1", "link set vx0 netns sand"]);
    folder.write(overlay);
    expect((await folder.run(1, "apply", "--auto-approve")).stderr).toContain("lsns -t net");
    expect(command("ip -n sand -d link show type vxlan")).toContain("vx0");
    ipBatch(["link del vx0"], "sand");
    await apply(overlay);
    await expectInStep();
  });

  test("that receives the packets of all networks is an error of the plan", async () => {
    ipBatch(["link add cil type vxlan external dstport 4789", "link set cil up"]);
    folder.write(overlay);
    const { stderr } = await folder.run(1, "plan");
    expect(stderr).toContain("tunnel-clash");
    expect(stderr).toContain("cil");
    ipBatch(["link del cil"]);
    await apply(overlay);
  });
});
