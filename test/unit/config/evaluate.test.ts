import type { Instance } from "../../../lib/config";
import { UNKNOWN, type Draft } from "../../../lib/schema/value";
import { configs, configuration, evaluated, load, nets, output, resolved, said } from "./support";

describe("values of Terraform JSON", () => {
  it.each([
    ["a plain text", "a", "a"],
    ["an escaped interpolation", "$${a} %%{b}", "${a} %{b}"],
    ["a dollar sign", "5$ {x}", "5$ {x}"],
    ["a single interpolation, which keeps its type", "${1 + 1}", 2],
    ["text around an interpolation", "x${1 + 1}", "x2"],
    ["backslashes, which mean nothing outside of an expression", "a\\n", "a\\n"],
    ["text in another Unicode form", "e\u0301", "\u00e9"],
    ["a list with an expression inside", ['${upper("a")}', 1], ["A", 1]],
    ["an object with an expression as key", { '${upper("a")}': { b: "${1}" } }, { A: { b: 1 } }],
    [
      "a key that JavaScript has a meaning for",
      JSON.parse('{"__proto__": "${1}", "constructor": 2}') as unknown,
      JSON.parse('{"__proto__": 1, "constructor": 2}') as unknown,
    ],
  ])("%s", (_, given, value) => {
    expect(output(given as string)).toEqual(value);
  });

  it("an attribute that is null is absent", () => {
    expect(configs(nets({ a: { name: null, mtu: "${true ? null : 1}", labels: { x: null } } }))).toEqual({
      "netweft_net.a": { labels: { x: null } },
    });
  });

  it("comments are left out at the level of blocks only", () => {
    const found = configs(nets({ a: { "//": "note", labels: { "//": "kept" } } }, { "//": { metadata: {} } }));
    expect(found).toEqual({ "netweft_net.a": { labels: { "//": "kept" } } });
  });

  it("blocks may be objects or lists of objects at every level", () => {
    const document = {
      resource: [{ netweft_net: [{ a: [{ name: "x" }] }, { b: {} }] }],
      locals: [{ x: 1 }, { y: 2 }],
      output: { o: [{ value: "${local.y}" }] },
    };
    expect(Object.keys(configs(document))).toEqual(["netweft_net.a", "netweft_net.b"]);
  });

  it("several files are one configuration", () => {
    const files = [nets({ a: { name: "${local.x}" } }), { locals: { x: "y" } }].map((document, i) => ({
      name: `${i}.tf.json`,
      text: JSON.stringify(document),
    }));
    expect(configs(undefined, { files })).toEqual({ "netweft_net.a": { name: "y" } });
  });
});

describe("references", () => {
  const two = (text: unknown) => configs(nets({ a: { name: "x" }, b: { name: text } }))["netweft_net.b"]!.name;

  it.each([
    ["an attribute", "${netweft_net.a.id}", "id-a"],
    ["a nested attribute", "${netweft_net.a.ref.mtu}", 1500],
    ["an object", "${netweft_net.a.ref}", { id: "id-a", mtu: 1500 }],
    ["an attribute that is not set", "${netweft_net.a.mtu == null}", true],
    ["inside of a loop", "${[for x in [1] : netweft_net.a.id][0]}", "id-a"],
    ["through a splat", "${netweft_net.a[*].id}", ["id-a"]],
    ["a computed attribute name", '${netweft_net.a["i${"d"}"]}', "id-a"],
  ])("%s", (_, text, value) => {
    expect(two(text)).toEqual(value);
  });

  it("to instances of count: one, all, and the legacy form", () => {
    const text = '${netweft_net.a[1].id} ${netweft_net.a.0.id} ${join(",", netweft_net.a[*].id)} ${length(netweft_net.a)}';
    expect(configs(nets({ a: { count: 2 }, b: { name: text } }))["netweft_net.b"]).toEqual({ name: "id-a-1 id-a-0 id-a-0,id-a-1 2" });
  });

  it("to instances of for_each: one, all, and by a computed key", () => {
    const text = '${netweft_net.a["x"].id} ${join(",", values(netweft_net.a)[*].id)} ${netweft_net.a[lower("X")].id}';
    expect(configs(nets({ a: { for_each: { x: 1 } }, b: { name: text } }))["netweft_net.b"]).toEqual({ name: "id-a-x id-a-x id-a-x" });
  });

  it("to each, count, path, workspace and data", () => {
    const document = nets(
      {
        a: { for_each: { x: { n: 1 } }, name: "${each.key}${each.value.n}" },
        b: { count: 1, name: "${count.index}" },
        c: { name: "${path.module} ${path.root} ${path.cwd} ${terraform.workspace} ${data.netweft_host.h.name}" },
      },
      { data: { netweft_host: { h: { name: "local" } } } },
    );
    expect(configs(document)).toEqual({
      'netweft_net.a["x"]': { name: "x1" },
      "netweft_net.b[0]": { name: 0 },
      "netweft_net.c": { name: ". . /app default local" },
      "data.netweft_host.h": { name: "local" },
    });
  });

  it("may nest as deep as the parser allows", () => {
    const deep = `${"(".repeat(390)}1${")".repeat(390)}${" + 1".repeat(700)}`;
    expect(output(`\${${deep}}`)).toBe(701);
  });

  it("to the types that the schema says: a set can be iterated by for_each", () => {
    const document = nets({ a: { peers: ["x", "y"] }, b: { for_each: "${netweft_net.a.peers}", name: "${each.value}" } });
    expect(Object.keys(configs(document))).toEqual(["netweft_net.a", 'netweft_net.b["x"]', 'netweft_net.b["y"]']);
  });

  it("for_each can be chained on another resource", () => {
    const document = nets({ a: { for_each: { x: 1 } }, b: { for_each: "${netweft_net.a}", name: "${each.value.id}" } });
    expect(configs(document)['netweft_net.b["x"]']).toEqual({ name: "id-a-x" });
  });
});

