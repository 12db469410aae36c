import type { Code } from "../../../lib/codes";
import type { Path } from "../../../lib/diagnostic";
import { nets, said, type Given } from "./support";

interface Row {
  readonly title: string;
  readonly document: unknown;
  readonly given?: Given;
  readonly code: Code;
  readonly path?: Path;
  readonly resource?: string;
  readonly file?: string;
  /** A part of the detail: the hint, mostly. */
  readonly says?: string;
}

const a = "netweft_net.a";
const one = (attributes: object, rest: object = {}) => nets({ a: attributes }, rest);
const expression = (text: string) => one({ name: text });

const json: readonly Row[] = [
  {
    title: "a document that ends in the middle",
    document: '{\n  "locals": {',
    code: "invalid-json",
    file: "main.tf.json:2:14",
    says: "incomplete",
  },
  { title: "a missing comma", document: '{"a": 1\n "b": 2}', code: "invalid-json", file: "main.tf.json:2:2", says: "comma" },
  { title: "a trailing comma", document: '{"a": [1,]}', code: "invalid-json", file: "main.tf.json:1:10" },
  { title: "text after the end", document: "{} x", code: "invalid-json", file: "main.tf.json:1:4" },
  { title: "a list with a number as the document", document: "[{}, 1]", code: "invalid-json", says: "object" },
  { title: "a byte order mark", document: "\ufeff{}", code: "invalid-json", file: "main.tf.json:1:1", says: "byte order mark" },
  {
    title: "one key twice",
    document: '{"locals": {"x": 1,\n "x": 2}}',
    code: "duplicate-json-key",
    path: ["locals", "x"],
    file: "main.tf.json:2:2",
  },
  {
    title: "a number that no double holds",
    document: '{"locals": {"x": 12345678901234567890}}',
    code: "inexact-number",
    path: ["locals", "x"],
  },
  {
    title: "a very deep document",
    document: `{"locals": {"x": ${"[".repeat(400)}${"]".repeat(400)}}}`,
    code: "limit-exceeded",
    says: "deep",
  },
];

