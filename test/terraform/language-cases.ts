/** Configurations in steps, by what they are about, with the exit codes of terraform. */
import type { Sections, Step } from "../support/both-engines";

export interface Case {
  readonly steps: readonly (Sections | Step)[];
  readonly codes: readonly number[];
}

/** Namespaces, by the name of the block; a text is the name of the namespace. */
export function spaces(all: Readonly<Record<string, string | object>>, more: Sections = {}): Sections {
  const blocks = Object.entries(all).map(([label, body]) => [label, typeof body === "string" ? { name: body } : body]);
  return { ...(blocks.length > 0 && { resource: { netweft_namespace: Object.fromEntries(blocks) as object } }), ...more };
}

/** `a b`: moved from a to b. */
function moved(...moves: readonly string[]): Sections {
  const address = (name: string) => `netweft_namespace.${name}`;
  return { moved: moves.map((move) => ({ from: address(move.split(" ")[0]!), to: address(move.split(" ")[1]!) })) };
}

export const counted = (count: number, more: object = {}) => ({ count, name: "c${count.index}", ...more });
const each = (keys: readonly string[], more: object = {}) => ({
  for_each: `\${toset(${JSON.stringify(keys)})}`,
  name: "e-${each.key}",
  ...more,
});
const GUARD = { lifecycle: { prevent_destroy: true } };

const AB = spaces({ a: "wa", b: "wb" });

/** A last step that is refused, after one that is not. */
const refused = (first: Sections, second: Sections): Case => ({ steps: [first, second], codes: [0, 1] });
export const accepted = (...steps: readonly Sections[]): Case => ({ steps, codes: steps.map(() => 0) });

const guards: Readonly<Record<string, Case>> = {
  "an instance that leaves count": refused(spaces({ c: counted(2, GUARD) }), spaces({ c: counted(1, GUARD) })),
  "an instance that leaves for_each": refused(spaces({ c: each(["lan", "dmz"], GUARD) }), spaces({ c: each(["lan"], GUARD) })),
  "a key that is renamed": refused(spaces({ c: each(["lan"], GUARD) }), spaces({ c: each(["wan"], GUARD) })),
  "count that goes to none": refused(spaces({ c: counted(1, GUARD) }), spaces({ c: counted(0, GUARD) })),
  "a key that is renamed with a move": accepted(
    spaces({ c: { for_each: '${toset(["lan"])}', name: "x", ...GUARD } }),
    spaces({ c: { for_each: '${toset(["wan"])}', name: "x", ...GUARD } }, moved('c["lan"] c["wan"]')),
  ),
  "a block that goes, with its guard": accepted(spaces({ c: { name: "x", ...GUARD } }), spaces({ b: "b" })),
  "a replacement": refused(spaces({ c: { name: "x", ...GUARD } }), spaces({ c: { name: "y", ...GUARD } })),
  "a destroy": {
    steps: [
      spaces({ c: { name: "x", ...GUARD } }),
      { configuration: spaces({ c: { name: "x", ...GUARD } }), args: ["destroy", "-auto-approve"] },
    ],
    codes: [0, 1],
  },
};