describe("instances", () => {
  it("come after what they refer to, otherwise in the order of the files", () => {
    const document = nets(
      { d: {}, c: { name: "${local.x}" }, b: {}, a: { depends_on: ["netweft_net.b"] } },
      { locals: { x: "${netweft_net.a.id}" } },
    );
    expect(evaluated(document).instances.map(({ name }) => name)).toEqual(["d", "b", "a", "c"]);
  });

  it("know the blocks that they depend on, also through local values and data, without themselves", () => {
    const document = nets(
      {
        a: {},
        b: { name: "${local.x}" },
        c: { depends_on: ["data.netweft_host.h"] },
        d: { name: "${netweft_net.c.id}${netweft_net.a.id}" },
      },
      { locals: { x: "${netweft_net.a.id}" }, data: { netweft_host: { h: { name: "${netweft_net.b.name}" } } } },
    );
    const dependencies = Object.fromEntries(evaluated(document).instances.map((instance) => [instance.address, instance.dependencies]));
    expect(dependencies).toEqual({
      "netweft_net.a": [],
      "netweft_net.b": ["netweft_net.a"],
      "data.netweft_host.h": ["netweft_net.a", "netweft_net.b"],
      "netweft_net.c": ["netweft_net.a", "netweft_net.b"],
      "netweft_net.d": ["netweft_net.a", "netweft_net.b", "netweft_net.c"],
    });
  });

  it("carry keys, provider, lifecycle and the construct's line", () => {
    const block = {
      for_each: { 'a"$${b}': 1 },
      provider: "netweft.edge",
      lifecycle: {
        create_before_destroy: true,
        prevent_destroy: "true",
        ignore_changes: ["mtu", "labels.x", "subnets[0]"],
        replace_triggered_by: ["netweft_net.other[each.key].mtu", "netweft_net.other"],
      },
      "//": { metadata: { stackTrace: ["new X (node_modules/y.js:1:1)", "at f (/app/src/main.ts:7:9)"] } },
    };
    const document = nets({ a: block, other: { for_each: { 'a"$${b}': 1 } } }, { provider: { netweft: [{}, { alias: "edge" }] } });
    const [, instance] = evaluated(document).instances;
    expect(instance).toMatchObject({
      address: 'netweft_net.a["a\\"$${b}"]',
      block: "netweft_net.a",
      key: 'a"${b}',
      provider: "edge",
      source: "src/main.ts:7:9",
      lifecycle: {
        createBeforeDestroy: true,
        preventDestroy: true,
        ignoreChanges: [["mtu"], ["labels", "x"], ["subnets", 0]],
        replaceTriggeredBy: [
          { address: 'netweft_net.other["a\\"$${b}"]', path: ["mtu"] },
          { address: "netweft_net.other", path: [] },
        ],
      },
    });
  });

  it("may ignore all changes", () => {
    expect(evaluated(nets({ a: { lifecycle: { ignore_changes: "all" } } })).instances[0]!.lifecycle.ignoreChanges).toBe("all");
  });

  it("list their sensitive attributes", () => {
    const document = nets(
      {
        a: { name: "x${var.s}", labels: { k: "${var.s}", l: "m" }, subnets: ["y", "${sensitive(1)}"], token: "t" },
        b: { name: "${netweft_net.a.name}", mtu: "${length(netweft_net.a.token)}" },
      },
      { variable: { s: { default: "secret", sensitive: true } } },
    );
    const found = Object.fromEntries(evaluated(document).instances.map(({ name, sensitive }) => [name, sensitive]));
    expect(found).toEqual({ a: [["name"], ["labels", "k"], ["subnets", 1]], b: [["name"], ["mtu"]] });
  });

  it("do not exist for count 0 and an empty for_each", () => {
    expect(configs(nets({ a: { count: 0 }, b: { for_each: {} }, c: { count: "${false ? 1 : 0}" } }))).toEqual({});
  });
});

