/** Which senders of router advertisements are accepted as IPv6 routers. */
import { openFolder, type Folder } from "../support/folder";
import { command, emptyLab, insideLab } from "../support/lab";
import { advertiseToAll, learnedIn } from "../support/router";

insideLab();

let folder: Folder;

beforeEach(() => {
  emptyLab();
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
});
afterEach(() => {
  folder.close();
  emptyLab();
});

const SAYS_ITSELF = { sysctls: { "net.ipv6.conf.eth0.accept_ra": "1" } };

/** Two namespaces on each network: one that advertises, and one that receives it. */
function stack(networks: Readonly<Record<string, object>>, listener: object = {}): object {
  const names = Object.keys(networks).flatMap((name) => [[name, `${name}-rogue`] as const, [name, `${name}-web`] as const]);
  return {
    resource: {
      netweft_bridge_network: Object.fromEntries(Object.entries(networks).map(([name, more]) => [name, { name, names: false, ...more }])),
      netweft_namespace: Object.fromEntries(names.map(([, name]) => [name, { name, ...(name.endsWith("-web") ? listener : {}) }])),
      netweft_endpoint: Object.fromEntries(
        names.map(([network, name]) => [
          name,
          { namespace: `\${netweft_namespace.${name}.ref}`, network: `\${netweft_bridge_network.${network}.ref}` },
        ]),
      ),
    },
  };
}

async function apply(configuration: object): Promise<void> {
  folder.write(configuration);
  await folder.run(0, "apply", "--auto-approve");
}

function local(netns: string): string {
  return /inet6 (fe80\S+)\//.exec(command(`ip -n ${netns} -6 addr show dev eth0 scope link`))![1]!;
}

/** The effect in `web` of an advertisement by `rogue`: a ping on the same path afterwards confirms its delivery. */
function heard(network: string): readonly string[] {
  const [rogue, web] = [`${network}-rogue`, `${network}-web`];
  command(`ip netns exec ${rogue} ping -6 -q -c 5 -i 0.3 -W 2 ${local(web)}%eth0`);
  advertiseToAll(rogue);
  command(`ip netns exec ${rogue} ping -6 -q -c 1 -W 5 ${local(web)}%eth0`);
  return learnedIn(web);
}

const networks = { four: { subnets: ["10.10.0.0/24"] }, dual: { subnets: ["10.11.0.0/24", "fd00:11::/64"] } };

describe("an endpoint that sends router advertisements", () => {
  test("is not a router for its neighbours, on networks without IPv6 either, unless two safeguards fail", async () => {
    await apply(stack(networks));
    expect([heard("four"), heard("dual")]).toEqual([[], []]);
    command("nft flush chain bridge netweft prerouting");
    expect([heard("four"), heard("dual")]).toEqual([[], []]);
    await folder.run(2, "drift", "--detailed-exitcode");
    await apply(stack(networks, SAYS_ITSELF));
    expect([heard("four"), heard("dual")]).toEqual([[], []]);
    expect(command("ip -6 route show default")).toBe("");
    await folder.run(0, "drift", "--detailed-exitcode");
  });

  test("is a router on a network that permits it, but never for the host nor against the namespace's settings", async () => {
    const open = { dual: { ...networks.dual, router_advertisements: true } };
    await apply(stack(networks));
    await apply(stack({ ...networks, ...open }));
    expect(heard("dual")).toEqual(["route", "address"]);
    expect(command("ip -6 route show default")).toBe("");
    await apply(stack({ ...networks, ...open }, { sysctls: { "net.ipv6.conf.default.accept_ra": "0" } }));
    expect(command("ip netns exec dual-web sysctl -n net.ipv6.conf.eth0.accept_ra").trim()).toBe("0");
    await apply(stack(networks));
    expect(learnedIn("dual-web")).not.toContain("route");
    expect(command("nft list set bridge netweft routers")).not.toContain("elements");
    expect(command("ip netns exec dual-rogue sysctl -n net.ipv6.conf.eth0.accept_ra").trim()).toBe("0");
    await folder.run(0, "plan", "--detailed-exitcode");
  });
});
