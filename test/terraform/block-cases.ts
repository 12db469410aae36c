/** `import` and `removed` blocks: configurations in steps, with the exit codes of terraform. */
import type { Sections, Step } from "../support/both-engines";
import { accepted, counted, data, outputs, spaces, type Case } from "./language-cases";

const A = "netweft_namespace.a";
const B = "netweft_namespace.b";

const imports = (...blocks: readonly object[]): Sections => ({ import: blocks });
const removed = (...blocks: readonly object[]): Sections => ({ removed: blocks });
const KEPT = { lifecycle: { destroy: false } };
const GONE = { lifecycle: { destroy: true } };

const there = (...names: readonly string[]) => names.map((name) => `local - netns ${name}`);
/** One step, before which these namespaces exist. */
const importing = (code: 0 | 1, names: readonly string[], configuration: Sections, more: Partial<Step> = {}): Case => ({
  steps: [{ configuration, made: there(...names), ...more }],
  codes: [code],
});
const target = (address: string) => ["apply", "-auto-approve", `-target=${address}`];
const PAIR = { x: "web", y: "db" };
const KEYED = { for_each: PAIR, name: "${each.value}" };
const LISTED = { count: 2, name: '${["web", "db"][count.index]}' };

const importBlocks: Readonly<Record<string, Case>> = {
  "one, and again": {
    steps: [
      { configuration: spaces({ a: "web" }, imports({ to: A, id: "local/web" })), made: there("web") },
      spaces({ a: "web" }, imports({ to: A, id: "local/web" })),
      spaces({ a: "web" }),
    ],
    codes: [0, 0, 0],
  },
  "a plan": importing(0, ["web"], spaces({ a: "web" }, imports({ to: A, id: "local/web" })), { args: ["plan"] }),
  "one with what is created and changed beside it, and an output": {
    steps: [
      spaces({ b: "b", c: "c" }),
      {
        configuration: spaces(
          { a: "web", b: { name: "b", dns: ["192.0.2.1"] }, d: "d" },
          { ...imports({ to: A, id: "local/web" }), ...outputs({ o: `\${${A}.id}` }) },
        ),
        made: there("web"),
      },
    ],
    codes: [0, 0],
  },
  "one with a change of its own": importing(
    0,
    ["web"],
    spaces({ a: { name: "web", dns: ["192.0.2.1"] } }, imports({ to: A, id: "local/web" })),
  ),
  "those of a count": importing(
    0,
    ["web", "db"],
    spaces({ a: LISTED }, imports({ to: `${A}[0]`, id: "local/web" }, { to: `${A}[1]`, id: "local/db" })),
  ),
  "a count without a key": importing(1, ["web"], spaces({ a: LISTED }, imports({ to: A, id: "local/web" }))),
  "a key that does not exist": importing(1, ["web"], spaces({ a: LISTED }, imports({ to: `${A}[5]`, id: "local/web" }))),
  "for_each over a map": importing(
    0,
    ["web", "db"],
    spaces({ a: KEYED }, imports({ for_each: PAIR, to: `${A}[each.key]`, id: "local/${each.value}" })),
  ),
  "for_each over a list": importing(
    0,
    ["web", "db"],
    spaces({ a: LISTED }, imports({ for_each: ["web", "db"], to: `${A}[each.key]`, id: "local/${each.value}" })),
  ),
  "for_each over objects": importing(
    0,
    ["web", "db"],
    spaces(
      { a: KEYED },
      imports({ for_each: [{ k: "x" }, { k: "y" }], to: `${A}[each.value.k]`, id: '${"local/${{ x = "web", y = "db" }[each.value.k]}"}' }),
    ),
  ),
  "for_each over nothing": importing(0, [], spaces({ a: "web" }, imports({ for_each: {}, to: `${A}[each.key]`, id: "local/web" }))),
  "keys of texts": importing(
    0,
    ["web", "db"],
    spaces(
      { a: { for_each: { "k-x": "web", "k-y": "db" }, name: "${each.value}" } },
      imports({ for_each: PAIR, to: `${A}["k-\${each.key}"]`, id: "local/${each.value}" }),
    ),
  ),
  "for_each over what is known only after the apply": importing(1, ["web"], {
    ...data({ t: { input: ["x"] } }),
    resource: { terraform_data: { t: { input: ["x"] } }, netweft_namespace: { a: KEYED } },
    ...imports({ for_each: "${toset(terraform_data.t.output)}", to: `${A}[each.key]`, id: "local/web" }),
  }),
  "an id that is known only after the apply": importing(1, ["web"], {
    resource: { terraform_data: { t: { input: "web" } }, netweft_namespace: { a: { name: "web" } } },
    ...imports({ to: A, id: "local/${terraform_data.t.output}" }),
  }),
  "an id of another resource's attribute": importing(
    0,
    ["web", "db"],
    spaces({ a: "web", b: "db" }, imports({ to: A, id: "local/web" }, { to: B, id: `\${${A}.name == "web" ? "local/db" : ""}` })),
  ),
  "an id that is sensitive": importing(0, ["web"], spaces({ a: "web" }, imports({ to: A, id: '${sensitive("local/web")}' }))),
  "an invalid id of what is in the state": {
    steps: [spaces({ a: "web" }), spaces({ a: "web" }, imports({ to: A, id: "${null}" }))],
    codes: [0, 1],
  },
  "another id of what is in the state": accepted(spaces({ a: "web" }), spaces({ a: "web" }, imports({ to: A, id: "local/other" }))),
  "what is not declared": importing(1, ["web"], spaces({ b: "b" }, imports({ to: A, id: "local/web" }))),
  "what is not declared, in a destroy": {
    steps: [
      spaces({ a: "a" }),
      { configuration: spaces({ a: "a" }, imports({ to: B, id: "local/web" })), args: ["destroy", "-auto-approve"] },
    ],
    codes: [0, 1],
  },
  "the provider of a declared resource": importing(
    1,
    ["web"],
    spaces({ a: "web" }, imports({ to: A, id: "local/web", provider: "netweft" })),
  ),
  "one address twice, by for_each": importing(
    0,
    ["web"],
    spaces({ a: "web" }, imports({ for_each: ["local/web", "local/web"], to: A, id: "${each.value}" })),
  ),
  "a target": importing(0, ["web", "db"], spaces({ a: "web", b: "db" }, imports({ to: A, id: "local/web" }, { to: B, id: "local/db" })), {
    args: target(A),
  }),
  "another target": importing(0, ["web"], spaces({ a: "web", b: "b" }, imports({ to: A, id: "local/web" })), { args: target(B) }),
  "the new address of a move": accepted(
    spaces({ a: "web" }),
    spaces({ b: "web" }, { moved: { from: A, to: B }, ...imports({ to: B, id: "local/web" }) }),
  ),
  "the old address of a move": {
    steps: [spaces({ a: "web" }), spaces({ b: "web" }, { moved: { from: A, to: B }, ...imports({ to: A, id: "local/web" }) })],
    codes: [0, 1],
  },
  "a value in the state": accepted(
    { ...data({ t: { input: 1 } }), ...imports({ to: "terraform_data.t", id: "abc" }) },
    { ...data({ t: { input: 1 } }), ...imports({ to: "terraform_data.t", id: "abc" }) },
  ),
  "a value in the state, unchanged": accepted({ ...data({ t: {} }), ...imports({ to: "terraform_data.t", id: "abc" }) }),
  "a value in the state, replaced": accepted({
    ...data({ t: { triggers_replace: 1 } }),
    ...imports({ to: "terraform_data.t", id: "abc" }),
  }),
  "a change that is ignored": importing(
    0,
    ["web"],
    spaces({ a: { name: "db", lifecycle: { ignore_changes: ["name"] } } }, imports({ to: A, id: "local/web" })),
  ),
  "a guard": importing(
    1,
    ["web"],
    spaces({ a: { name: "db", lifecycle: { prevent_destroy: true } } }, imports({ to: A, id: "local/web" })),
  ),
  "what depends on it": importing(0, ["web"], spaces({ a: "web", b: { name: `\${${A}.name}-b` } }, imports({ to: A, id: "local/web" }))),
};