const expressions: readonly Row[] = [
  { title: "an expression that does not end", document: expression("${join("), code: "invalid-expression", path: ["name"] },
  { title: "a stray word", document: expression("${1 2}"), code: "invalid-expression", says: "▸2}" },
  {
    title: "undefined as an operand",
    document: expression("${1 > undefined}"),
    code: "invalid-reference",
    says: "undefined when",
  },
  { title: "undefined as an argument", document: expression('${coalesce(, "a")}'), code: "invalid-expression", says: "undefined" },
  { title: "text without quotes as a key", document: expression("${local.peers[a]}"), code: "invalid-reference", says: "double quotes" },
  { title: "a single & ", document: expression("${true & false}"), code: "invalid-expression", says: "&&" },
  { title: "single quotes", document: expression("${'a'}"), code: "invalid-expression", says: "double quotes" },
  { title: "an unknown directive", document: expression("%{ while true }"), code: "invalid-expression", says: "%%{" },
  { title: "an if without its end", document: expression("%{ if true }x"), code: "invalid-expression", says: "endif" },
  { title: "nesting beyond measure", document: expression(`\${${"(".repeat(1000)}1${")".repeat(1000)}}`), code: "invalid-expression" },
  { title: "operators beyond measure", document: expression(`\${${"1 + ".repeat(5000)}1}`), code: "invalid-expression", says: "deep" },
  {
    title: "steps beyond measure",
    document: expression(`\${local.a${"[local.b]".repeat(5000)}}`),
    code: "invalid-expression",
    says: "deep",
  },
  {
    title: "conditionals beyond measure",
    document: expression(`\${${"true ? 1 : ".repeat(5000)}1}`),
    code: "invalid-expression",
    says: "deep",
  },
  { title: "negations beyond measure", document: expression(`\${${"!".repeat(5000)}true}`), code: "invalid-expression", says: "deep" },
  { title: "a heredoc", document: expression("${<<EOT\nx\nEOT\n}"), code: "invalid-expression", says: "Heredocs" },
  { title: "a number token of CDKTF", document: one({ mtu: -1.8881545897087e289 }), code: "unresolved-token", path: ["mtu"] },
  { title: "a number computed from a token", document: one({ mtu: -8.1e298 }), code: "unresolved-token", path: ["mtu"] },
  {
    title: "a number token of CDKTF in a text",
    document: expression("node--8.10956221259138e+298"),
    code: "unresolved-token",
    path: ["name"],
  },
  { title: "a string token of CDKTF", document: expression("x-${TfToken[TOKEN.12]}"), code: "unresolved-token", path: ["name"] },
  { title: "a function that does not exist", document: expression('${uper("a")}'), code: "unknown-function", says: "upper()" },
  { title: "a function that reads files", document: expression('${file("x")}'), code: "unavailable-function", says: "reads files" },
  {
    title: "a function with a different result each time",
    document: expression("${uuid()}"),
    code: "unavailable-function",
    says: "uuid()",
  },
  { title: "too few arguments", document: expression('${cidrsubnet("10.0.0.0/8")}'), code: "invalid-arguments", says: "exactly 3" },
  { title: "an argument that does not fit", document: expression('${upper(["a"])}'), code: "invalid-arguments", says: "Argument 1" },
  { title: "a null argument", document: expression("${upper(null)}"), code: "invalid-arguments", says: "null" },
  { title: "a text as an operand", document: expression('${"a" + 1}'), code: "invalid-operand", path: ["name"], resource: a },
  { title: "a division by zero", document: expression("${1 / 0}"), code: "invalid-operand", says: "zero" },
  { title: "a list in a text", document: expression("x${[1]}"), code: "invalid-operand" },
  { title: "a loop over a number", document: expression("${[for x in 1 : x]}"), code: "invalid-operand" },
  { title: "halves of a conditional that do not fit", document: expression("${true ? 1 : [1]}"), code: "inconsistent-types" },
  { title: "an index beyond the end", document: expression('${["a"][3]}'), code: "invalid-index", says: "It has 1 element" },
  { title: "a missing attribute", document: expression("${{ size = 1 }.sise}"), code: "invalid-index", says: '"size"' },
  { title: "an attribute of a list", document: expression("${[{ id = 1 }].id}"), code: "invalid-index", says: "[*]" },
  { title: "an index into a set", document: expression('${toset(["a"])[0]}'), code: "invalid-index", says: "tolist" },
  { title: "a part of null", document: expression("${null.x}"), code: "null-value" },
  { title: "a key that comes twice", document: expression("${{ for x in [1, 1] : x => x }}"), code: "duplicate-key", says: "..." },
  { title: "a result with too many digits", document: one({ mtu: "${9007199254740993 * 1}" }), code: "inexact-number", path: ["mtu"] },
  { title: "no fitting argument of try", document: expression('${try(tonumber("a"))}'), code: "invalid-arguments", says: "try()" },
];

const blocks: readonly Row[] = [
  { title: "an unknown section", document: { resorce: {} }, code: "unknown-block", path: ["resorce"], says: '"resource"' },
  { title: "a block that is a text", document: { output: { x: "a" } }, code: "invalid-block", path: ["output", "x"] },
  { title: "a name with a space", document: nets({ "a b": {} }), code: "invalid-block" },
  { title: "an output without a value", document: { output: { x: {} } }, code: "missing-attribute", path: ["output", "x"] },
  {
    title: "an unknown argument of an output",
    document: { output: { x: { value: 1, valeu: 1 } } },
    code: "unknown-attribute",
    says: '"value"',
  },
  {
    title: "a condition without a message",
    document: one({ lifecycle: { precondition: { condition: true } } }),
    code: "missing-attribute",
  },
  { title: "an alias that is an expression", document: { provider: { netweft: { alias: "${var.x}" } } }, code: "invalid-block" },
  {
    title: "a backend with an expression",
    document: { terraform: { backend: { local: { path: "${path.cwd}" } } } },
    code: "invalid-block",
  },
  {
    title: "one resource in two files",
    document: undefined,
    given: { files: ["a", "b"].map((name) => ({ name: `${name}.tf.json`, text: JSON.stringify(one({})) })) },
    code: "duplicate-block",
    resource: a,
    file: "b.tf.json:1:29",
    says: "a.tf.json",
  },
  { title: "two default providers", document: { provider: { netweft: [{}, {}] } }, code: "duplicate-block" },
  { title: "two backends", document: { terraform: [{ backend: { local: {} } }, { backend: { http: {} } }] }, code: "duplicate-block" },
  { title: "a module", document: { module: { m: { source: "./m" } } }, code: "needs-terraform", path: ["module"], says: "Modules" },
  { title: "a check", document: { check: {} }, code: "needs-terraform" },
  { title: "an ephemeral resource", document: { ephemeral: {} }, code: "needs-terraform" },
  { title: "an ephemeral variable", document: { variable: { x: { ephemeral: true } } }, code: "needs-terraform" },
  { title: "a provisioner", document: one({ provisioner: [{ "local-exec": {} }] }), code: "needs-terraform", path: ["provisioner"] },
  { title: "a connection", document: one({ connection: {} }), code: "needs-terraform", path: ["connection"] },
  { title: "a dynamic block", document: one({ dynamic: {} }), code: "needs-terraform", path: ["dynamic"], says: "for" },
  { title: "HCP Terraform", document: { terraform: { cloud: {} } }, code: "needs-terraform" },
  {
    title: "a resource of another provider",
    document: { resource: { aws_vpc: { v: {} } } },
    code: "other-provider",
    resource: "aws_vpc.v",
  },
  { title: "another provider", document: { provider: { aws: {} } }, code: "other-provider", path: ["provider", "aws"] },
  { title: "a misspelled type", document: { resource: { netweft_nt: { v: {} } } }, code: "unknown-resource-type", says: "netweft_net" },
  {
    title: "a misspelled data source",
    document: { data: { netweft_hots: { v: {} } } },
    code: "unknown-resource-type",
    says: "netweft_host",
  },
  { title: "an undeclared alias", document: one({ provider: "netweft.edge" }), code: "undeclared-provider", path: ["provider"] },
  {
    title: "a provider as an expression",
    document: one({ provider: "${netweft.edge}" }),
    code: "invalid-reference",
    says: '"netweft.edge"',
  },
];