describe("unknown values", () => {
  const unknownId = (instance: Instance): Draft => ({ ...resolved(instance), id: UNKNOWN, ref: { id: UNKNOWN, mtu: 1500 } });
  const name = (text: string) => configuration(nets({ a: {}, b: { name: text } })).evaluate(unknownId).instances[1]!.config.name;

  it.each([
    ["a reference", "${netweft_net.a.id}", UNKNOWN],
    ["text with it", "x${netweft_net.a.id}", UNKNOWN],
    ["an operation on it", "${netweft_net.a.id == 1}", UNKNOWN],
    ["an object that holds it", "${netweft_net.a.ref}", { id: UNKNOWN, mtu: 1500 }],
    ["its neighbour", "${netweft_net.a.ref.mtu}", 1500],
    ["a list that holds it", "${[netweft_net.a.id, 1]}", [UNKNOWN, 1]],
    ["the length of such a list", "${length([netweft_net.a.id])}", 1],
    ["another element of such a list", "${element([netweft_net.a.id, 1], 1)}", 1],
    ["a set that holds it", "${toset([netweft_net.a.id])}", UNKNOWN],
    ["a condition", "${netweft_net.a.id == 1 ? 1 : 2}", UNKNOWN],
    ["a half that is not chosen", "${true ? 1 : netweft_net.a.id}", 1],
    ["a merge", "${merge({ x = netweft_net.a.id }, { y = 1 })}", { x: UNKNOWN, y: 1 }],
    ["a loop over it", "${[for x in netweft_net.a.id : x]}", UNKNOWN],
    ["a loop that holds it", "${[for x in [1] : netweft_net.a.id]}", [UNKNOWN]],
    ["a filter on it", "${[for x in [netweft_net.a.id] : x if x == 1]}", UNKNOWN],
    ["a key", "${{ (netweft_net.a.id) = 1 }}", UNKNOWN],
    ["the first given value, before it", '${coalesce("a", netweft_net.a.id)}', "a"],
    ["a try that may still fail", "${try(tonumber(netweft_net.a.id), 2)}", UNKNOWN],
  ])("%s", (_, text, value) => {
    expect(name(text)).toEqual(value);
  });

  it("cannot be the number of instances", () => {
    const evaluation = configuration(
      nets({
        a: {},
        b: { count: "${netweft_net.a.id}" },
        c: { for_each: "${toset([netweft_net.a.id])}" },
        d: { name: "${netweft_net.b[0].id}" },
      }),
    ).evaluate(unknownId);
    expect(evaluation.diagnostics.map(({ code, at }) => [code, at.resource, at.path])).toEqual([
      ["unknown-count", "netweft_net.b", ["count"]],
      ["unknown-count", "netweft_net.c", ["for_each"]],
    ]);
    expect(evaluation.instances.at(-1)!.config.name).toBe(UNKNOWN);
  });

  it("does not make a condition fail", () => {
    const lifecycle = { precondition: { condition: "${netweft_net.a.id == 1}", error_message: "x" } };
    expect(configuration(nets({ a: {}, b: { lifecycle } })).evaluate(unknownId).diagnostics).toEqual([]);
  });
});