const moves: Readonly<Record<string, Case>> = {
  "a chain, newer first": accepted(spaces({ a: "w" }), spaces({ c: "w" }, moved("b c", "a b"))),
  "a chain, older first": accepted(spaces({ a: "w" }), spaces({ c: "w" }, moved("a b", "b c"))),
  "a chain from its middle": accepted(spaces({ b: "w" }), spaces({ c: "w" }, moved("b c", "a b"))),
  "a block that moves as a whole, and an instance of it": accepted(
    spaces({ a: counted(2) }),
    spaces({ b: { for_each: '${toset(["x"])}', name: "c0" } }, moved('b[0] b["x"]', "a b")),
  ),
  "a block whose new name is in the state": accepted(AB, spaces({ b: "wb" }, moved("a b"))),
  "an instance whose new key is in the state": accepted(
    spaces({ c: each(["x", "y"]) }),
    spaces({ c: each(["y"]) }, moved('c["x"] c["y"]')),
  ),
  "count arrives": accepted(spaces({ a: "c0" }), spaces({ a: counted(1) }), spaces({ a: "c0" })),
  "of two, the first stays": accepted(spaces({ a: counted(2) }), spaces({ a: "c0" })),
  "count arrives with two": accepted(spaces({ a: "c0" }), spaces({ a: counted(2) })),
  "for_each arrives without a block": accepted(spaces({ a: "e-x" }), spaces({ a: each(["x"]) })),
  "for_each arrives with a block": accepted(spaces({ a: "e-x" }), spaces({ a: each(["x"]) }, moved('a a["x"]'))),
  "a block about the same resource stops the implied move": accepted(spaces({ a: counted(2) }), spaces({ a: "c1" }, moved("a[1] a"))),
  "a move into count of another block": accepted(spaces({ a: "c0", b: "wb" }), spaces({ b: "wb", c: counted(2) }, moved("a c[0]"))),
  "a move out of count into a block": accepted(spaces({ a: counted(2) }), spaces({ b: "c1" }, moved("a[1] b"))),
  "a block about nothing": accepted(spaces({ a: "wa" }), spaces({ a: "wa" }, moved("x y"))),
  "a move with a change": accepted(spaces({ a: "wa" }), spaces({ b: "wb" }, moved("a b"))),
  "two that swap their names, both declared": refused(AB, spaces({ a: "wb", b: "wa" }, moved("a b", "b a"))),
  "what is still declared": refused(AB, spaces({ a: "wa", b: "wb", c: "wc" }, moved("a c"))),
  "what is still declared, with count 0": refused(AB, spaces({ a: counted(0), c: "wa" }, moved("a c"))),
  "two that move to one": refused(AB, spaces({ c: "wb" }, moved("a c", "b c"))),
  "one that moves to two": refused(spaces({ a: "wa" }), spaces({ c: "wa", d: "wd" }, moved("a c", "a d"))),
  "the same move twice": accepted(spaces({ a: "wa" }), spaces({ c: "wa" }, moved("a c", "a c"))),
  "a move onto itself": refused(spaces({ a: "wa" }), spaces({ a: "wa" }, moved("a a"))),
  "a circle": refused(AB, spaces({ c: "wc" }, moved("a b", "b a"))),
  "a circle of three": refused(AB, spaces({ d: "wc" }, moved("a b", "b c", "c a"))),
  "keys that move up": refused(spaces({ c: counted(3) }), spaces({ c: counted(2) }, moved("c[1] c[0]", "c[2] c[1]"))),
  "keys that move to names": accepted(
    spaces({ c: counted(2) }),
    spaces({ c: { for_each: '${toset(["0", "1"])}', name: "c${each.key}" } }, moved('c[0] c["0"]', 'c[1] c["1"]')),
  ),
  "a move to another type": refused(spaces({ a: "wa" }), {
    resource: { netweft_bridge_network: { a: { name: "a" } } },
    moved: { from: "netweft_namespace.a", to: "netweft_bridge_network.a" },
  }),
};

/** One step with an override file. */
const overriding = (code: 0 | 1, configuration: Sections, override: Sections, name = "override.tf.json"): Case => ({
  steps: [{ configuration, files: { [name]: override } }],
  codes: [code],
});
const OUT: Sections = { output: { o: { value: "${var.v}-${local.l}" } }, variable: { v: { default: "v" } }, locals: { l: "l", m: "m" } };

const overrides: Readonly<Record<string, Case>> = {
  "an argument of a resource": overriding(0, AB, spaces({ b: { name: "other" } })),
  "an argument more, in a list of blocks": overriding(
    0,
    AB,
    { resource: [{ netweft_namespace: [{ b: [{ dns: ["192.0.2.1"] }] }] }] },
    "prod_override.tf.json",
  ),
  count: overriding(0, AB, spaces({ b: { count: 2, name: "x${count.index}" } })),
  "variables, locals and outputs": overriding(0, spaces({ a: "wa" }, OUT), {
    variable: { v: { default: "w" } },
    locals: { l: "k" },
    output: { o: { value: "${local.m}${var.v}${local.l}" } },
  }),
  "a guard": {
    steps: [
      AB,
      { configuration: spaces({ a: "wa" }), files: { "override.tf.json": {} } },
      spaces({ a: "wa" }),
      { configuration: spaces({ a: "wx" }), files: { "x_override.tf.json": spaces({ a: GUARD }) } },
    ],
    codes: [0, 0, 0, 1],
  },
  "a resource that is not there": overriding(1, AB, spaces({ c: "wc" })),
  "an output that is not there": overriding(1, AB, { output: { o: { value: 1 } } }),
  "a local that is not there": overriding(1, AB, { locals: { o: 1 } }),
  depends_on: overriding(1, AB, spaces({ b: { depends_on: ["netweft_namespace.a"] } })),
  moved: overriding(1, spaces({ a: "wa" }), moved("x a")),
  "a file with another name is no override": overriding(1, AB, spaces({ b: "x" }), "myoverride.tf.json"),
  "hidden and editor files": {
    steps: [
      {
        configuration: AB,
        files: { ".c.tf.json": spaces({ c: "wc" }), "d.tf.json~": spaces({ d: "wd" }), "#e.tf.json#": spaces({ e: "we" }) },
      },
    ],
    codes: [0],
  },
};

