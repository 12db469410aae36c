import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { diagnose } from "../../lib/diagnostic";
import { resources } from "../../lib/resources";
import { providerFields } from "../../lib/resources/provider";
import { inTypeScript, settableNames } from "../../lib/schema/typescript";

const names = new Set([providerFields, ...Object.values(resources).map(({ fields }) => fields)].flatMap(settableNames));
const said = (detail: string) => inTypeScript(diagnose("invalid-value", detail), names).detail;

describe("remedies in the language of an app", () => {
  it.each([
    ["Set `default_route = false`.", "Set `defaultRoute: false`."],
    [
      'Or set `host_firewall = "cooperate"` in the provider block: then',
      'Or set `hostFirewall: "cooperate"` in the properties of the stack: then',
    ],
    ['`uplinks = [{ dev = "up0", gateways = ["192.0.2.1"] }]`', '`uplinks: [{ dev: "up0", gateways: ["192.0.2.1"] }]`'],
    ["Choose bits as `mark_mask`, or omit `host_interface`.", "Choose bits as `markMask`, or omit `hostInterface`."],
    ["`simulated.latency_ms` of the stack", "`simulated.latencyMs` of the stack"],
    ["Set `hosts.edge-1.underlay_mtu` in the provider configuration.", "Set `hosts.edge-1.underlayMtu` in the properties of the stack."],
    ['with `stack = "shop"` in the provider block, destroy it', 'with `stack: "shop"` in the properties of the stack, destroy it'],
    [
      'The provider configuration has no host "edge3". Add it to the provider block.',
      'The stack has no host "edge3". Add it to the `hosts` of the stack.',
    ],
    ["The hosts, by their names in the provider's `hosts`.", "The hosts, by their names in the `hosts` of the stack."],
    ["Two provider blocks define different hosts", "Two provider configurations of the stack define different hosts"],
    ["No provider block has an alias.", "No provider configuration of the stack has an alias."],
    ["The provider block depends on a value", "The configuration of the stack depends on a value"],
  ])("%s", (hcl, typescript) => expect(said(hcl)).toBe(typescript));

  it.each([
    "The setting `rp_filter` of the link",
    "a `netweft_namespace` or its `ref`",
    "`sysctl -w net.ipv4.ip_forward=1`",
    "`route_localnet = 1`",
  ])("%s stays: it is no attribute", (text) => expect(said(text)).toBe(text));

  it("leaves nothing of HCL in what the scenarios expect on errors and warnings", () => {
    const folder = join(__dirname, "../scenarios");
    const texts = readdirSync(folder)
      .filter((name) => name.endsWith(".txt"))
      .flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"))
      .filter((line) => line.includes("`"))
      .map(said);
    expect(texts.length).toBeGreaterThan(50);
    const snake = [...names].filter((name) => name.includes("_"));
    const quoted = texts.flatMap((text) => text.match(new RegExp(`\`(?:${snake.join("|")})\\b[^\`\\n]*\``, "g")) ?? []);
    expect([...quoted, ...texts.flatMap((text) => text.match(/.*(?:the provider configuration|provider blocks?)\b.*/g) ?? [])]).toEqual([]);
  });

  it("names attributes in paths as they are written, and keeps the keys of maps that are none", () => {
    const { at } = inTypeScript(diagnose("invalid-value", "", { path: ["publish", 0, "host_port"] }), names);
    expect(at.path).toEqual(["publish", 0, "hostPort"]);
  });
});
