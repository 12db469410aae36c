import { done, inLab, value, type Lab } from "../../support/world";

const network = { front: { name: "front", subnets: ["10.8.0.0/24", "fd00:8::/64"] } };
const namespaces = { web: { name: "web" }, db: { name: "db" } };
const endpoint = (name: string) => ({ namespace: `\${netweft_namespace.${name}.ref}`, network: "${netweft_bridge_network.front.ref}" });

const text = (lab: Lab, resource: object) => JSON.stringify({ provider: { netweft: lab.provider }, resource });

/** A foreign port on our bridge, with an address of ours behind it. */
const thief = [
  "local - netns thief",
  "local - veth thief0 <> thief eth0 mtu 1500 mac 02:77:00:00:00:09 up",
  "local - port thief0 bridge nw-front",
  "local thief addr fd00:8::2/64 dev eth0",
];

test("an address that is in use elsewhere on the link is drift, and is added again once the other is gone", () =>
  inLab(async (lab) => {
    const stack = text(lab, { netweft_bridge_network: network, netweft_namespace: namespaces, netweft_endpoint: { web: endpoint("web") } });
    done(await lab.apply(stack));
    await lab.unset("local web addr fd00:8::2/64 dev eth0");
    for (const line of thief) await lab.set(line);
    const again = await lab.apply(stack);
    expect(again.diagnostics.map(({ code }) => code)).toContain("duplicate-detected");
    const { lines } = await lab.drift(stack);
    expect(lines.map(({ what, line, owners }) => [what, line, owners])).toContainEqual([
      "conflict",
      "local web addr fd00:8::2/64 dev eth0",
      ["netweft_endpoint.web"],
    ]);
    expect(value(await lab.plan(stack)).plan.changes.map(({ action, because }) => [action, because])).toEqual([["replace", "drift"]]);
    await lab.unset("local - netns thief");
    done(await lab.apply(stack));
    expect((await lab.drift(stack)).lines).toEqual([]);
  }));

test("host properties that a host network only shows are no change when another program changes the host", () =>
  inLab(async (lab) => {
    const stack = text(lab, { netweft_host_network: { host: {} } });
    done(await lab.apply(stack));
    await lab.set("local - link eth0 type device mtu 1500 mac 02:77:00:00:00:08 up");
    await lab.set("local - addr 192.0.2.7/24 dev eth0");
    const { plan } = value(await lab.plan(stack));
    expect(plan.resources.map(({ action, after }) => [action, after!["addresses"]])).toEqual([["no-op", ["192.0.2.7"]]]);
  }));

test("a plan that is limited to a target leaves drift elsewhere alone", () =>
  inLab(async (lab) => {
    const both = { web: endpoint("web"), db: endpoint("db") };
    const stack = text(lab, { netweft_bridge_network: network, netweft_namespace: namespaces, netweft_endpoint: both });
    done(await lab.apply(stack));
    await lab.unset("local db route default via 10.8.0.1 dev eth0");
    const { plan } = value(await lab.plan(stack, { targets: ["netweft_endpoint.web"] }));
    expect(plan.changes).toEqual([]);
  }));

test("a fact of an interrupted change has its owner once", () =>
  inLab(async (lab) => {
    const stack = (mtu: number, faults: readonly object[]) =>
      JSON.stringify({
        provider: { netweft: { simulated: { ...lab.provider.simulated, faults } } },
        resource: { netweft_bridge_network: { front: { ...network.front, mtu } } },
      });
    done(await lab.apply(stack(1500, [])));
    await lab.apply(stack(1400, [{ step: "set local - link nw-front" }]));
    const { lines } = await lab.drift(stack(1400, []));
    for (const { owners } of lines) expect(owners).toEqual(["netweft_bridge_network.front"]);
  }));

test("settings that others overwrite are written after those", () =>
  inLab(async (lab) => {
    const sysctls = { "net.ipv4.conf.all.accept_redirects": "1", "net.ipv4.conf.default.forwarding": "0", "net.ipv4.ip_forward": "1" };
    const stack = text(lab, { netweft_namespace: { web: { name: "web", sysctls } } });
    done(await lab.apply(stack));
    expect((await lab.drift(stack)).lines).toEqual([]);
  }));

test("a link's setting that was right by itself stays right when the setting that it follows is changed", () =>
  inLab(async (lab) => {
    const six = { front: { name: "front", subnets: ["fd00:8::/64"] } };
    const stack = (sysctls: Readonly<Record<string, string>>) =>
      text(lab, {
        netweft_bridge_network: six,
        netweft_namespace: { web: { name: "web", sysctls } },
        netweft_endpoint: { web: endpoint("web") },
      });
    const own = { "net.ipv4.conf.eth0.rp_filter": "0" };
    for (const sysctls of [{}, own, { ...own, "net.ipv4.conf.default.rp_filter": "1" }]) done(await lab.apply(stack(sysctls)));
    expect((await lab.drift(stack({ ...own, "net.ipv4.conf.default.rp_filter": "1" }))).lines).toEqual([]);
  }));