const one = (code: 0 | 1, configuration: Sections): Case => ({ steps: [configuration], codes: [code] });
const triggered = (by: string, block: string | object = "wa"): Sections =>
  spaces({ a: block, b: { name: "wb", lifecycle: { replace_triggered_by: [`netweft_namespace.${by}`] } } });
const SECRET: Sections = { variable: { on: { type: "bool", sensitive: true, default: true } } };

const blocks: Readonly<Record<string, Case>> = {
  "a sensitive count": one(0, spaces({ a: { count: "${var.on ? 2 : 0}", name: "c${count.index}" } }, SECRET)),
  "a sensitive for_each": one(1, spaces({ a: { for_each: '${var.on ? toset(["x"]) : toset([])}', name: "wa" } }, SECRET)),
  "a trigger that is there": one(0, triggered("a.name")),
  "a trigger below an attribute": one(0, triggered("a.ref.name")),
  "a trigger of an instance that does not exist": one(1, triggered("a[5]", counted(2))),
  "a trigger of an instance": one(0, triggered("a[1]", counted(2))),
  "a trigger of an attribute of an instance": one(0, triggered("a[1].name", counted(2))),
  "a trigger of a block with count": one(0, triggered("a", counted(2))),
  "a trigger with a key of a single instance": one(1, triggered("a[0]")),
  "two lifecycle objects": one(1, spaces({ a: { name: "wa", lifecycle: [{ prevent_destroy: true }, { create_before_destroy: true }] } })),
  "one lifecycle object in a list": one(0, spaces({ a: { name: "wa", lifecycle: [{ prevent_destroy: true }] } })),
  "depends_on with an attribute": one(1, spaces({ a: "wa", b: { name: "wb", depends_on: ["netweft_namespace.a.id"] } })),
  "depends_on with an instance": one(0, spaces({ a: counted(2), b: { name: "wb", depends_on: ["netweft_namespace.a[0]"] } })),
  "for_each that is null": one(1, spaces({ a: { for_each: null, name: "wa" } })),
  "count that is null": one(1, spaces({ a: { count: null, name: "wa" } })),
  "an unknown attribute that is null": one(1, spaces({ a: { name: "wa", nope: null } })),
  "a known attribute that is null": one(0, spaces({ a: { name: "wa", dns: null } })),
  "depends_on that is null": one(1, spaces({ a: { name: "wa", depends_on: null } })),
};

const summaries: Readonly<Record<string, Case>> = {
  "only outputs change": accepted(
    spaces({ a: "wa" }),
    spaces({ a: "wa" }, { output: { z: { value: 1 }, b: { value: 2 } } }),
    spaces({ a: "wa" }),
  ),
  "only outputs, from the beginning": accepted({ output: { o: { value: "x" } } }, { output: { o: { value: "y" } } }),
  nothing: accepted(spaces({ a: "wa" }), spaces({ a: "wa" })),
};

/** Resources of the type `terraform_data`, by the name of the block. */
export const data = (all: Readonly<Record<string, object>>, more: Sections = {}): Sections => ({
  resource: { terraform_data: all },
  ...more,
});
export const outputs = (all: Readonly<Record<string, unknown>>): Sections => ({
  output: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, { value }])),
});