const references: readonly Row[] = [
  {
    title: "a resource that is not declared",
    document: expression("${netweft_net.aa.id}"),
    code: "unknown-reference",
    says: "netweft_net.a?",
  },
  {
    title: "an attribute that does not exist",
    document: nets({ a: {}, b: { name: "${netweft_net.a.idd}" } }),
    code: "unknown-reference",
    says: '"id"',
  },
  {
    title: "a nested attribute that does not exist",
    document: nets({ a: {}, b: { name: "${netweft_net.a.ref.mtuu}" } }),
    code: "unknown-reference",
    says: '"mtu"',
  },
  { title: "a part of a scalar", document: nets({ a: {}, b: { name: "${netweft_net.a.id.x}" } }), code: "unknown-reference" },
  {
    title: "an attribute of a block with count",
    document: nets({ a: { count: 2 }, b: { name: "${netweft_net.a.id}" } }),
    code: "unknown-reference",
    says: "[count.index]",
  },
  {
    title: "an attribute of a block with for_each",
    document: nets({ a: { for_each: {} }, b: { name: "${netweft_net.a.id}" } }),
    code: "unknown-reference",
    says: "[each.key]",
  },
  { title: "an instance of a single block", document: nets({ a: {}, b: { name: "${netweft_net.a[0].id}" } }), code: "unknown-reference" },
  { title: "a variable that is not declared", document: expression("${var.x}"), code: "unknown-reference", path: ["name"] },
  { title: "a local value that is not declared", document: expression("${[for y in [1] : local.x]}"), code: "unknown-reference" },
  {
    title: "a dependency on nothing",
    document: one({ depends_on: ["netweft_net.z"] }),
    code: "unknown-reference",
    path: ["depends_on", 0],
  },
  { title: "each without for_each", document: expression("${each.key}"), code: "invalid-reference", says: "for_each" },
  { title: "count without count", document: expression("${count.index}"), code: "invalid-reference" },
  { title: "self outside of a postcondition", document: expression("${self.id}"), code: "invalid-reference" },
  { title: "an unknown path attribute", document: expression("${path.home}"), code: "invalid-reference", says: "path.module" },
  { title: "a module's output", document: expression("${module.m.x}"), code: "needs-terraform" },
  {
    title: "depends_on with an expression",
    document: nets({ a: {}, b: { depends_on: ["${netweft_net.a}"] } }),
    code: "invalid-depends-on",
    says: '"netweft_net.a"',
  },
  { title: "depends_on that is a number", document: one({ depends_on: [1] }), code: "invalid-depends-on" },
  { title: "a block that refers to itself", document: expression("${netweft_net.a.id}"), code: "cycle", resource: a, says: "itself" },
  {
    title: "a cycle through a local value",
    document: nets({ a: { name: "${local.x}" }, b: { name: "${netweft_net.a.id}" } }, { locals: { x: "${netweft_net.b.id}" } }),
    code: "cycle",
    says: "netweft_net.a → local.x → netweft_net.b → netweft_net.a",
  },
];

