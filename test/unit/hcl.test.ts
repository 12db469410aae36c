import { parse } from "@cdktf/hcl2json";
import fc from "fast-check";
import { expression, hclBlock, hclLine, type Hcl } from "../../lib/schema/hcl";

describe("a block in Terraform's native language", () => {
  it("has aligned equals signs, except for values over several lines", () => {
    const hosts = { edge1: { underlay: "192.0.2.1" }, "edge.two": { underlay: "192.0.2.2", port: 22 } };
    expect(hclBlock(["provider", "netweft"], { stack: "shop", host_firewall: "observe", hosts, backend: null })).toBe(
      [
        'provider "netweft" {',
        '  stack         = "shop"',
        '  host_firewall = "observe"',
        "  hosts = {",
        '    edge1      = { underlay = "192.0.2.1" }',
        '    "edge.two" = { underlay = "192.0.2.2", port = 22 }',
        "  }",
        "  backend = null",
        "}",
      ].join("\n"),
    );
  });

  it("without arguments takes one line", () => {
    expect(hclBlock(["data", "netweft_host", "local"], {})).toBe('data "netweft_host" "local" {}');
  });

  it("spreads a list that is too long for a line", () => {
    const publish = [1, 2].map((n) => ({ host_port: 8080 + n, port: 80, host_ip: "2001:db8::1", protocol: "tcp" }));
    expect(hclBlock(["locals"], { publish })).toBe(
      [
        "locals {",
        "  publish = [",
        '    { host_port = 8081, port = 80, host_ip = "2001:db8::1", protocol = "tcp" },',
        '    { host_port = 8082, port = 80, host_ip = "2001:db8::1", protocol = "tcp" },',
        "  ]",
        "}",
      ].join("\n"),
    );
  });
});

describe("a value", () => {
  it("that begins a template, or is an escape, is still text", () => {
    expect(hclLine('${a} %{if} "\\" \b')).toBe('"$${a} %%{if} \\"\\\\\\" \\u0008"');
  });

  it("that is an expression is written verbatim", () => {
    expect(hclLine({ network: expression("netweft_bridge_network.front") })).toBe("{ network = netweft_bridge_network.front }");
  });

  it("is read back unchanged by HashiCorp's own parser", async () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."${%}\\\"nuf\n\b\f\t '/") }));
    const { value } = fc.letrec<{ value: Hcl }>((again) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.boolean(),
        fc.integer(),
        text,
        fc.array(again("value"), { maxLength: 3 }),
        fc.dictionary(fc.oneof(fc.constantFrom("for", "if", "null", "a.b", "a-b"), text), again("value"), { maxKeys: 3 }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(value, async (one) => {
        const { locals } = (await parse("main.tf", `${hclBlock(["locals"], { one })}\n`)) as { locals: [{ one: unknown }] };
        expect(decoded(locals[0].one)).toEqual(one);
      }),
      { numRuns: 300 },
    );
  });
});

/** What the parser leaves as the source has it: templates, and with them the doubled signs. */
function decoded(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/([$%])\1\{/g, "$1{");
  if (Array.isArray(value)) return value.map(decoded);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [decoded(name), decoded(part)]));
}
