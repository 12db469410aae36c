/** Configurations in steps, by what they are about, with the exit codes of terraform. */
import type { Sections, Step } from "../support/both-engines";

interface Case {
  readonly steps: readonly (Sections | Step)[];
  readonly codes: readonly number[];
}

/** Namespaces, by the name of the block; a text is the name of the namespace. */
function spaces(all: Readonly<Record<string, string | object>>, more: Sections = {}): Sections {
  const blocks = Object.entries(all).map(([label, body]) => [label, typeof body === "string" ? { name: body } : body]);
  return { ...(blocks.length > 0 && { resource: { netweft_namespace: Object.fromEntries(blocks) as object } }), ...more };
}

/** `a b`: moved from a to b. */
function moved(...moves: readonly string[]): Sections {
  const address = (name: string) => `netweft_namespace.${name}`;
  return { moved: moves.map((move) => ({ from: address(move.split(" ")[0]!), to: address(move.split(" ")[1]!) })) };
}

const counted = (count: number, more: object = {}) => ({ count, name: "c${count.index}", ...more });
const each = (keys: readonly string[], more: object = {}) => ({
  for_each: `\${toset(${JSON.stringify(keys)})}`,
  name: "e-${each.key}",
  ...more,
});
const GUARD = { lifecycle: { prevent_destroy: true } };

const AB = spaces({ a: "wa", b: "wb" });

/** A last step that is refused, after one that is not. */
const refused = (first: Sections, second: Sections): Case => ({ steps: [first, second], codes: [0, 1] });
const accepted = (...steps: readonly Sections[]): Case => ({ steps, codes: steps.map(() => 0) });

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

export const cases: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  "prevent_destroy guards": guards,
  moved: moves,
  "override files": overrides,
  "arguments of blocks": blocks,
  summaries,
};