const AB = spaces({ a: "web", b: "b" });
/** Two namespaces, of which the first is removed. */
const removing = (block: object, more: Partial<Step> = {}): Case => ({
  steps: [AB, { configuration: spaces({ b: "b" }, removed(block)), ...more }],
  codes: [0, 0],
});
const invalid = (block: object): Case => ({ steps: [spaces({ b: "b" }, removed(block))], codes: [1] });

const removedBlocks: Readonly<Record<string, Case>> = {
  "one that stays, and again": accepted(
    AB,
    spaces({ b: "b" }, removed({ from: A, ...KEPT })),
    spaces({ b: "b" }, removed({ from: A, ...KEPT })),
    spaces({ b: "b" }),
  ),
  "a plan": removing({ from: A, ...KEPT }, { args: ["plan"] }),
  "one that is destroyed": removing({ from: A, ...GONE }),
  "without a lifecycle": removing({ from: A }),
  "what is declared": invalid({ from: B, ...KEPT }),
  "what is declared, in a destroy": {
    steps: [AB, { configuration: { ...AB, ...removed({ from: A, ...KEPT }) }, args: ["destroy", "-auto-approve"] }],
    codes: [0, 1],
  },
  "all instances": accepted(spaces({ a: counted(2) }), spaces({ b: "b" }, removed({ from: A, ...KEPT }))),
  "two blocks, the first one keeps": accepted(AB, spaces({ b: "b" }, removed({ from: A, ...KEPT }, { from: A, ...GONE }))),
  "two blocks, the first one destroys": accepted(AB, spaces({ b: "b" }, removed({ from: A, ...GONE }, { from: A, ...KEPT }))),
  "one that a move renames": accepted(
    AB,
    spaces({ b: "b" }, { moved: { from: A, to: "netweft_namespace.c" }, ...removed({ from: "netweft_namespace.c", ...KEPT }) }),
  ),
  "one that a move has renamed": accepted(
    AB,
    spaces({ b: "b", c: "web" }, { moved: { from: A, to: "netweft_namespace.c" }, ...removed({ from: A, ...KEPT }) }),
  ),
  "all instances but one, which moves": accepted(
    spaces({ a: counted(2) }),
    spaces({ b: "c1" }, { moved: { from: `${A}[1]`, to: B }, ...removed({ from: A, ...KEPT }) }),
  ),
  "a resource that does not exist": accepted(AB, { ...AB, ...removed({ from: "netweft_namespace.z", ...KEPT }) }),
  "what others depend on": accepted(
    spaces({ a: "web", b: { name: `\${${A}.name}-b` } }),
    spaces({ b: "web-b" }, removed({ from: A, ...KEPT })),
  ),
  "a destroy destroys it": removing({ from: A, ...KEPT }, { args: ["destroy", "-auto-approve"] }),
  "a target": {
    steps: [AB, { configuration: spaces({ b: "c" }, removed({ from: A, ...KEPT })), args: target(A) }],
    codes: [0, 0],
  },
  "another target": {
    steps: [AB, { configuration: spaces({ b: "c" }, removed({ from: A, ...KEPT })), args: target(B) }],
    codes: [0, 0],
  },
  "what was deleted by hand": removing({ from: A, ...KEPT }, { unmade: there("web") }),
  "without a refresh": removing({ from: A, ...KEPT }, { args: ["apply", "-auto-approve", "-refresh=false"] }),
  "with a change and an output that goes": accepted(
    { ...AB, ...outputs({ o: `\${${A}.id}` }) },
    spaces({ b: { name: "b", dns: ["192.0.2.1"] } }, removed({ from: A, ...KEPT })),
  ),
  "imported again": accepted(AB, spaces({ b: "b" }, removed({ from: A, ...KEPT })), { ...AB, ...imports({ to: A, id: "local/web" }) }),
  "imported under another name": accepted(
    AB,
    spaces({ b: "b", c: "web" }, { ...removed({ from: A, ...KEPT }), ...imports({ to: "netweft_namespace.c", id: "local/web" }) }),
  ),
  "a value in the state": accepted(data({ t: { input: 1 }, u: {} }), {
    ...data({ u: {} }),
    ...removed({ from: "terraform_data.t", ...KEPT }),
  }),
  "what is tainted": {
    steps: [AB, { configuration: AB, args: ["taint", A] }, spaces({ b: "b" }, removed({ from: A, ...KEPT }))],
    codes: [0, 0, 0],
  },
};

export const blockCases: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  "import blocks": importBlocks,
  "removed blocks": removedBlocks,
};