const meta: readonly Row[] = [
  { title: "count and for_each", document: one({ count: 1, for_each: {} }), code: "count-and-for-each", resource: a },
  { title: "a negative count", document: one({ count: -1 }), code: "invalid-count", path: ["count"] },
  { title: "half a count", document: one({ count: 1.5 }), code: "invalid-count" },
  { title: "a count of null", document: one({ count: "${null}" }), code: "invalid-count" },
  {
    title: "a sensitive count that is negative",
    document: one({ count: "${sensitive(-1)}" }),
    code: "invalid-count",
    says: "this sensitive value",
  },
  {
    title: "a trigger of an attribute that does not exist",
    document: one({ lifecycle: { replace_triggered_by: ["netweft_net.a.nope"] } }),
    code: "unknown-reference",
    says: "nope",
  },
  { title: "a boundless count", document: one({ count: 1e9 }), code: "limit-exceeded", says: "at most" },
  { title: "for_each over a list", document: one({ for_each: ["a"] }), code: "invalid-for-each", says: "toset" },
  { title: "for_each over numbers", document: one({ for_each: "${toset([1])}" }), code: "invalid-for-each", says: "strings" },
  { title: "for_each over null", document: one({ for_each: "${null}" }), code: "invalid-for-each" },
  { title: "a sensitive for_each", document: one({ for_each: "${sensitive({})}" }), code: "invalid-for-each" },
  {
    title: "an unknown word in lifecycle",
    document: one({ lifecycle: { prevent_destruction: true } }),
    code: "unknown-attribute",
    path: ["lifecycle", "prevent_destruction"],
  },
  { title: "an expression in ignore_changes", document: one({ lifecycle: { ignore_changes: ["${x}"] } }), code: "invalid-lifecycle" },
  {
    title: "an expression in replace_triggered_by",
    document: one({ lifecycle: { replace_triggered_by: ["${netweft_net.b}"] } }),
    code: "invalid-lifecycle",
    says: '"netweft_net.b"',
  },
  {
    title: "a variable in replace_triggered_by",
    document: one({ lifecycle: { replace_triggered_by: ["var.x"] } }),
    code: "invalid-lifecycle",
  },
  {
    title: "a trigger that is not declared",
    document: one({ lifecycle: { replace_triggered_by: ["netweft_net.b"] } }),
    code: "unknown-reference",
  },
  { title: "prevent_destroy that is an expression", document: one({ lifecycle: { prevent_destroy: "${true}" } }), code: "invalid-block" },
  {
    title: "a precondition that is not met",
    document: one({ name: "x", lifecycle: { precondition: { condition: "${1 > 2}", error_message: "No ${1 + 1}." } } }),
    code: "failed-condition",
    path: ["lifecycle", "precondition", "condition"],
    says: "No 2.",
  },
  {
    title: "a postcondition that is not met",
    document: one({ lifecycle: { postcondition: [{ condition: "${self.id == 1}", error_message: "${self.id}" }] } }),
    code: "failed-condition",
    says: "id-a",
  },
  {
    title: "a condition that is not a bool",
    document: one({ lifecycle: { precondition: { condition: 5, error_message: "x" } } }),
    code: "invalid-operand",
  },
  { title: "a move of a module", document: { moved: { from: "module.a", to: "netweft_net.b" } }, code: "needs-terraform" },
  { title: "a move to an attribute", document: { moved: { from: "netweft_net.a", to: "netweft_net.b[0].id" } }, code: "invalid-block" },
];

const A = "netweft_net.a";
const imports = (...blocks: readonly object[]) => ({ ...one({}), import: blocks });
const removed = (block: object) => ({ removed: block });
const KEPT = { lifecycle: { destroy: false } };

