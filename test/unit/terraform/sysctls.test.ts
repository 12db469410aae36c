/** Settings of namespaces as Terraform plans them: what cannot be is found by the plan, with its path, on the simulated kernel. */
import { resources } from "../../../lib/resources";
import { encodeAttributes } from "../../../providers/frontends/terraform/wire/value";
import { openPlugin, type Plugin } from "../../support/plugin-server";

const TYPE = "netweft_namespace";
const { fields } = resources[TYPE]!;

let plugin: Plugin;
beforeEach(async () => {
  plugin = await openPlugin();
  await plugin.configure();
});
afterEach(async () => {
  expect(plugin.bugs).toEqual([]);
  await plugin.close();
});

async function planned(sysctls: Readonly<Record<string, string>>) {
  const config = encodeAttributes(fields, { name: "web", sysctls });
  const call = { typeName: TYPE, priorState: encodeAttributes(fields, null), proposedNewState: config, config };
  return (await plugin.client.call("PlanResourceChange", call)).diagnostics;
}

test.each([
  ["net.ipv4.nosuch", "1", "unusable-setting", /have no setting/],
  ["net.ipv4.ip_forwrd", "1", "unusable-setting", /Did you mean "net\.ipv4\.ip_forward"\?/],
  ["net.core.rmem_max", "1", "unusable-setting", /setting of the whole host/],
  ["net.ipv4.ip_default_ttl", "abc", "invalid-value", /an integer from 1 to 255/],
  ["net.ipv4.conf.eth0.forwarding", "1", "missing-object", /no interface "eth0" yet/],
])("%s = %s is refused once, by the plan", async (name, value, code, detail) => {
  const found = await planned({ [name]: value, "net.core.somaxconn": "1024" });
  expect(found).toHaveLength(1);
  expect(found[0]!.summary).toContain(`[${code}]`);
  expect(found[0]!.detail).toMatch(detail);
  expect(JSON.stringify(found[0]!.attribute)).toContain(name);
});

test("what every namespace has is planned", async () => {
  expect(await planned({ "net.ipv4.ip_forward": "1", "net.ipv4.conf.lo.rp_filter": "2", "net.ipv6.conf.default.accept_ra": "0" })).toEqual(
    [],
  );
});
