import { unwritables } from "../../../lib/engine/changes/unwritable";
import { fact } from "../../../lib/kernel/fact";
import { done, inLab } from "../../support/world";

const inside = { host: "local", netns: "web" };
const declared = (attributes: Record<string, unknown>, facts: readonly ReturnType<typeof fact<"sysctl">>[]) =>
  [{ instance: { address: "netweft_namespace.web" }, attributes: attributes as never, facts }] as const;

test("a fact that would be read back as another one is refused before it is written, with the attribute that it comes from", () => {
  const bad = fact("sysctl", inside, { name: "net.core.-rf", value: "1" });
  const good = fact("sysctl", inside, { name: "net.core.somaxconn", value: "1" });
  const touched = new Set(["netweft_namespace.web"]);
  const found = unwritables([], declared({ name: "web", sysctls: { "net.core.-rf": "1" } }, [good, bad]), touched);
  expect(found.map(({ code, at }) => [code, at])).toEqual([
    [
      "invalid-fact",
      { resource: "netweft_namespace.web", path: ["sysctls", "net.core.-rf"], host: "local", fact: "local web sysctl net.core.-rf = 1" },
    ],
  ]);
});

test("unchanged facts are not checked", () => {
  const bad = fact("sysctl", inside, { name: "net.core.-rf", value: "1" });
  expect(unwritables([], declared({}, [bad]), new Set())).toEqual([]);
});

test("an invalid name in the state's record of an object is refused", () =>
  inLab(async (lab) => {
    const stack = JSON.stringify({
      provider: { netweft: lab.provider },
      resource: {
        netweft_bridge_network: { front: { name: "front" } },
        netweft_namespace: { web: { name: "web" } },
        netweft_endpoint: { web: { namespace: "${netweft_namespace.web.ref}", network: "${netweft_bridge_network.front.ref}" } },
      },
    });
    done(await lab.apply(stack));
    const odd = [
      ["netweft_bridge_network.front", "bridge_name", ["a b", "x;y", 7, ["a"]]],
      ["netweft_bridge_network.front", "mac", ["zz", 7, {}]],
      ["netweft_bridge_network.front", "subnets", ["10.8.0.0/24", ["x"], 7]],
      ["netweft_endpoint.web", "addresses", [7, true, ["é", 7], { a: 7 }]],
      ["netweft_endpoint.web", "mac", [7, "02:11"]],
    ] as const;
    for (const [address, name, values] of odd) {
      for (const kept of values) {
        const instance = lab.state.instances.get(address)!;
        const attributes = { ...instance.attributes, [name]: kept } as never;
        const state = { ...lab.state, instances: new Map([...lab.state.instances, [address, { ...instance, attributes }]]) };
        const { diagnostics } = await lab.plan(stack, { state });
        const said = diagnostics.filter(({ at }) => at.resource === address);
        expect(said.slice(0, 1).map(({ code, at }) => [kept, code, at.path?.[0]])).toEqual([[kept, "state-damaged", name]]);
        expect((await lab.plan(stack, { state, mode: "destroy" })).ok).toBe(true);
      }
    }
  }));
