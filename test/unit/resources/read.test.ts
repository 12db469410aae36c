import fc from "fast-check";
import type { Facts } from "../../../lib/kernel/facts";
import { factsOf } from "../../../lib/kernel/facts";
import { type Fact, type FactOf } from "../../../lib/kernel/fact";
import { parseLine } from "../../../lib/kernel/line";
import { placeholdersFor } from "../../../lib/engine/resolve/tunnel-keys";
import { resolveManaged } from "../../../lib/engine/resolve/resolve";
import { registry, resources, type Context, type ResourceType } from "../../../lib/resources";
import { providerFields, type ProviderConfig } from "../../../lib/resources/provider";
import { convert } from "../../../lib/schema/convert";
import { withDefaults } from "../../../lib/schema/defaults";
import type { Draft, Value } from "../../../lib/schema/value";
import { instanceOf } from "../../support/instance";
import { GROUND } from "../../support/stack-hosts";
import { toJson } from "../../support/stack-json";
import { stacks } from "../../support/stacks";
import { done, inLab, value } from "../../support/world";
import { runs } from "../../support/runs";

const contextWith = (hosts: Draft | undefined): Context => ({
  provider: withDefaults(providerFields, convert(providerFields, hosts === undefined ? {} : { hosts })) as unknown as ProviderConfig,
});
const context = contextWith(undefined);
const look = () => ({ addresses: [], interfaces: [] });
const surroundings = {
  types: registry,
  context,
  prior: undefined,
  fresh: () => "a",
  look,
  marked: () => undefined,
  hasProgram: () => true,
  admits: () => true,
  inode: () => undefined,
  keys: placeholdersFor,
};

/** Attributes that no host shows, and only the plan has. */
const unseen = ["drift", "incarnation", "ref", "labels", "binds", "addresses", "interfaces"];

const factOf = (line: string): Fact => value(parseLine(line));
const seen = (lines: readonly string[]): Facts => factsOf(lines.map(factOf));
const typed = (name: string): ResourceType => resources[`netweft_${name}`]!;
const read = (name: string, id: string, lines: readonly string[], known?: Draft) => typed(name).read(id, seen(lines), context, known);

/** All attributes that are derived from those that were read. */
function whole(type: ResourceType, draft: Draft | undefined, of = context): Draft | undefined {
  return draft && type.complete(withDefaults(type.fields, draft), of);
}

function without(draft: Draft | undefined, names: readonly string[]): Draft | undefined {
  return draft && Object.fromEntries(Object.entries(draft).filter(([name]) => !names.includes(name)));
}

/** The facts without marks, as ip alone would create them. */
function unmarked(facts: readonly Fact[]): readonly Fact[] {
  return facts.map(({ mark: _mark, ...rest }) => (rest.kind === "veth" ? { ...(rest as FactOf<"veth">), addresses: [] } : (rest as Fact)));
}

/** A network's bridge, for endpoints that are compiled alone. */
function bridgeOf(network: Draft | undefined): readonly Fact[] {
  if (network?.["kind"] !== "bridge") return [];
  const type = typed("bridge_network");
  const known: Draft = Object.fromEntries(
    ["host", "name", "bridge_name", "mtu", "gateways", "subnets"].map((name): [string, Value] => [name, network[name]!]),
  );
  const attributes = type.complete(withDefaults(type.fields, known), context);
  return type.compile(attributes as never, context);
}

describe.each(Object.values(resources))("$type", (type) => {
  const examples = type.examples.flatMap((example) => [
    [example.title, example, (facts: readonly Fact[]) => facts] as const,
    [`${example.title}, made by hand`, example, unmarked] as const,
  ]);
  test.each(examples)("is read from its facts as it was declared: %s", (_title, { config, hosts, given = {} }, seenAs) => {
    const instance = instanceOf(type.type, config as Draft);
    const here = contextWith(hosts as Draft | undefined);
    const { attributes, facts } = resolveManaged(instance, { ...surroundings, context: here, given: given as Draft });
    const actual = factsOf(seenAs([...bridgeOf(attributes["network"] as Draft | undefined), ...facts]));
    const found = whole(type, type.read(String(attributes["id"]), actual, here, attributes), here);
    const hidden = type.type === "netweft_endpoint" ? unseen.filter((name) => name !== "addresses") : unseen;
    expect(without(found, hidden)).toEqual(without(attributes, hidden));
  });

  test.each(["", "local", "local/", "/web", "local/a/b/c", "local//b"])("has no object with the id %j", (id) => {
    expect(type.read(id, new Map(), context)).toBeUndefined();
  });
});

test("everything that an apply has created is read from the host as in the state", () =>
  fc.assert(
    fc.asyncProperty(stacks, (stack) =>
      inLab(
        async (lab) => {
          done(await lab.apply(toJson(stack, lab.provider)));
          const lines = await lab.lines();
          for (const { type: name, attributes, address } of lab.state.instances.values()) {
            const type = resources[name]!;
            const found = whole(type, type.read(String(attributes["id"]), seen(lines), context, attributes));
            expect([address, without(found, ["drift", "incarnation", "ref", "interfaces"])]).toEqual([
              address,
              without(attributes, ["drift", "incarnation", "ref", "interfaces"]),
            ]);
          }
        },
        { ground: GROUND },
      ),
    ),
    runs(25),
  ));

