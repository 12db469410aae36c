/** Containers with addresses out of the network that the host is on: neighbours of the host reach them there. */
import { openFolder, type Folder } from "../support/folder";
import { emptyFirewalls, likeDocker, nft } from "../support/firewalls";
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import { makeOutside } from "../support/outside";
import { openTraffic, type Traffic } from "../support/traffic";

insideLab();

const part = {
  subnets: ["192.0.2.64/26", "2001:db8:0:0:8::/80"],
  names: false,
  masquerade: false,
  accept_from: ["outside"],
};

function stack(network: object, addresses: readonly string[] = ["192.0.2.70", "2001:db8::8:0:0:70"]): object {
  return {
    provider: { netweft: { host_firewall: "cooperate" } },
    resource: {
      netweft_bridge_network: { front: { name: "front", ...part, ...network } },
      netweft_namespace: { web: { name: "web" } },
      netweft_endpoint: {
        web: { namespace: "${netweft_namespace.web.ref}", network: "${netweft_bridge_network.front.ref}", addresses },
      },
    },
  };
}

const proxied = { neighbor_proxy: "up0" };
let folder: Folder;
let traffic: Traffic;

beforeAll(async () => {
  emptyLab();
  emptyFirewalls();
  makeOutside();
  likeDocker("nft");
  nft("table inet theirs { chain forward { type filter hook forward priority 10; policy accept; ct state invalid drop; }; }");
  // Without a route by the host: the neighbour asks on the link.
  ipBatch(["route del default", "route del ::/0"], "out");
  ipBatch(["neigh add proxy 192.0.2.200 dev up0", "neigh add proxy 2001:db8::200 dev up0"]);
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
  folder.write(stack(proxied));
  await folder.run(0, "apply", "--auto-approve");
  traffic = openTraffic();
  await traffic.serve("web", { protocol: "tcp", address: "0.0.0.0", port: 80 }, { protocol: "tcp", address: "::", port: 80 });
  await traffic.serve("out", { protocol: "tcp", address: "0.0.0.0", port: 80 }, { protocol: "tcp", address: "::", port: 80 });
});

afterAll(() => {
  traffic?.close();
  folder?.close();
  emptyFirewalls();
  emptyLab();
});

/** The kernel delays what it answers for others (`proxy_delay`), by up to a second and more than a request waits. */
async function ask(who: string, address: string): Promise<string> {
  let answer = "";
  for (let n = 0; n < 20 && answer === ""; n++) answer = await traffic.ask(who, "tcp", address, 80);
  return answer;
}

test.each([
  ["out", "192.0.2.70", "192.0.2.2"],
  ["out", "2001:db8::8:0:0:70", "2001:db8::2"],
  ["web", "192.0.2.2", "192.0.2.70"],
  ["web", "2001:db8::2", "2001:db8::8:0:0:70"],
])("%s connects to %s on the link and is seen as %s", async (who, address, seen) => expect(await ask(who, address)).toBe(seen));

test("a missing entry, and a setting that is switched off, are drift; entries of others are left alone", async () => {
  await folder.run(0, "plan", "--detailed-exitcode");
  command("ip neigh del proxy 192.0.2.70 dev up0");
  command("sysctl -qw net.ipv6.conf.up0.proxy_ndp=0");
  const { stdout } = await folder.run(2, "drift", "--detailed-exitcode");
  expect(stdout).toContain("- local - proxy 192.0.2.70 dev up0");
  expect(stdout).toContain("net.ipv6.conf.up0.proxy_ndp");
  expect(stdout).not.toContain("192.0.2.200");
  await folder.run(0, "apply", "--auto-approve");
  await folder.run(0, "drift", "--detailed-exitcode");
  expect(await ask("out", "192.0.2.70")).toBe("192.0.2.2");
});

test("the address of an endpoint is changed in place with its entry", async () => {
  folder.write(stack(proxied, ["192.0.2.71", "2001:db8::8:0:0:71"]));
  await folder.run(0, "apply", "--auto-approve");
  expect(await ask("out", "192.0.2.71")).toBe("192.0.2.2");
  expect(await ask("out", "2001:db8::8:0:0:71")).toBe("2001:db8::2");
  expect(command("ip neigh show proxy")).not.toContain("192.0.2.70");
});

test("what an administrator configured by hand is imported as it is, and planned empty after the next apply", async () => {
  folder.write(stack(proxied, ["192.0.2.71", "2001:db8::8:0:0:71"]));
  await folder.run(0, "state", "rm", "netweft_endpoint.web");
  for (const address of ["192.0.2.71", "2001:db8::8:0:0:71"]) command(`ip neigh replace proxy ${address} dev up0 protocol static`);
  await folder.run(0, "import", "netweft_endpoint.web", "local/web/eth0");
  await folder.run(0, "apply", "--auto-approve");
  await folder.run(0, "plan", "--detailed-exitcode");
  expect(await ask("out", "2001:db8::8:0:0:71")).toBe("2001:db8::2");
});

test("without the attribute the plan is refused, and names it; so is a part in which the host has an address", async () => {
  await folder.run(0, "destroy", "--auto-approve");
  const left = command("ip neigh show proxy");
  expect(left.match(/^\S+/gm)).toEqual(["192.0.2.200", "2001:db8::200"]);
  expect(command("sysctl -n net.ipv6.conf.up0.proxy_ndp").trim()).toBe("1");
  folder.write(stack({}));
  const { stderr } = await folder.run(1, "plan");
  expect(stderr).toContain("overlapping-subnets");
  expect(stderr).toContain('neighbor_proxy = "up0"');
  folder.write(stack({ ...proxied, subnets: ["192.0.2.0/26", "2001:db8:0:0:8::/80"] }, ["192.0.2.10", "2001:db8::8:0:0:70"]));
  expect((await folder.run(1, "plan")).stderr).toContain("192.0.2.1");
});
