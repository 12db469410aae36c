/** What drift compares with after an apply that failed: with what was wanted. */
import { done, inLab, value, type Lab } from "../../support/world";

const text = (lab: Lab, address: string, faults: readonly string[] = []) =>
  JSON.stringify({
    provider: { netweft: { simulated: { ...lab.provider.simulated, faults: faults.map((step) => ({ step })) } } },
    resource: {
      netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24"] } },
      netweft_namespace: { web: { name: "web", sysctls: { "net.ipv4.tcp_syncookies": "0" } } },
      netweft_endpoint: {
        web: { namespace: "${netweft_namespace.web.ref}", network: "${netweft_bridge_network.front.ref}", addresses: [address] },
      },
    },
  });

const EVERY_STEP = ["set", "add", "del"];

test.each([
  "local - sysctl net.ipv4.ip_forward = 0",
  "local web sysctl net.ipv4.tcp_syncookies = 1",
  "local web sysctl net.ipv6.conf.eth0.accept_ra = 1",
  "local web route default via 10.8.0.9 dev eth0",
  "local - addr 10.8.0.1/25 dev nw-front",
])("what the failed apply saw is drift afterwards as it was before: %s", (line) =>
  inLab(async (lab) => {
    done(await lab.apply(text(lab, "10.8.0.2")));
    await lab.set(line);
    const { lines } = await lab.drift(text(lab, "10.8.0.2"));
    expect(lines).toMatchObject([{ what: "changed", actual: line }]);
    expect((await lab.apply(text(lab, "10.8.0.2", EVERY_STEP))).diagnostics).toMatchObject([{ code: "kernel-refused" }]);
    expect((await lab.drift(text(lab, "10.8.0.2"))).lines).toEqual(lines);
    done(await lab.apply(text(lab, "10.8.0.2")));
    expect((await lab.drift(text(lab, "10.8.0.2"))).lines).toEqual([]);
  }),
);

test("of an address that was to change, the new one is missing until it is there, and the old one is unexpected until it is gone", () =>
  inLab(async (lab) => {
    done(await lab.apply(text(lab, "10.8.0.2")));
    const steps = value(await lab.plan(text(lab, "10.8.0.3"))).plan.phases.flatMap((phase) => Object.values(phase).flat());
    const seen = new Set<string>();
    for (const { verb, fact } of steps) {
      const failing = `${verb} local ${fact.netns} ${fact.kind}`;
      await lab.apply(text(lab, "10.8.0.3", [failing]), { onFailure: "stop" });
      const { lines } = await lab.drift(text(lab, "10.8.0.3"));
      for (const { what, line } of lines) if (/10\.8\.0\.[23]/.test(line)) seen.add(`${what} ${line}`);
    }
    expect([...seen].map((line) => line.replace(/nwe\S+ .*(?= addresses)/, "…")).sort()).toEqual([
      "changed local - name nw-front web addresses 10.8.0.3",
      "changed local - veth … addresses 10.8.0.3/24",
      "missing local web addr 10.8.0.3/24 dev eth0",
      "unexpected local web addr 10.8.0.2/24 dev eth0",
    ]);
    done(await lab.apply(text(lab, "10.8.0.3")));
    expect((await lab.drift(text(lab, "10.8.0.3"))).lines).toEqual([]);
  }));
