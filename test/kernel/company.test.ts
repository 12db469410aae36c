/** Networks in the company of what others do on a host: their routes, their firewalls, what they send already. */
import { openFolder, type Folder } from "../support/folder";
import { emptyFirewalls } from "../support/firewalls";
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import { makeOutside } from "../support/outside";
import { openTraffic, type Traffic } from "../support/traffic";

insideLab();

let folder: Folder;
let traffic: Traffic;

beforeEach(() => {
  emptyLab();
  emptyFirewalls();
  makeOutside();
  traffic = openTraffic();
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
});
afterEach(() => {
  traffic.close();
  folder.close();
  emptyFirewalls();
  emptyLab();
});

/** An endpoint of the namespace on the network. */
function endpoint(namespace: string, network: string, more: object = {}): object {
  return { namespace: `\${netweft_namespace.${namespace}.ref}`, network: `\${netweft_bridge_network.${network}.ref}`, ...more };
}

/** Networks by their names, and namespaces with the endpoints that each of them has. */
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

/** The address that an endpoint was given. */
async function allocated(name: string): Promise<string> {
  const { stdout } = await folder.run(0, "state", "show", `netweft_endpoint.${name}`);
  return /addresses\s*=\s*\["([^"]+)"/.exec(stdout)![1]!;
}

describe("routes that lead to more than a network", () => {
  const networks = { front: { subnets: ["10.10.0.0/24"] }, back: {} };
  const endpoints = {
    "web-0": endpoint("web", "front", { addresses: ["10.10.0.2"] }),
    "api-0": endpoint("api", "front", { addresses: ["10.10.0.3"] }),
    "db-0": endpoint("db", "back"),
  };

  test("a network is made, allocated and used beside a VPN's default route in two halves and a summary of a data centre", async () => {
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

  test("a stack that is applied can be planned and changed when a VPN comes up afterwards", async () => {
    await apply(stack(networks, endpoints));
    ipBatch(["link add tun0 type veth peer name tun1", "link set tun0 up", "link set tun1 up", "addr add 10.8.0.2/24 dev tun0"]);
    command("ip route add 0.0.0.0/1 via 10.8.0.1 dev tun0");
    command("ip route add 10.10.0.128/25 via 10.8.0.1 dev tun0");
    await expectInStep();
    expect(await apply(stack({ ...networks, front: { subnets: ["10.10.0.0/24"], mtu: 1400 } }, endpoints))).toContain("10.10.0.128/25");
  });
});