const stored: Readonly<Record<string, Case>> = {
  "a value, another one, and none": accepted(
    data({ a: { input: "x" } }, outputs({ o: "${terraform_data.a.output}" })),
    data({ a: { input: { x: [1, true, null] } } }, outputs({ o: "${terraform_data.a.output}" })),
    data({ a: {} }, outputs({ o: "${terraform_data.a.output}" })),
  ),
  "values with types": accepted(
    data(
      {
        a: { input: '${toset(["b", "a"])}' },
        b: { input: "${tomap({ k = 1 })}" },
        c: { input: "${tonumber(null)}" },
        d: { input: "${tolist([])}" },
        e: { input: { a: null, b: [] } },
      },
      outputs({ o: '${[for x in ["a", "b", "c", "d", "e"] : x]}', a: "${terraform_data.a.output}", all: "${terraform_data.e}" }),
    ),
    data({
      a: { input: ["a", "b"] },
      b: { input: { k: 1 } },
      c: { input: "${tostring(null)}" },
      d: { input: [] },
      e: { input: { b: [] } },
    }),
  ),
  "a trigger": accepted(
    data({ a: { input: 1, triggers_replace: [1] } }),
    data({ a: { input: 2, triggers_replace: [1] } }),
    data({ a: { input: 2, triggers_replace: [2] } }),
    data({ a: { input: 2, triggers_replace: "${tolist([2])}" } }),
    data({ a: { input: 2 } }),
    data({ a: { input: 2, triggers_replace: "x" } }),
  ),
  "one after another": accepted(
    data({ a: { input: { x: 1, y: 1 } }, b: { input: "${terraform_data.a.output.x}" }, c: { triggers_replace: "${terraform_data.a.id}" } }),
    data({ a: { input: { x: 1, y: 2 } }, b: { input: "${terraform_data.a.output.x}" }, c: { triggers_replace: "${terraform_data.a.id}" } }),
    data({
      a: { input: { x: 1, y: 2 }, triggers_replace: 1 },
      b: { input: "${terraform_data.a.output.x}" },
      c: { triggers_replace: "${terraform_data.a.id}" },
    }),
    data({ b: { input: 1 } }),
  ),
  "a trigger that is known only after the apply": accepted(
    data({
      a: { input: { x: 1 } },
      b: { triggers_replace: "${terraform_data.a.output.x}" },
      c: { triggers_replace: "${terraform_data.b.id}" },
    }),
    data({
      a: { input: { x: 1, y: 1 } },
      b: { triggers_replace: "${terraform_data.a.output.x}" },
      c: { triggers_replace: "${terraform_data.b.id}" },
    }),
  ),
  replace_triggered_by: accepted(
    data({ a: { input: 1 }, b: { lifecycle: { replace_triggered_by: ["terraform_data.a"] } } }),
    data({ a: { input: 2 }, b: { lifecycle: { replace_triggered_by: ["terraform_data.a"] } } }),
    data({ a: { input: 3 }, b: { lifecycle: { replace_triggered_by: ["terraform_data.a.id"] } } }),
    data({ a: { input: 4 }, b: { lifecycle: { replace_triggered_by: ["terraform_data.a.output"] } } }),
  ),
  "replace_triggered_by of a namespace": accepted(
    {
      resource: {
        terraform_data: { a: { input: 1 } },
        netweft_namespace: { n: { name: "n", lifecycle: { replace_triggered_by: ["terraform_data.a"] } } },
      },
    },
    {
      resource: {
        terraform_data: { a: { input: 2 } },
        netweft_namespace: { n: { name: "n", lifecycle: { replace_triggered_by: ["terraform_data.a"] } } },
      },
    },
  ),
  "beside a namespace": accepted(
    {
      resource: { terraform_data: { a: { input: "${netweft_namespace.n.id}" } }, netweft_namespace: { n: { name: "n" } } },
      ...outputs({ o: "${terraform_data.a.output}" }),
    },
    { resource: { terraform_data: { a: { input: "${netweft_namespace.n.id}" } }, netweft_namespace: { n: { name: "m" } } } },
    { resource: { netweft_namespace: { n: { name: "m" } } } },
  ),
  "the name of a namespace": accepted(
    { resource: { terraform_data: { a: { input: "w" } }, netweft_namespace: { n: { name: "${terraform_data.a.output}" } } } },
    { resource: { terraform_data: { a: { input: "v" } }, netweft_namespace: { n: { name: "${terraform_data.a.output}" } } } },
  ),
  "count and for_each": accepted(
    data({ a: { count: 2, input: "${count.index}" }, b: { for_each: { x: 1, y: 2 }, input: "${each.value}" } }),
    data({ a: { count: 1, input: "${count.index}" }, b: { for_each: { y: 3 }, input: "${each.value}" } }),
  ),
  "count of what is known only after the apply": one(1, data({ a: { input: 2 }, b: { count: "${terraform_data.a.output}" } })),
  "count of what is known by then": accepted(
    data({ a: { input: 2 } }),
    data({ a: { input: 2 }, b: { count: "${terraform_data.a.output}" } }),
  ),
  "for_each of what is known only after the apply": refused(
    data({ a: { input: ["x"] } }),
    data({ a: { input: ["y"] }, b: { for_each: "${toset(terraform_data.a.output)}" } }),
  ),
  ignore_changes: accepted(
    data({ a: { input: 1, lifecycle: { ignore_changes: ["input"] } } }),
    data({ a: { input: 2, lifecycle: { ignore_changes: ["input"] } } }),
    data({ a: { input: 2, triggers_replace: 1, lifecycle: { ignore_changes: "all" } } }),
  ),
  "an id of one's own": one(1, data({ a: { id: "x" } })),
  "an output of one's own": one(1, data({ a: { output: "x" } })),
  "an attribute that does not exist": one(1, data({ a: { inputs: "x" } })),
  "sensitive values": accepted(
    data({ a: { input: { s: "${var.on}", l: ["${var.on}", 1], m: "${tomap({ k = var.on })}" } } }, SECRET),
    data({ a: { input: "${var.on}" } }, SECRET),
  ),
  "a sensitive value in an output": one(
    1,
    data({ a: { input: "${var.on}" } }, { ...SECRET, ...outputs({ o: "${terraform_data.a.input}" }) }),
  ),
  "its output is not sensitive": one(
    0,
    data({ a: { input: "${var.on}" } }, { ...SECRET, ...outputs({ o: "${terraform_data.a.output}" }) }),
  ),
  "a destroy": {
    steps: [
      data({ a: { input: 1 }, b: { input: "${terraform_data.a.output}" } }),
      { configuration: {}, args: ["destroy", "-auto-approve"] },
    ],
    codes: [0, 0],
  },
  "a replacement by hand": {
    steps: [
      data({ a: { input: 1 }, b: { input: "${terraform_data.a.output}" } }),
      {
        configuration: data({ a: { input: 1 }, b: { input: "${terraform_data.a.output}" } }),
        args: ["apply", "-auto-approve", "-replace=terraform_data.a"],
      },
    ],
    codes: [0, 0],
  },
};

