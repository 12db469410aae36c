/** `ignore_changes`: what differs on the hosts because of an ignored attribute is listed as ignored, and stays. */
import { apply, drift, machine, memoryStore, plan, type StackInput } from "../../../api/engine";
import { simulatedKernel } from "../../../api/kernel";
import type { Diagnostic, Result } from "../../../lib/diagnostic";

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.diagnostics.map(({ detail }) => detail).join("\n"));
  return result.value;
}

const codesOf = ({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }) => diagnostics.map(({ code }) => code);

interface Lifecycles {
  readonly front?: readonly string[] | "all";
  readonly web?: readonly string[] | "all";
}

const lifecycleOf = (ignored: readonly string[] | "all" | undefined) =>
  ignored === undefined ? {} : { lifecycle: { ignore_changes: ignored } };

/** A network with an endpoint, applied. */
async function applied({ front, web }: Lifecycles) {
  const kernel = simulatedKernel();
  const resource = {
    netweft_bridge_network: { front: { name: "front", subnets: ["10.10.0.0/24"], ...lifecycleOf(front) } },
    netweft_namespace: { web: { name: "web" } },
    netweft_endpoint: {
      web: {
        namespace: "${netweft_namespace.web.ref}",
        network: "${netweft_bridge_network.front.ref}",
        addresses: ["10.10.0.2"],
        ingress_rate: "10mbit",
        routes: [{ destination: "192.0.2.0/24", via: "10.10.0.9" }],
        publish: [{ host_port: 8080, port: 80 }],
        ...lifecycleOf(web),
      },
    },
  };
  const files = [{ name: "main.tf.json", text: JSON.stringify({ resource }) }];
  const input: StackInput = { ...machine(), backends: kernel.backends, store: memoryStore(), files };
  valueOf(await apply(input, valueOf(await plan(input))));
  const lineWith = (text: string) => kernel.lines("local").find((line) => line.includes(text))!;
  const alter = async (text: string, from: string | RegExp, to: string) => valueOf(await kernel.set(lineWith(text).replace(from, to)));
  const report = async () => {
    const { findings, ignored, lines } = valueOf(await drift(input));
    return { found: findings.map(({ expected, actual }) => expected ?? actual), ignored, lines };
  };
  const steps = async () => valueOf(await plan(input)).changes.map(({ action, key }) => `${action} ${key}`);
  return { kernel, input, alter, lineWith, report, steps };
}

test("a changed value of the kernel is ignored with the attribute, is no step of an apply, and says why", async () => {
  const { alter, report, steps, kernel } = await applied({ front: ["mtu"] });
  await alter("link nw-front type bridge", "mtu 1500", "mtu 1400");
  const { found, ignored, lines } = await report();
  expect({ found, lines }).toEqual({ found: [], lines: [] });
  expect(ignored).toMatchObject([
    {
      finding: { class: "changed", layer: "link", repair: { by: "left", advice: "An apply leaves it, because of `ignore_changes`." } },
      ignore: { reason: "`ignore_changes` of netweft_bridge_network.front has `mtu`.", by: "lifecycle" },
    },
  ]);
  expect(await steps()).toEqual([]);
  expect(kernel.lines("local").join("\n")).toContain("nw-front type bridge mtu 1400");
});

test("of an object that differs in other fields, too, an apply repairs those only", async () => {
  const { alter, report, input, lineWith } = await applied({ front: ["mtu"] });
  await alter("link nw-front type bridge", / mtu 1500(.*) stp off/, " mtu 1400$1 stp on");
  expect((await report()).found).toHaveLength(1);
  valueOf(await apply(input, valueOf(await plan(input))));
  expect(lineWith("link nw-front type bridge")).toMatch(/ mtu 1400 .*stp off/);
  expect(await report()).toMatchObject({ found: [], ignored: [{}] });
});

test.each([
  ["a route that is gone", ["routes"], "192.0.2.0/24", undefined],
  ["a route that leads elsewhere", ["routes"], "192.0.2.0/24", [/via 10\.10\.0\.9/, "via 10.10.0.7"]],
  ["a rate that is another one", ["ingress_rate"], "qdisc", [/rate \d+mbit/, "rate 20mbit"]],
  ["a published port that is gone", ["publish"], "8080", undefined],
] satisfies readonly (readonly [string, readonly string[], string, readonly [RegExp, string] | undefined])[])(
  "ignored with its attribute: %s",
  async (_, web, text, change) => {
    const { kernel, alter, lineWith, report, steps } = await applied({ web });
    if (change === undefined) valueOf(await kernel.unset(lineWith(text)));
    else await alter(text, change[0], change[1]);
    expect(await report()).toMatchObject({ found: [], ignored: [{}] });
    expect(await steps()).toEqual([]);
  },
);

test("other drift of the same resource is found and repaired, with and without an ignored one", async () => {
  const { kernel, lineWith, report, input, steps } = await applied({ web: ["routes"] });
  valueOf(await kernel.unset(lineWith("192.0.2.0/24")));
  valueOf(await kernel.unset(lineWith("web route default")));
  expect((await report()).found).toEqual([expect.stringContaining("route default")]);
  valueOf(await apply(input, valueOf(await plan(input))));
  expect(await report()).toMatchObject({
    found: [],
    ignored: [{ finding: { expected: expect.stringContaining("192.0.2.0/24") as string } }],
  });
  expect(await steps()).toEqual([]);
});

test("`all` leaves values as they are; an object that is gone is created again with all that was on it", async () => {
  const { kernel, alter, report, input, lineWith } = await applied({ front: "all", web: "all" });
  await alter("link nw-front type bridge", / mtu 1500(.*) stp off/, " mtu 1400$1 stp on");
  valueOf(await kernel.unset(lineWith("192.0.2.0/24")));
  expect(await report()).toMatchObject({ found: [], ignored: [{}, {}] });
  valueOf(await kernel.unset(lineWith("veth ")));
  expect((await report()).found.length).toBeGreaterThan(1);
  valueOf(await apply(input, valueOf(await plan(input))));
  expect(kernel.lines("local").filter((line) => line.includes("192.0.2.0/24"))).toHaveLength(1);
  expect(lineWith("addr 10.10.0.2")).toContain("eth0");
});

test("what nothing declares is unexpected, whatever is ignored", async () => {
  const { kernel, report } = await applied({ front: "all", web: "all" });
  valueOf(await kernel.set("local - addr 198.51.100.1/24 dev nw-front"));
  expect((await report()).found).toEqual(["local - addr 198.51.100.1/24 dev nw-front"]);
});

test("a lost mark is found, whatever is ignored", async () => {
  const { kernel, lineWith, report } = await applied({ web: "all" });
  const published = lineWith("element publish4-any");
  valueOf(await kernel.unset(published));
  valueOf(await kernel.set(published.replace(/ # netweft:\S+/, "")));
  expect((await report()).found).toEqual([published.replace(/ # netweft:\S+/, "")]);
});

test("of an attribute on which the whole resource depends, a warning says that only its configuration is ignored", async () => {
  const { input } = await applied({ web: ["network"] });
  const found = await drift(input);
  expect(codesOf(found)).toEqual(["ignored-in-configuration-only"]);
  expect(found.diagnostics[0]!.detail).toContain("`network`");
});
