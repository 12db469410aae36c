/** What a plan says of a host's routes that it sees and did not make. */
import { publishedWeb } from "../../support/published-web";
import { done, inLab, value, type Lab } from "../../support/world";

const LINKS = ["eth0", "eth1"].map((name, n) => `local - link ${name} type device mtu 1500 mac 02:00:00:00:00:0${n} up`);
const other = (type: string, state: string) => `local - link eth2 type ${type} mtu 1500 mac 02:00:00:00:00:09 ${state}`;

const published = (lab: Lab, host: object = {}) =>
  JSON.stringify({
    provider: { netweft: { ...lab.provider, hosts: { local: host } } },
    resource: publishedWeb({ host_port: 8080, port: 80 }),
  });

describe("a second link with an address of the internet and no default route", () => {
  const said = (lines: readonly string[], host?: object) =>
    inLab(async (lab) => {
      for (const line of [
        ...LINKS,
        "local - addr 5.9.1.2/26 dev eth0",
        "local - route default via 5.9.1.1 dev eth0 proto static",
        ...lines,
      ])
        await lab.set(line);
      const { diagnostics } = value(await lab.plan(published(lab, host))).plan;
      return diagnostics.filter(({ code }) => code === "replies-by-one-uplink").map(({ detail }) => detail);
    });

  test("is an uplink whose clients get no answer, with the entries to declare", async () => {
    const [detail, ...more] = await said(["local - addr 8.8.4.10/24 dev eth1"]);
    expect(more).toEqual([]);
    expect(detail).toContain('on "eth1" as well');
    expect(detail).toContain('{ dev = "eth0", gateways = ["5.9.1.1"], networks = ["5.9.1.0/26"] }');
    expect(detail).toContain('{ dev = "eth1", gateways = ["GATEWAY"], networks = ["8.8.4.0/24"] }');
  });

  test.each([
    ["a network of the host's own", ["local - addr 10.1.0.1/24 dev eth1"], {}],
    ["one with routes of its own", ["local - addr 8.8.4.10/24 dev eth1", "local - route 9.0.0.0/8 via 8.8.4.1 dev eth1 proto static"], {}],
    ["one that is down", [other("device", "down"), "local - addr 8.8.4.10/24 dev eth2"], {}],
    ["one that no packet arrives by", [other("dummy", "up"), "local - addr 8.8.4.10/24 dev eth2"], {}],
    ["one that was considered", ["local - addr 8.8.4.10/24 dev eth1"], { uplinks: [{ dev: "eth0", gateways: ["5.9.1.1"] }] }],
  ])("is not %s", async (_, lines, host) => expect(await said(lines, host)).toEqual([]));
});

test("a route that another stack has is a warning of the stack that declares it, too, and of no later plan", () =>
  inLab(async (lab) => {
    for (const line of [LINKS[0]!, "local - addr 192.0.2.1/24 dev eth0"]) await lab.set(line);
    const stack = JSON.stringify({
      provider: { netweft: lab.provider },
      resource: { netweft_route: { far: { destination: "10.77.0.0/16", via: "192.0.2.254" } } },
    });
    const said = async () => value(await lab.plan(stack)).plan.diagnostics.map(({ code, at }) => [code, at.resource]);
    expect(await said()).toEqual([]);
    await lab.set("local - route 10.77.0.0/16 via 192.0.2.254 dev eth0");
    expect(await said()).toEqual([["route-in-common", "netweft_route.far"]]);
    done(await lab.apply(stack));
    expect(await said()).toEqual([]);
  }));