const FIRST = { lifecycle: { create_before_destroy: true } };
const LATER = { lifecycle: { create_before_destroy: false } };
const TRIGGERED = { lifecycle: { create_before_destroy: true, replace_triggered_by: ["netweft_namespace.a.name"] } };

/** Two namespaces, of which the second depends on the first. */
const below = (name: string, a: object, b: object) => spaces({ a: { name, ...a }, b: { name: "${netweft_namespace.a.name}-b", ...b } });

const replacements: Readonly<Record<string, Case>> = {
  "one that is created first": accepted(spaces({ c: { name: "x", ...FIRST } }), spaces({ c: { name: "y", ...FIRST } })),
  "one that is destroyed first": accepted(spaces({ c: { name: "x" } }), spaces({ c: { name: "y" } })),
  "all of a count": accepted(spaces({ c: counted(2, FIRST) }), spaces({ c: counted(2, { name: "d${count.index}", ...FIRST }) })),
  "some of a count, while one leaves it": accepted(
    spaces({ c: counted(3, FIRST) }),
    spaces({ c: counted(2, { name: "d${count.index}", ...FIRST }) }),
  ),
  "all of a for_each, while another one is added": accepted(
    spaces({ c: each(["a", "b"], FIRST) }),
    spaces({ c: each(["a", "b", "c"], { name: "f-${each.key}", ...FIRST }) }),
  ),
  "what a resource that is created first depends on": accepted(below("x", {}, FIRST), below("y", {}, FIRST)),
  "what it depends on, against its own choice": accepted(below("x", LATER, FIRST), below("y", LATER, FIRST)),
  "what depends on a resource that is created first": accepted(below("x", FIRST, {}), below("y", FIRST, {})),
  "what it depends on by depends_on": accepted(
    spaces({ a: "x", b: { name: "b", depends_on: ["netweft_namespace.a"], ...FIRST } }),
    spaces({ a: "y", b: { name: "b", depends_on: ["netweft_namespace.a"], ...FIRST } }),
  ),
  "what it depends on through a local value": accepted(
    spaces({ a: "x", b: { name: "${local.b}", ...FIRST } }, { locals: { b: "${netweft_namespace.a.name}-b" } }),
    spaces({ a: "y", b: { name: "${local.b}", ...FIRST } }, { locals: { b: "${netweft_namespace.a.name}-b" } }),
  ),
  "the order is chosen with the change": accepted(spaces({ c: { name: "x" } }), spaces({ c: { name: "y", ...FIRST } })),
  "the order is taken back with the change": accepted(spaces({ c: { name: "x", ...FIRST } }), spaces({ c: { name: "y" } })),
  "the order alone is no change": accepted(spaces({ c: { name: "x" } }), spaces({ c: { name: "x", ...FIRST } })),
  "a replacement that is moved, too": accepted(
    spaces({ a: { name: "x", ...FIRST } }),
    spaces({ b: { name: "y", ...FIRST } }, moved("a b")),
  ),
  "a replacement out of count": accepted(spaces({ c: counted(1, FIRST) }), spaces({ c: { name: "y", ...FIRST } })),
  "a guard": refused(
    spaces({ c: { name: "x", lifecycle: { create_before_destroy: true, prevent_destroy: true } } }),
    spaces({ c: { name: "y", lifecycle: { create_before_destroy: true, prevent_destroy: true } } }),
  ),
  "a guard of what it depends on": refused(below("x", GUARD, FIRST), below("y", GUARD, FIRST)),
  "a change that is ignored": accepted(
    spaces({ c: { name: "x", lifecycle: { create_before_destroy: true, ignore_changes: ["name"] } } }),
    spaces({ c: { name: "y", lifecycle: { create_before_destroy: true, ignore_changes: ["name"] } } }),
  ),
  "one that is triggered, with a name of its own": accepted(
    spaces({ a: "x", b: { name: "b-x", ...TRIGGERED } }),
    spaces({ a: "y", b: { name: "b-y", ...TRIGGERED } }),
  ),
  "a deleted one beside it": accepted(spaces({ a: { name: "x", ...FIRST }, b: "b" }), spaces({ a: { name: "y", ...FIRST } })),
  "a destroy of both": {
    steps: [below("x", {}, FIRST), { configuration: below("x", {}, FIRST), args: ["destroy", "-auto-approve"] }],
    codes: [0, 0],
  },
};