describe("evaluating again", () => {
  const document = nets(
    { a: {}, b: { name: "${netweft_net.a.id}" }, c: { name: "${netweft_net.d.id}" }, d: {} },
    { output: { o: { value: "${netweft_net.c.name}" } } },
  );

  it("resolves only blocks that were not wholly known, and their dependents", () => {
    const loaded = configuration(document);
    const first = loaded.evaluate((instance) => ({ ...resolved(instance), ...(instance.name === "d" && { id: UNKNOWN }) }));
    expect(first.outputs.get("o")!.value).toBe(UNKNOWN);
    const asked: string[] = [];
    const second = loaded.evaluate((instance) => (asked.push(instance.name), resolved(instance)), first);
    expect(asked).toEqual(["d", "c"]);
    expect(second.instances.map(({ name, config }) => [name, config.name])).toEqual([
      ["a", undefined],
      ["b", "id-a"],
      ["d", undefined],
      ["c", "id-d"],
    ]);
    expect(second.instances[1]).toBe(first.instances[1]);
    expect(second.outputs.get("o")!.value).toBe("id-d");
  });
});

describe("variables", () => {
  const variable = (block: object, text: string) =>
    evaluated(
      { variable: { x: block }, output: { o: { value: "${var.x}" } } },
      { variables: { x: { from: "--var x", text } } },
    ).outputs.get("o");

  it.each([
    ["text stays text for a string", { type: "string" }, "[1]", "[1]", "string"],
    ["text stays text without a type", {}, "12", "12", "string"],
    ["text becomes a number", { type: "number" }, "12", 12, "number"],
    ["text becomes a bool", { type: "bool" }, "true", true, "bool"],
    ["text is an expression for a list", { type: "list(string)" }, "[1, 2]", ["1", "2"], ["list", "string"]],
    ["text is an expression for any", { type: "any" }, "{a = 1}", { a: 1 }, ["object", { a: "number" }]],
    ["a set is sorted, each element once", { type: "set(string)" }, '["b", "a", "b"]', ["a", "b"], ["set", "string"]],
    ["a map of any settles on one type", { type: "map(any)" }, '{a = 1, b = "x"}', { a: "1", b: "x" }, ["map", "string"]],
    ["a tuple", { type: "tuple([string, number])" }, '[1, "2"]', ["1", 2], ["tuple", ["string", "number"]]],
    [
      "optional attributes take their defaults, at every depth",
      {
        type: 'list(object({a = string, b = optional(number, 3), c = optional(object({d = optional(string, "e")}), {}), f = optional(bool)}))',
      },
      "[{a = 1, z = 2}]",
      [{ a: "1", b: 3, c: { d: "e" }, f: null }],
      ["list", ["object", { a: "string", b: "number", c: ["object", { d: "string" }], f: "bool" }]],
    ],
  ])("%s", (_, block, text, value, type) => {
    expect(variable(block, text)).toEqual({ value, type, sensitive: false });
  });

  it("take their default where null is given and not allowed", () => {
    const document = { variable: { x: { default: 5, nullable: false } }, output: { o: { value: "${var.x}" } } };
    expect(evaluated(document, { variables: { x: { from: "x.tfvars.json", value: null } } }).outputs.get("o")!.value).toBe(5);
  });

  it("may be given in the environment for another configuration", () => {
    expect(load({}, { variables: { y: { from: "TF_VAR_y", text: "1" } } }).ok).toBe(true);
  });

  it("are validated, also against local values", () => {
    const validation = { condition: "${contains(local.allowed, var.x)}", error_message: "No." };
    const document = { locals: { allowed: ["a"] }, variable: { x: { default: "a", validation } } };
    expect(said(document)).toEqual([]);
    expect(said(document, { variables: { x: { from: "--var x", text: "b" } } }).map(({ detail }) => detail)).toEqual(["No."]);
  });
});

describe("outputs", () => {
  const outputs = (output: object, rest: object = {}) => Object.fromEntries(evaluated({ output, ...rest }).outputs);

  it("have values and exact types; null is not an output", () => {
    const found = outputs({ a: { value: [1, "x", null], description: "all" }, b: { value: '${tolist(["y"])}' }, c: { value: null } });
    expect(found).toEqual({
      a: { value: [1, "x", null], type: ["tuple", ["number", "string", "dynamic"]], sensitive: false, description: "all" },
      b: { value: ["y"], type: ["list", "string"], sensitive: false },
    });
  });

  it("may show a sensitive value with `sensitive = true`, or nonsensitive()", () => {
    const variable = { x: { default: "s", sensitive: true } };
    const found = outputs(
      { a: { value: "${var.x}", sensitive: true }, b: { value: "${nonsensitive(var.x)}" }, c: { value: "${length([var.x])}" } },
      { variable },
    );
    expect(found).toMatchObject({ a: { value: "s", sensitive: true }, b: { value: "s", sensitive: false }, c: { value: 1 } });
  });

  it("of resources have the types of the schema", () => {
    const { type } = evaluated(
      nets({ a: { peers: ["x"], labels: { k: "v" } } }, { output: { o: { value: "${netweft_net.a}", sensitive: true } } }),
    ).outputs.get("o")!;
    expect(type).toEqual([
      "object",
      {
        id: "string",
        labels: ["map", "string"],
        mtu: "number",
        name: "string",
        network: ["object", { id: "string" }],
        peers: ["set", "string"],
        ref: ["object", { id: "string", mtu: "number" }],
        subnets: ["list", "string"],
        token: "string",
      },
    ]);
  });
});