/** `test/terraform/block-cases.ts` has what Terraform says of those that are about more than their text. */
const importsAndRemovals: readonly Row[] = [
  { title: "an import without an id", document: imports({ to: A }), code: "missing-attribute", path: ["import", 0], says: '"id"' },
  { title: "an import without an address", document: imports({ id: "x" }), code: "missing-attribute", path: ["import", 0], says: '"to"' },
  { title: "an import with something else", document: imports({ to: A, id: "x", ids: 1 }), code: "unknown-attribute", says: '"id"' },
  {
    title: "an import into a module",
    document: imports({ to: `module.m.${A}`, id: "x" }),
    code: "needs-terraform",
    path: ["import", 0, "to"],
  },
  { title: "an import into a module's instance", document: imports({ to: `module.m[0].${A}`, id: "x" }), code: "needs-terraform" },
  { title: "an import of a data source", document: imports({ to: "data.netweft_host.h", id: "x" }), code: "invalid-block" },
  { title: "an import to an attribute", document: imports({ to: `${A}.name`, id: "x" }), code: "invalid-block" },
  {
    title: "an import to what would be evaluated",
    document: imports({ to: `\${${A}}`, id: "x" }),
    code: "invalid-block",
    says: `Write "${A}"`,
  },
  { title: "an import to a number", document: imports({ to: 1, id: "x" }), code: "invalid-block" },
  { title: "an import to a key of a local value", document: imports({ to: `${A}[local.i]`, id: "x" }), code: "invalid-block" },
  { title: "an import to a key without for_each", document: imports({ to: `${A}[each.key]`, id: "x" }), code: "invalid-reference" },
  { title: "an import to a key that is none", document: imports({ for_each: ["x"], to: `${A}[[1]]`, id: "x" }), code: "invalid-block" },
  { title: "an id with each, without for_each", document: imports({ to: A, id: "${each.key}" }), code: "invalid-reference" },
  {
    title: "an id of the resource itself",
    document: imports({ to: A, id: `\${${A}.id}` }),
    code: "invalid-import-id",
    path: ["import", 0, "id"],
  },
  { title: "an id of what does not exist", document: imports({ to: A, id: "${netweft_net.b.id}" }), code: "unknown-reference" },
  { title: "an id that is null", document: imports({ to: A, id: null }), code: "invalid-import-id", path: ["import", 0, "id"] },
  { title: "an id that is empty", document: imports({ to: A, id: "" }), code: "invalid-import-id" },
  { title: "an id that is a list", document: imports({ to: A, id: ["x"] }), code: "invalid-import-id" },
  { title: "for_each of an import that is text", document: imports({ for_each: "x", to: A, id: "x" }), code: "invalid-for-each" },
  { title: "for_each of an import that is null", document: imports({ for_each: null, to: A, id: "x" }), code: "invalid-for-each" },
  { title: "one address imported twice", document: imports({ to: A, id: "x" }, { to: A, id: "x" }), code: "duplicate-block" },
  {
    title: "one address imported from two ids",
    document: imports({ for_each: ["x", "y"], to: A, id: "${each.value}" }),
    code: "duplicate-block",
    says: '"x" and from "y"',
  },
  {
    title: "a provider of a declared resource's import",
    document: imports({ to: A, id: "x", provider: "netweft" }),
    code: "invalid-block",
  },
  {
    title: "an unknown provider of an import",
    document: imports({ to: "netweft_net.b", id: "x", provider: "netweft.b" }),
    code: "undeclared-provider",
  },
  { title: "a removed block without an address", document: removed(KEPT), code: "invalid-block", says: '"from"' },
  { title: "a removed instance", document: removed({ from: `${A}[0]`, ...KEPT }), code: "invalid-block", says: `state rm ${A}[0]` },
  { title: "a removed data source", document: removed({ from: "data.netweft_host.h", ...KEPT }), code: "invalid-block" },
  { title: "a removed attribute", document: removed({ from: `${A}.name`, ...KEPT }), code: "invalid-block" },
  { title: "a removed instance of a module", document: removed({ from: "module.m[0]", ...KEPT }), code: "invalid-block" },
  { title: "an address of removed that would be evaluated", document: removed({ from: `\${${A}}`, ...KEPT }), code: "invalid-block" },
  { title: "a removed block with something else", document: removed({ from: A, to: A }), code: "unknown-attribute" },
  { title: "a guard in a removed block", document: removed({ from: A, lifecycle: { prevent_destroy: true } }), code: "unknown-attribute" },
  { title: "destroy that is null", document: removed({ from: A, lifecycle: { destroy: null } }), code: "invalid-block" },
  { title: "destroy that would be evaluated", document: removed({ from: A, lifecycle: { destroy: "${true}" } }), code: "invalid-block" },
  { title: "a program in a removed block", document: removed({ from: A, provisioner: {} }), code: "needs-terraform" },
];

const variable = (block: object, rest: object = {}) => ({ variable: { x: block }, ...rest });
const given = (text: string, from = "--var x"): Given => ({ variables: { x: { from, text } } });

