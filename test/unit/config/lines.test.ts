import { loadConfiguration } from "../../../lib/config";
import { inUsersWords } from "../../../lib/config/app";
import { locate } from "../../../lib/config/document/locate";
import { diagnose, type Where } from "../../../lib/diagnostic";
import { registry } from "../../../lib/resources";

const main = `{
  "provider": {
    "netweft": [
      { "alias": "far", "hosts": { "a": {} } },
      { "hosts": { "b": { "uplinks": [{ "dev": "up0" }] } } }
    ]
  },
  "resource": {
    "netweft_bridge_network": {
      "front": { "name": "front", "subnets": ["10.8.0.0/24", "10.9.0.0/24"], "labels": { "a.b": "c" },
        "accept_from": ["outside", "local/back"] }
    },
    "netweft_namespace": [{ "web": [{ "name": "web" }] }]
  }
}
`;
const more = `{ "resource": { "netweft_namespace": { "db": {
  "name": "db"
} } }, "data": { "netweft_host": { "here": {
  "name": "local" } } } }
`;
const overriding = `{ "resource": { "netweft_namespace": { "db": {
  "sysctls": { "net.core.somaxconn": "5" } } } } }
`;

const loaded = loadConfiguration(
  [
    { name: "main.tf.json", text: main },
    { name: "more.tf.json", text: more },
    { name: "more_override.tf.json", text: overriding },
  ],
  { variables: new Map(), directory: "/" },
  registry,
);

function fileOf(at: Where): string | undefined {
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  return inUsersWords(loaded.value.written, [diagnose("invalid-value", "", at)])[0]!.at.file;
}

describe("the line of an error in *.tf.json files", () => {
  test.each<readonly [string, Where, string | undefined]>([
    ["an attribute", { resource: "netweft_bridge_network.front", path: ["name"] }, "main.tf.json:10:18"],
    ["an element of a list", { resource: "netweft_bridge_network.front", path: ["subnets", 1] }, "main.tf.json:10:62"],
    ["a key of a map", { resource: "netweft_bridge_network.front", path: ["labels", "a.b"] }, "main.tf.json:10:90"],
    ["an attribute that is not set: its block", { resource: "netweft_bridge_network.front", path: ["mtu"] }, "main.tf.json:10:7"],
    ["a block", { resource: "netweft_bridge_network.front" }, "main.tf.json:10:7"],
    ["an instance of a block", { resource: 'netweft_bridge_network.front["x.y"]', path: ["mtu"] }, "main.tf.json:10:7"],
    ["blocks in lists", { resource: "netweft_namespace.web", path: ["name"] }, "main.tf.json:13:39"],
    ["a block of another file", { resource: "netweft_namespace.db", path: ["name"] }, "more.tf.json:2:3"],
    ["an attribute of an override file", { resource: "netweft_namespace.db", path: ["sysctls"] }, "more_override.tf.json:2:3"],
    ["a data source", { resource: "data.netweft_host.here", path: ["name"] }, "more.tf.json:4:3"],
    [
      "the provider block without an alias",
      { resource: 'provider["netweft"]', path: ["hosts", "b", "uplinks", 0, "dev"] },
      "main.tf.json:5:41",
    ],
    ["a provider block with an alias", { resource: 'provider["netweft"].far', path: ["hosts", "a"] }, "main.tf.json:4:36"],
    ["what no resource has", { file: "more.tf.json", path: ["data", "netweft_host"] }, "more.tf.json:3:18"],
    ["a line that is known", { resource: "netweft_namespace.db", file: "more.tf.json:7:7" }, "more.tf.json:7:7"],
    ["a resource of the state alone", { resource: "netweft_namespace.gone" }, undefined],
    ["a host", { host: "local" }, undefined],
  ])("%s", (_, at, file) => expect(fileOf(at)).toBe(file));

  it("of an element of a set is that of the set: sets are sorted", () => {
    const [place] = locate('{ "a": [3, 2] }', [["a", 1]]);
    expect(place).toEqual({ steps: 2, position: "1:12" });
    expect(fileOf({ resource: "netweft_bridge_network.front", path: ["accept_from", 0] })).toBe("main.tf.json:11:9");
  });
});