const value = (expression: string): Sections => outputs({ o: `\${${expression}}` });
const texts = (expressions: readonly string[]): Sections =>
  outputs(Object.fromEntries(expressions.map((expression, n) => [`o${n}`, `\${tostring(${expression})}`])));

const settings: Readonly<Record<string, Case>> = {
  "functions of the provider": one(
    0,
    outputs({
      name: '${provider::netweft::ifname("br-", "customer-facing-network")}',
      mtu: '${provider::netweft::vxlan_mtu("9000", "2001:db8::1", "wireguard")}',
      subnet: '${provider::netweft::subnet_for("10.128.0.0/10", 24, 2)}',
      mac: '${provider::netweft::mac_for("web")}',
    }),
  ),
  "functions under another name of the provider": one(0, {
    terraform: { required_providers: { nw: { source: "netweft/netweft" } } },
    provider: { nw: { stack: "shop" } },
    ...outputs({ mac: '${provider::nw::mac_for("web")}' }),
  }),
  "functions under its usual name, where it has another": one(1, {
    terraform: { required_providers: { nw: { source: "netweft/netweft" } } },
    provider: { nw: { stack: "shop" } },
    ...outputs({ mac: '${provider::netweft::mac_for("web")}' }),
  }),
  "an argument that a function refuses": one(1, value('provider::netweft::vxlan_mtu(10, "192.0.2.1", "none")')),
  "a function that the provider does not have": one(1, value('provider::netweft::nope("x")')),
  "an argument too many": one(1, value('provider::netweft::mac_for("x", "y")')),
  "the digits of quotients": one(
    0,
    texts(["1/3", "2/3", "10/3", "1/7", "100/7", "2/7", "5/9", "-1/3", "123456789/7", "1/3*3", "1/1024", "1/3*1e20", "22/7*-1", "1e30/7"]),
  ),
  "comments in blocks": one(0, {
    "//": "a",
    ...data({ a: { "//": "b", input: { "//": "c", x: 1 }, lifecycle: { "//": "d", create_before_destroy: true } } }),
    ...outputs({ o: "${terraform_data.a.output}" }),
  }),
  "outputs in another order": {
    steps: [outputs({ z: 1, a: 2, m: 3 }), outputs({ m: 3, b: 1, z: 2 })],
    codes: [0, 0],
  },
};

export const cases: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  replacements,
  "prevent_destroy guards": guards,
  moved: moves,
  "override files": overrides,
  "arguments of blocks": blocks,
  summaries,
  terraform_data: stored,
  settings,
};