describe("a bridge", () => {
  const lines = [
    "local - link br0 type bridge mtu 1400 mac 02:00:00:00:00:01 stp on up",
    "local - addr 10.9.0.254/16 dev br0",
    "local - addr 10.8.0.1/24 dev br0",
    "local - addr 10.8.0.2/24 dev br0",
    "local - link eth0 type device mtu 1500 mac 02:00:00:00:00:02 up",
  ];

  test("is a network of the same name, with the first address in each subnet as its gateway", () => {
    expect(read("bridge_network", "local/br0", lines)).toEqual({
      name: "br0",
      host: "local",
      bridge_name: "br0",
      mtu: 1400,
      mac: "02:00:00:00:00:01",
      stp: true,
      subnets: ["10.9.0.0/16", "10.8.0.0/24"],
      gateways: ["10.9.0.254", "10.8.0.1"],
    });
  });

  test("is a network with the known name, and only with the addresses in the known subnets", () => {
    const found = read("bridge_network", "local/br0", lines, { name: "front", subnets: ["10.8.0.0/24"], labels: { tier: "a" } });
    expect(found).toMatchObject({
      name: "front",
      bridge_name: "br0",
      subnets: ["10.8.0.0/24"],
      gateways: ["10.8.0.1"],
      labels: { tier: "a" },
    });
  });

  test("without addresses leaves its subnets unknown", () => {
    expect(read("bridge_network", "local/br0", lines.slice(0, 1))).toMatchObject({ subnets: null, gateways: [] });
  });

  test("is found by its declared name, by Netweft's default name, or by its network's name", () => {
    const called = (name: string) => [`local - link ${name} type bridge mtu 1500 mac 02:00:00:00:00:01 stp off up`];
    expect(read("bridge_network", "local/front", called("lan"), { name: "front", bridge_name: "lan" })?.["bridge_name"]).toBe("lan");
    expect(read("bridge_network", "local/front", called("nw-front"))?.["bridge_name"]).toBe("nw-front");
    expect(read("bridge_network", "local/front", called("front"))?.["bridge_name"]).toBe("front");
    expect(read("bridge_network", "local/front", called("other"))).toBeUndefined();
    expect(read("bridge_network", "edge/front", called("front"))).toBeUndefined();
  });

  test("is not any other link", () => expect(read("bridge_network", "local/eth0", lines)).toBeUndefined());
});

describe("a pair", () => {
  const lines = [
    "local - netns web",
    "local - link br0 type bridge mtu 1400 mac 02:00:00:00:00:01 stp on up",
    "local - addr 10.8.0.1/24 dev br0",
    "local - veth veth1 <> web eth0 mtu 1400 mac 02:00:00:00:00:02 up",
    "local web addr 10.8.0.7/24 dev eth0",
    "local web addr 172.30.0.7/24 dev eth0",
  ];
  const port = "local - port veth1 bridge br0 isolated";

  test("is an endpoint on the network of its bridge, with the addresses in that network's subnets", () => {
    expect(read("endpoint", "local/web/eth0", [...lines, port])).toMatchObject({
      host_interface: "veth1",
      mac: "02:00:00:00:00:02",
      addresses: ["10.8.0.7"],
      isolated: true,
      default_route: false,
      network: { id: "local/br0", kind: "bridge", bridge_name: "br0", subnets: ["10.8.0.0/24"], gateways: ["10.8.0.1"], mtu: 1400 },
    });
  });

  test("is on the network in the mark of its bridge", () => {
    const marked = lines.map((line) => (line.includes("type bridge") ? `${line} # netweft:default:netweft_bridge_network:front` : line));
    expect(read("endpoint", "local/web/eth0", [...marked, port])).toMatchObject({ network: { id: "local/front", name: "front" } });
  });

  test("without a bridge is not an endpoint, unless its network is known", () => {
    expect(read("endpoint", "local/web/eth0", lines)).toBeUndefined();
    const network = { id: "local/front", kind: "bridge", name: "front", host: "local", subnets: ["10.8.0.0/24"], gateways: [], mtu: 1500 };
    expect(read("endpoint", "local/web/eth0", lines, { network })).toMatchObject({ network, host_interface: "veth1" });
  });
});

test("the settings of a namespace are the known ones, or all if none are known", () => {
  const lines = ["local - netns web", "local web sysctl net.core.somaxconn = 9", "local web sysctl net.ipv4.ip_forward = 1"];
  const sysctls = { "net.core.somaxconn": "1" };
  expect(read("namespace", "local/web", lines, { sysctls })).toMatchObject({ sysctls: { "net.core.somaxconn": "9" } });
  expect(read("namespace", "local/web", lines, { sysctls: null })).toMatchObject({ sysctls: null });
  expect(Object.keys(read("namespace", "local/web", lines)!["sysctls"] as Draft)).toHaveLength(2);
});
