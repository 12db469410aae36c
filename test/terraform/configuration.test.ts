/** Parts of Terraform's language that reach the provider: its blocks, its data source and functions, unknown values, and bad input. */
import { actions, attributesIn, driftIn } from "../support/terraform-json";
import { shopOf, SHOP } from "../support/terraform-stacks";
import { memories, openWorkspace, type Workspace } from "../support/terraform";
import { withoutForwarding } from "../support/world";

const network = (name: string, more: object = {}) => ({ name, ...more });

describe.each(memories)("%s", (way) => {
  let workspace: Workspace;
  let file: { readonly file: string };
  beforeAll(async () => {
    workspace = await openWorkspace(way);
    file = workspace.provider["simulated"] as typeof file;
  });
  afterEach(async () => {
    await workspace.run(0, "destroy", "-auto-approve");
    expect(withoutForwarding(await workspace.lines())).toEqual([]);
  });
  afterAll(() => workspace.close());

  test("two uplinks are in the provider block: their routes and rules are repaired, changed and removed with the endpoint", async () => {
    await workspace.set("local - link up0 type device mtu 1500 mac 02:00:00:00:00:01 up");
    await workspace.set("local - link up1 type device mtu 1500 mac 02:00:00:00:00:02 up");
    await workspace.set("local - addr 192.0.2.1/24 dev up0");
    await workspace.set("local - addr 198.51.100.1/24 dev up1");
    const shop = shopOf({ endpoint: { publish: [] } }).resource as { readonly netweft_endpoint: { readonly web: object } };
    const web = { ...shop.netweft_endpoint.web, publish: [{ host_port: 8080, port: 80 }] };
    const configure = (more: object) =>
      workspace.configure({
        provider: {
          netweft: {
            ...workspace.provider,
            ...more,
            hosts: {
              local: {
                uplinks: [
                  { dev: "up0", gateways: ["192.0.2.254"] },
                  { dev: "up1", gateways: ["198.51.100.254"] },
                ],
              },
            },
          },
        },
        resource: { ...shop, netweft_endpoint: { ...shop.netweft_endpoint, web } },
      });
    configure({});
    await workspace.apply();
    await workspace.isQuiet();
    const rule = "local - rule ip 1561 fwmark 0x2000000/0xf000000 lookup 15602";
    await workspace.unset(rule);
    expect(Object.values(driftIn(await workspace.plan(2)))).toEqual([[`- ${rule}`]]);
    await workspace.apply();
    expect(await workspace.lines()).toContain(rule);
    configure({ mark_mask: "0xf0" });
    await workspace.apply();
    await workspace.isQuiet();
    expect((await workspace.lines()).filter((line) => line.includes("fwmark"))).toEqual(
      ["0x10/0xf0 iif up0", "0x20/0xf0 iif up1"]
        .flatMap((mark) => expect.stringContaining(mark) as string)
        .concat(["0x10/0xf0 lookup 15601", "0x20/0xf0 lookup 15602"].map((mark) => expect.stringContaining(mark) as string)),
    );
    await workspace.run(0, "destroy", "-auto-approve");
    for (const dev of ["up0", "up1"]) await workspace.unset((await workspace.lines()).find((line) => line.includes(` link ${dev} `))!);
  });

  test("a host that is made a router stays closed between its links: the chain is repaired, opened, and removed with the last network", async () => {
    await workspace.set("local - link up0 type device mtu 1500 mac 02:00:00:00:00:01 up");
    await workspace.set("local - link lan0 type device mtu 1500 mac 02:00:00:00:00:02 up");
    await workspace.set("local - sysctl net.ipv4.ip_forward = 0");
    const one = { one: network("one", { subnets: ["10.8.0.0/24"] }) };
    const configure = (networks: object, more: object = {}) =>
      workspace.configure({ provider: { netweft: { ...workspace.provider, ...more } }, resource: { netweft_bridge_network: networks } });
    configure(one);
    await workspace.apply();
    configure({ ...one, two: network("two", { subnets: ["10.9.0.0/24"] }) });
    await workspace.apply();
    await workspace.isQuiet();
    const closed = async () => (await workspace.lines()).filter((line) => line.startsWith("local - chain closed "));
    const [chain] = await closed();
    expect(chain).toContain('meta nfproto ipv4 iifname { "lan0", "up0" } oifname { "lan0", "up0" } drop');
    await workspace.unset(chain!);
    expect(new Set(Object.values(driftIn(await workspace.plan(2))).flat())).toEqual(new Set([`- ${chain!}`]));
    await workspace.apply();
    expect(await closed()).toEqual([chain]);
    configure({ two: network("two", { subnets: ["10.9.0.0/24"] }) });
    await workspace.apply();
    expect(await closed()).toEqual([chain]);
    configure({ two: network("two", { subnets: ["10.9.0.0/24"] }) }, { host_forwarding: "open" });
    await workspace.apply();
    await workspace.isQuiet();
    expect(await closed()).toEqual(["local - chain closed type filter hook forward priority 0 { }"]);
    await workspace.run(0, "destroy", "-auto-approve");
    for (const dev of ["up0", "lan0"]) await workspace.unset((await workspace.lines()).find((line) => line.includes(` link ${dev} `))!);
  });

  test("two provider blocks are two stacks: each has its own marks and hosts", async () => {
    const other = { alias: "other", stack: "other", simulated: file, hosts: { far: {} } };
    workspace.configure({
      provider: { netweft: [workspace.provider, other] },
      resource: { netweft_bridge_network: { one: network("one"), two: network("two", { host: "far", provider: "netweft.other" }) } },
    });
    await workspace.apply();
    await workspace.isQuiet();
    const links = (await workspace.lines(true)).filter((line) => line.includes(" type bridge "));
    expect(links.map((line) => /^(\S+) .*# (\S+)$/.exec(line)!.slice(1))).toEqual([
      ["far", "netweft:other:netweft_bridge_network:two"],
      ["local", "netweft:shop:netweft_bridge_network:one"],
    ]);
  });

  test("hosts and stack from another resource are unknown in the plan, and known in the apply", async () => {
    const configure = (input: object) =>
      workspace.configure({
        provider: {
          netweft: {
            stack: "${terraform_data.site.output.stack}",
            simulated: file,
            hosts: { local: { underlay: "${terraform_data.site.output.underlay}" } },
          },
        },
        resource: {
          terraform_data: { site: { input } },
          netweft_overlay_network: { mesh: { name: "mesh", vni: 42, subnets: ["10.20.0.0/24"], members: ["local"] } },
          ...shopOf().resource,
        },
      });
    configure({ stack: "shop", underlay: "192.0.2.1" });
    const plan = await workspace.plan(2);
    expect(plan.resource_changes!.find(({ address }) => address === "netweft_bridge_network.front")!.change.after).not.toHaveProperty(
      "bridge_name",
    );
    await workspace.run(0, "apply", "plan");
    await workspace.isQuiet();
    configure({ stack: "shop", underlay: "192.0.2.9" });
    const changed = await workspace.run(2, "plan", "-detailed-exitcode", "-out=plan");
    expect(changed.said).toContain("unknown-provider-configuration");
    await workspace.run(0, "apply", "plan");
    await workspace.apply();
    await workspace.isQuiet();
    expect((await workspace.lines()).some((line) => line.includes("vxlan vni 42 local 192.0.2.9"))).toBe(true);
  });

  test("a data source reads a host, and functions need none", async () => {
    workspace.configure({
      data: { netweft_host: { here: {} } },
      output: {
        kernel: { value: "${data.netweft_host.here.kernel}" },
        name: { value: '${provider::netweft::ifname("br-", "customer-facing-network")}' },
        mtu: { value: '${provider::netweft::vxlan_mtu(1500, "192.0.2.1", "none")}' },
      },
    });
    await workspace.run(0, "validate");
    await workspace.apply();
    const { outputs } = workspace.state();
    expect([outputs!["kernel"]!.value, outputs!["mtu"]!.value]).toEqual(["simulated", 1450]);
    expect(outputs!["name"]!.value).toMatch(/^br-.{1,12}$/);
    await workspace.run(0, "plan", "-detailed-exitcode");
    workspace.configure({ output: { mtu: { value: '${provider::netweft::vxlan_mtu(5, "nowhere", "none")}' } } });
    expect((await workspace.run(1, "validate")).said).toContain("must be an integer from 576 to 65535");
    workspace.configure({});
  });

  test("terraform test plans and applies runs of its own, and leaves nothing", async () => {
    workspace.configure({ ...shopOf(), output: { addresses: { value: "${netweft_endpoint.web.addresses}" } } });
    workspace.write(
      "shop.tftest.hcl",
      `run "plan" {
        command = plan
        assert {
          condition     = netweft_bridge_network.front.bridge_name == "nw-shop-front"
          error_message = "another name"
        }
      }
      run "apply" {
        assert {
          condition     = length(output.addresses) == 1 && length(netweft_endpoint.web.drift) == 0
          error_message = "not attached"
        }
      }`,
    );
    expect((await workspace.run(0, "test")).said).toContain("2 passed, 0 failed");
    workspace.remove("shop.tftest.hcl");
    expect(withoutForwarding(await workspace.lines())).toEqual([]);
  });

  test("a parallelism of one and of fifty yield the same result", async () => {
    const count = 12;
    workspace.configure({
      resource: {
        netweft_bridge_network: { front: network("front") },
        netweft_namespace: { web: { count, name: "web-${count.index}" } },
        netweft_endpoint: {
          web: { count, namespace: "${netweft_namespace.web[count.index].ref}", network: "${netweft_bridge_network.front}" },
        },
      },
    });
    const ends = async (parallelism: number) => {
      await workspace.apply(`-parallelism=${parallelism}`);
      await workspace.isQuiet();
      const addresses = [...attributesIn(workspace.state())].flatMap(([, { addresses }]) => (addresses as string[] | undefined) ?? []);
      const lines = (await workspace.lines()).map((line) => line.replace(/ (addr|addresses) .*| (10\.128|fd6e).*/, ""));
      return { addresses: addresses.sort(), lines };
    };
    const one = await ends(1);
    expect(new Set(one.addresses).size).toBe(2 * count);
    await workspace.run(0, "destroy", "-auto-approve", "-parallelism=1");
    expect(await ends(50)).toEqual(one);
  });

  test("all errors are reported at once, each with its attribute and its line, and never with a stack trace", async () => {
    workspace.configure({
      resource: {
        netweft_bridge_network: { front: network("front", { mtu: 12, subnets: ["10.8.0.0/33"], host_access: "some" }) },
        netweft_namespace: { web: network("We b") },
        netweft_overlay_network: { mesh: { name: "mesh", vni: 0, subnets: [], members: ["local"] } },
      },
    });
    const { said } = await workspace.run(1, "validate");
    for (const line of ['"mtu": 12', '"10.8.0.0/33"', '"host_access": "some"', '"name": "We b"', '"vni": 0', '"subnets": []'])
      expect(said).toMatch(new RegExp(`on main.tf.json line \\d+, in resource\\.\\S+ \\d+: ${line.replace(/[.[\]]/g, "\\$&")}`));
    expect(said.match(/Error: /g)!.length).toBeGreaterThanOrEqual(6);
    expect(said).not.toMatch(/\\.[jt]s:\\d+|at Object|did not respond/);
    await workspace.run(1, "plan");
    workspace.configure({});
  });

  test("an error in the provider block names its attribute, and so does a missing host", async () => {
    const wrong = {
      ...workspace.provider,
      stack: "No!",
      address_pools: [{ cidr: "10.0.0.0/40", size: 24 }],
      hosts: { local: { connection: "telnet" } },
    };
    workspace.configure({ ...shopOf(), provider: { netweft: wrong } });
    const { said } = await workspace.run(1, "plan");
    for (const part of ['"stack": "No!"', "in provider.netweft.address_pools[0]", "in provider.netweft.hosts.local"])
      expect(said).toContain(part);
    workspace.configure({ resource: { netweft_namespace: { web: network("web", { host: "moon" }) } } });
    expect((await workspace.run(1, "plan")).said).toContain('"moon"');
    workspace.configure({});
  });

  test("conflicts that Terraform cannot detect are errors of the apply: two owners of a port, an address, a name, a subnet", async () => {
    const on = (name: string, more: object) => ({
      namespace: `\${netweft_namespace.${name}.ref}`,
      network: "${netweft_bridge_network.front}",
      ...more,
    });
    const shop = shopOf().resource as Record<string, object>;
    const both = (more: object) => ({ resource: { ...shop, netweft_endpoint: { web: on("web", more), api: on("api", more) } } });
    for (const [more, code] of [
      [{ publish: [{ host_port: 80, port: 80 }] }, /duplicate-port|foreign-object/],
      [{ addresses: ["10.8.0.9"] }, /duplicate-address/],
      [{ name: "same" }, /duplicate-name/],
    ] as const) {
      workspace.configure(both(more));
      const { said } = await workspace.run(1, "apply", "-auto-approve");
      expect(said).toMatch(code);
      expect(said).not.toContain("bug in the provider");
    }
    workspace.configure(shopOf());
    await workspace.apply();
    await workspace.isQuiet();
    expect([...attributesIn(workspace.state()).keys()].sort()).toEqual(SHOP);
  });

  test("external changes are ignored with ignore_changes", async () => {
    workspace.configure(shopOf({ network: { lifecycle: { ignore_changes: ["mtu"] } } }));
    await workspace.apply();
    await workspace.set((await workspace.lines()).find((line) => line.includes(" link nw-shop-front "))!.replace("mtu 1500", "mtu 1400"));
    expect(actions(await workspace.plan(2)).filter((action) => action.includes("front"))).toEqual([]);
    await workspace.apply();
    await workspace.isQuiet();
  });
});