const values: readonly Row[] = [
  { title: "a variable without a value", document: variable({}), code: "missing-variable", path: ["variable", "x"], says: "TF_VAR_x" },
  {
    title: "a value for nothing",
    document: { variable: { xx: { default: 1 } } },
    given: given("1"),
    code: "undeclared-variable",
    says: '"xx"',
  },
  { title: "a default of another type", document: variable({ type: "number", default: "large" }), code: "invalid-variable" },
  {
    title: "a default whose expression is literal text",
    document: variable({ type: "number", default: "${1}" }),
    code: "invalid-variable",
  },
  {
    title: "a value of another type",
    document: variable({ type: "number" }),
    given: given("large"),
    code: "invalid-variable",
    says: "--var x",
  },
  {
    title: "a value that is not an expression",
    document: variable({ type: "list(string)" }),
    given: given("[a"),
    code: "invalid-variable",
  },
  {
    title: "a value with a reference",
    document: variable({ type: "list(string)" }),
    given: given("[a]"),
    code: "invalid-variable",
    says: "quotes",
  },
  {
    title: "null for a variable that is not nullable",
    document: variable({ nullable: false }),
    given: { variables: { x: { from: "x.tfvars.json", value: null } } },
    code: "invalid-variable",
  },
  { title: "a null default that is not allowed", document: variable({ nullable: false, default: null }), code: "invalid-variable" },
  {
    title: "a type that does not exist",
    document: variable({ type: "strin" }),
    code: "invalid-type-constraint",
    path: ["variable", "x", "type"],
  },
  { title: "optional outside of an object", document: variable({ type: "optional(string)" }), code: "invalid-type-constraint" },
  {
    title: "a default of optional that does not fit",
    document: variable({ type: 'object({a = optional(number, "x")})' }),
    code: "invalid-type-constraint",
  },
  {
    title: "a validation that fails",
    document: variable({ default: 1, validation: { condition: "${var.x > 1}", error_message: "Too small: ${var.x}." } }),
    code: "failed-condition",
    path: ["variable", "x", "validation", "condition"],
    says: "Too small: 1.",
  },
  {
    title: "an output that shows a sensitive value",
    document: variable({ default: "s", sensitive: true }, { output: { o: { value: { a: ["${var.x}"] } } } }),
    code: "sensitive-output",
    path: ["output", "o"],
  },
];

describe.each([
  ["JSON", json],
  ["expressions", expressions],
  ["blocks", blocks],
  ["references", references],
  ["meta-arguments", meta],
  ["import and removed blocks", importsAndRemovals],
  ["values", values],
] as const)("%s: a diagnostic names", (_, rows) => {
  it.each(rows.map((row) => [row.title, row] as const))("%s", (_title, row) => {
    const found = said(row.document, row.given);
    const match = found.find(({ code }) => code === row.code);
    expect(found.map(({ code, detail }) => `${code}: ${detail}`).join("\n")).toContain(`${row.code}: `);
    if (row.path) expect(match!.at.path).toEqual(row.path);
    if (row.resource !== undefined) expect(match!.at.resource).toBe(row.resource);
    if (row.file !== undefined) expect(match!.at.file).toBe(row.file);
    expect(match!.detail).toContain(row.says ?? "");
  });
});

describe("diagnostics", () => {
  it("come all at once", () => {
    const codes = said(nets({ a: { name: "${var.x}", mtu: "${local.y}", provider: "netweft.z" }, b: { name: "${1 +}" } })).map(
      ({ code }) => code,
    );
    expect(codes.sort()).toEqual(["invalid-expression", "undeclared-provider", "unknown-reference", "unknown-reference"]);
  });

  it("are not consequences of each other: a block of an unknown type can still be referred to", () => {
    const document = { resource: { aws_vpc: { v: {} }, netweft_net: { a: { name: "${aws_vpc.v.id}" } } } };
    expect(said(document).map(({ code }) => code)).toEqual(["other-provider"]);
  });

  it("name the line of the user's program", () => {
    const stackTrace = [
      "new TerraformResource (/app/node_modules/cdktf/x.js:1:2)",
      "Object.<anonymous> (/app/main.ts:12:3)",
      "node:internal:1:1",
    ];
    const [diagnostic] = said(one({ name: "${var.x}", "//": { metadata: { path: "stack/a", uniqueId: "a", stackTrace } } }));
    expect(diagnostic!.at).toMatchObject({ source: "main.ts:12:3", resource: a, file: "main.tf.json" });
  });

  it("do not show sensitive messages", () => {
    const precondition = { condition: false, error_message: '${sensitive("secret")}' };
    expect(said(one({ lifecycle: { precondition } }))[0]!.detail).not.toContain("secret");
  });
});