describe("the configuration itself", () => {
  it("has its providers, evaluated against variables and local values only", () => {
    const provider = {
      netweft: [
        { backend: "${var.b}", stack: "${local.s}", labels: { x: "${netweft_net.a.id}" }, "//": {} },
        { alias: "edge", version: "1" },
      ],
    };
    const { providers } = configuration(nets({ a: {} }, { provider, variable: { b: { default: "simulated" } }, locals: { s: "shop" } }));
    expect(providers).toEqual([
      { alias: "", config: { backend: "simulated", stack: "shop", labels: { x: UNKNOWN } } },
      { alias: "edge", config: {} },
    ]);
  });

  it("has its backend, its moves, its files and its blocks", () => {
    const document = nets(
      { a: {}, b: {} },
      {
        terraform: {
          backend: { local: { path: "x.tfstate" } },
          required_version: ">= 1",
          required_providers: { netweft: { source: "netweft/netweft" } },
        },
        moved: [{ from: "netweft_net.old", to: 'netweft_net.a["k"]' }],
        data: { netweft_host: { h: {} } },
      },
    );
    expect(configuration(document)).toMatchObject({
      files: ["main.tf.json"],
      blocks: ["netweft_net.a", "netweft_net.b", "data.netweft_host.h"],
      moved: [{ from: "netweft_net.old", to: 'netweft_net.a["k"]' }],
      backend: { type: "local", config: { path: "x.tfstate" } },
    });
  });
});

describe("import and removed blocks", () => {
  const imported = (...blocks: readonly object[]) =>
    (evaluated(nets({ a: {}, b: {}, c: {} }, { import: blocks, locals: { x: "${netweft_net.b.id}" } })).imports ?? []).map(({ to, id }) => [
      to,
      id,
    ]);

  it("for_each is a map, a set or a list, and keys and ids are computed from each", () => {
    expect(imported({ to: "netweft_net.a", id: "x" })).toEqual([["netweft_net.a", "x"]]);
    expect(imported({ to: 'netweft_net.a["k"]', id: 5 })).toEqual([['netweft_net.a["k"]', "5"]]);
    expect(imported({ for_each: { k: "v" }, to: "netweft_net.a[each.key]", id: "${each.value}" })).toEqual([['netweft_net.a["k"]', "v"]]);
    expect(imported({ for_each: ["v", "w"], to: "netweft_net.a[each.key]", id: "${each.value}" })).toEqual([
      ["netweft_net.a[0]", "v"],
      ["netweft_net.a[1]", "w"],
    ]);
    expect(imported({ for_each: '${toset(["v"])}', to: 'netweft_net.a["x-${each.value}"]', id: "${each.key}" })).toEqual([
      ['netweft_net.a["x-v"]', "v"],
    ]);
    expect(imported({ for_each: [], to: "netweft_net.a", id: "x" }, { for_each: ["x", "x"], to: "netweft_net.b", id: "y" })).toEqual([
      ["netweft_net.b", "y"],
    ]);
  });

  it("an import needs what its id is computed from, through local values", () => {
    const [one] = evaluated(
      nets({ a: {}, b: {} }, { import: { to: "netweft_net.a", id: "${local.x}" }, locals: { x: "${netweft_net.b.id}" } }),
    ).imports!;
    expect(one).toMatchObject({
      to: "netweft_net.a",
      id: "id-b",
      needs: ["netweft_net.b"],
      where: { file: "main.tf.json", path: ["import"] },
    });
  });

  it("removed blocks name resources, modules and resources of modules", () => {
    const from = ["netweft_net.z", "module.m", "module.m.module.n", "module.m.netweft_net.z"];
    const { removed } = configuration({
      removed: [...from.map((name) => ({ from: name })), { from: "netweft_net.y", lifecycle: { destroy: "false" } }],
    });
    expect(removed!.map((one) => [one.from, one.destroy])).toEqual([...from.map((name) => [name, true]), ["netweft_net.y", false]]);
  });
});
