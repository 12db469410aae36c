import { attribute, resource, type Case } from "./case";

const front = "netweft_bridge_network.front";
const web = "netweft_endpoint.web";
const many = "netweft_namespace.many";

/** Wrong Terraform JSON and wrong expressions. */
export const language: readonly Case[] = [
  {
    title: "a file that is no JSON",
    files: { "main.tf.json": '{ "resource": ' },
    expect: { code: "invalid-json", file: "main.tf.json:1:15" },
  },
  { title: "a file that holds a list", files: { "more.tf.json": "[1, 2]" }, expect: { code: "invalid-json", file: "more.tf.json:1:1" } },
  {
    title: "one resource in two files",
    files: { "more.tf.json": JSON.stringify(resource(front, { name: "front" })) },
    expect: { code: "duplicate-block", resource: front },
  },
  { title: "a section that does not exist", change: { resorce: {} }, expect: { code: "unknown-block", path: "resorce" } },
  {
    title: "a resource type that does not exist",
    change: resource("netweft_bridge_netwrk.front", { name: "front" }),
    expect: { code: "unknown-resource-type", resource: "netweft_bridge_netwrk.front" },
  },
  {
    title: "a resource of another provider",
    change: resource("aws_vpc.main", { cidr_block: "10.0.0.0/16" }),
    expect: { code: "other-provider", resource: "aws_vpc.main" },
  },
  {
    title: "a module",
    change: { module: { net: { source: "./net" } } },
    expect: { code: "needs-terraform" },
  },
  attribute("a reference to nothing", web, { network: "${netweft_bridge_network.none.ref}" }, "unknown-reference", "network"),
  attribute(
    "a reference to an attribute that does not exist",
    web,
    { network: "${netweft_bridge_network.front.reff}" },
    "unknown-reference",
    "network",
  ),
  attribute("a variable that is not declared", front, { mtu: "${var.mtu}" }, "unknown-reference", "mtu"),
  attribute("a local value that is not declared", front, { mtu: "${local.mtu}" }, "unknown-reference", "mtu"),
  attribute("an expression that does not end", front, { name: "${join(" }, "invalid-expression", "name"),
  attribute("an expression with a stray word", front, { mtu: "${1 2}" }, "invalid-expression", "mtu"),
  attribute("a function that does not exist", front, { name: '${uper("a")}' }, "unknown-function", "name"),
  attribute("a function with too few arguments", front, { subnets: ['${cidrsubnet("10.0.0.0/8")}'] }, "invalid-arguments", "subnets[0]"),
  attribute(
    "a function that cannot take its argument",
    front,
    { subnets: ['${cidrsubnet("10.0.0.0/24", 16, 0)}'] },
    "invalid-arguments",
    "subnets[0]",
  ),
  attribute("a list index that does not exist", front, { name: '${["a"][3]}' }, "invalid-index", "name"),
  attribute("an operator between text and number", front, { mtu: '${"a" + 1}' }, "invalid-operand", "mtu"),
  attribute("`count` and `for_each` together", many, { count: 1, for_each: { a: 1 } }, "count-and-for-each"),
  attribute("a negative `count`", many, { count: -1 }, "invalid-count", "count"),
  attribute("a function that never gives the same twice", front, { name: "${uuid()}" }, "unavailable-function", "name"),
  attribute("a `for_each` over a list", many, { for_each: ["a", "b"] }, "invalid-for-each", "for_each"),
  attribute("a resource that refers to itself", front, { mtu: "${netweft_bridge_network.front.mtu}" }, "cycle"),
  {
    title: "a cycle of resources",
    change: {
      resource: {
        netweft_bridge_network: {
          front: { mtu: "${netweft_bridge_network.back.mtu}" },
          back: { mtu: "${netweft_bridge_network.front.mtu}" },
        },
      },
    },
    expect: { code: "cycle" },
  },
  {
    title: "a cycle of local values",
    change: { locals: { a: "${local.b}", b: "${local.a}" } },
    expect: { code: "cycle" },
  },
  {
    title: "a variable without a value",
    change: { variable: { mtu: { type: "number" } }, ...resource(front, { mtu: "${var.mtu}" }) },
    expect: { code: "missing-variable" },
  },
  {
    title: "a variable with a value of another type",
    change: { variable: { mtu: { type: "number", default: "large" } } },
    expect: { code: "invalid-variable" },
  },
  {
    title: "an output of nothing",
    change: { output: { gateway: { value: "${netweft_bridge_network.none.gateways}" } } },
    expect: { code: "unknown-reference" },
  },
  {
    title: "a dependency on nothing",
    change: resource(web, { depends_on: ["netweft_bridge_network.none"] }),
    expect: { code: "unknown-reference", resource: web },
  },
  {
    title: "an unknown word in `lifecycle`",
    change: resource(web, { lifecycle: { prevent_destruction: true } }),
    expect: { code: "unknown-attribute", resource: web },
  },
  {
    title: "a provider alias that is not declared",
    change: resource(web, { provider: "netweft.edge" }),
    expect: { code: "undeclared-provider", resource: web, path: "provider" },
  },
];
