import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { resources } from "../../lib/resources";
import { companions, workedSource } from "../../scripts/worked";
import type { AttributeJson, ProvidersSchema, SchemaJson } from "../../lib/schema/terraform";
import { fencedIn, userPages } from "../support/markdown";
import { netweft } from "../support/netweft";
import { openRoot, type Root } from "../support/registry-examples";

const root = join(__dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const listed = (folder: string) => readdirSync(join(root, folder)).sort();

/** Files of a folder of examples, recursively, by relative path. */
function found(ending: string): readonly string[] {
  const files = readdirSync(join(root, "examples"), { recursive: true, encoding: "utf8" });
  return files.filter((path) => path.endsWith(ending) && !path.includes("cdktf.out")).sort();
}

const pages = [
  "docs/index.md",
  ...["resources", "data-sources", "functions", "guides"].flatMap((kind) => listed(`docs/${kind}`).map((file) => `docs/${kind}/${file}`)),
];

/** Opens a folder for a function, and closes it afterwards. */
async function inRoot<T>(files: Readonly<Record<string, string>>, work: (opened: Root) => T | Promise<T>): Promise<T> {
  const opened = await openRoot(files);
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

const example = (path: string) => ({ "main.tf": read(join("examples", path)) });
const apply = (opened: Root) => opened.terraform(0, "apply", "-auto-approve", "-no-color");
const isDone = (opened: Root) => opened.terraform(0, "plan", "-detailed-exitcode", "-no-color");
const outputs = async (opened: Root) => {
  const printed = JSON.parse(await opened.terraform(0, "output", "-json")) as Record<string, { value: unknown }>;
  return Object.values(printed).map(({ value }) => value);
};

/** The example calls on a function's page, with their results. */
function promised(page: string): readonly { readonly call: string; readonly gives: unknown }[] {
  return [...read(page).matchAll(/^- `(provider::.*)` gives `(.*)`\.$/gm)].map(([, call, gives]) => ({
    call: call!,
    gives: JSON.parse(gives!) as unknown,
  }));
}

/** What a simulated host has to have for an example. */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  netweft_macvlan_network: ["local - link eth1 type device mtu 1500 mac 02:00:00:00:00:01 up", "local - addr 192.0.2.10/24 dev eth1"],
};

/** The example's folder, on a host that has what it needs. */
async function givenFor(path: string, opened: Root): Promise<void> {
  const lines = GIVEN[dirname(path).split("/").at(-1)!] ?? [];
  const cwd = mkdtempSync(join(tmpdir(), "netweft-given-"));
  for (const line of lines)
    expect(await netweft(["sim", "set", line, "--file", join(opened.path, ".netweft/simulated.json")], { cwd })).toMatchObject({ code: 0 });
  rmSync(cwd, { recursive: true });
}

const importOf = (path: string) => join(dirname(path), "import.sh");
const hasImport = (path: string) => path.endsWith("/resource.tf") && existsSync(join(root, "examples", importOf(path)));

describe("an example", () => {
  it("is formatted like by `terraform fmt`", () =>
    inRoot(Object.fromEntries(found(".tf").map((path) => [path, read(`examples/${path}`)])), async (opened) => {
      expect(await opened.terraform(0, "fmt", "-check", "-recursive")).toBe("");
    }));

  it.each(found(".tf"))("is applied, has an empty plan, is imported by its script, if it has one, and destroyed: %s", (path) =>
    inRoot(example(path), async (opened) => {
      await givenFor(path, opened);
      await apply(opened);
      await isDone(opened);
      if (hasImport(path)) {
        const script = read(join("examples", importOf(path)));
        await opened.script(`terraform state rm ${/^terraform import (\S+) /m.exec(script)![1]}`);
        await opened.script(script);
        expect(await apply(opened)).toContain(" 0 added, ");
        await isDone(opened);
      }
      await opened.terraform(0, "destroy", "-auto-approve", "-no-color");
      expect(JSON.parse(readFileSync(join(opened.path, "terraform.tfstate"), "utf8"))).toMatchObject({ resources: [] });
    }),
  );

  it("exists for every type, and for its import", () => {
    expect(found(".tf").filter(hasImport).map(importOf)).toEqual(found("import.sh"));
    expect(found("import.sh")).toEqual(
      Object.keys(resources)
        .sort()
        .map((type) => `resources/${type}/import.sh`),
    );
  });

  it("of the definitions is planned as shown on its page", () => {
    const all = Object.entries(resources).flatMap(([type, { examples }]) => examples.map((one) => ({ type, one })));
    const modules = all.map(
      ({ type, one }, i) =>
        [`example${i}/main.tf`, [workedSource(type, one), companions(one)].filter(Boolean).join("\n\n") + "\n"] as const,
    );
    const calls = all.map((_, i) => `module "example${i}" {\n  source = "./example${i}"\n}\n`).join("\n");
    return inRoot({ ...Object.fromEntries(modules), "main.tf": calls }, async (opened) => {
      expect(await opened.terraform(0, "fmt", "-check", "-recursive")).toBe("");
      expect(await opened.terraform(2, "plan", "-detailed-exitcode", "-no-color")).toContain(" 0 to destroy.");
      for (const { type, one } of all) expect(read(`docs/resources/${type.replace("netweft_", "")}.md`)).toContain(workedSource(type, one));
    });
  });
});

describe("a function's page", () => {
  const names = listed("docs/functions").map((file) => file.replace(/\.md$/, ""));
  const all = names.flatMap((name) => promised(`docs/functions/${name}.md`));

  it("has correct results", () => {
    const text = all.map(({ call }, i) => `output "o${String(i).padStart(3, "0")}" {\n  value = ${call}\n}\n`).join("\n");
    return inRoot({ "main.tf": text }, async (opened) => {
      await apply(opened);
      expect(await outputs(opened)).toEqual(all.map(({ gives }) => gives));
    });
  });

  it.each(names)("has an example with exactly these calls: %s", (name) => {
    const calls = [...read(`examples/functions/${name}/function.tf`).matchAll(/value = (.*)/g)].map(([, call]) => call);
    expect(calls).toEqual(promised(`docs/functions/${name}.md`).map(({ call }) => call));
  });
});

describe("the pages", () => {
  let schema: ProvidersSchema["provider_schemas"][string] & { readonly functions: Readonly<Record<string, unknown>> };
  beforeAll(() =>
    inRoot({}, async (opened) => {
      const said = JSON.parse(await opened.terraform(0, "providers", "schema", "-json")) as ProvidersSchema;
      schema = Object.values(said.provider_schemas)[0] as typeof schema;
    }),
  );
  const files = (types: Readonly<Record<string, unknown>>) =>
    Object.keys(types)
      .map((type) => `${type.replace("netweft_", "")}.md`)
      .sort();

  it("exist for each type and function of the provider, and no others", () => {
    expect(listed("docs/resources")).toEqual(files(schema.resource_schemas));
    expect(listed("docs/data-sources")).toEqual(files(schema.data_source_schemas));
    expect(listed("docs/functions")).toEqual(files(schema.functions));
  });

  it("list every attribute of the provider, and no others", () => {
    const subjects: [string, SchemaJson][] = [
      ["docs/index.md", schema.provider],
      ...Object.entries(schema.resource_schemas).map(([type, it]): [string, SchemaJson] => [
        `docs/resources/${type.replace("netweft_", "")}.md`,
        it,
      ]),
      ...Object.entries(schema.data_source_schemas).map(([type, it]): [string, SchemaJson] => [
        `docs/data-sources/${type.replace("netweft_", "")}.md`,
        it,
      ]),
    ];
    for (const [page, { block }] of subjects)
      expect({ page, attributes: listedIn(read(page)) }).toEqual({ page, attributes: pathsOf(block.attributes).sort() });
  });

  it.each(pages)("begin as registries expect it: %s", (page) => {
    expect(read(page)).toMatch(/^---\npage_title: ".+"\nsubcategory: ""\ndescription: \|-\n {2}.+\n---\n\n# /);
  });
});

/** Attributes of a schema, recursively, by path. */
function pathsOf(attributes: Readonly<Record<string, AttributeJson>>, prefix = ""): string[] {
  return Object.entries(attributes).flatMap(([name, { nested_type: nested }]) => [
    prefix + name,
    ...(nested === undefined ? [] : pathsOf(nested.attributes, `${prefix}${name}.`)),
  ]);
}

/** Attributes listed on a page, by path. */
function listedIn(page: string): string[] {
  const schema = page.slice(page.indexOf("\n## Schema\n") + 1).split(/\n## (?!Schema)/)[0]!;
  return schema
    .split("\n### Nested Schema for ")
    .flatMap((part, i) => {
      const prefix = i === 0 ? "" : `${/^`(.+)`/.exec(part)![1]}.`;
      return [...part.matchAll(/^- `(.+?)` \(/gm)].map(([, name]) => prefix + name!);
    })
    .sort();
}

describe("the first page", () => {
  it("states that conflicts between resources are errors of the apply, and not of the plan", () => {
    const network = (name: string) =>
      `resource "netweft_bridge_network" "${name}" {\n  name    = "${name}"\n  subnets = ["10.8.0.0/24"]\n}\n`;
    return inRoot({ "main.tf": network("a") + network("b") }, async (opened) => {
      await opened.terraform(2, "plan", "-detailed-exitcode", "-no-color");
      await opened.terraform(1, "apply", "-auto-approve", "-no-color");
    });
  });
});

describe("a guide", () => {
  const native = userPages.flatMap(fencedIn).filter(({ language }) => language === "hcl");
  it.each(native.map((block, n) => [block.page, n, block] as const))("has valid configurations: %s, %i", (_page, _n, { text }) =>
    inRoot({ "main.tf": `${text}\n` }, async (opened) => {
      expect(await opened.terraform(0, "validate", "-no-color")).toContain("Success!");
    }),
  );

  it("has formatted configurations", () =>
    inRoot(Object.fromEntries(native.map(({ page, text }, n) => [`${page}-${n}.tf`, `${text}\n`])), async (opened) => {
      expect(await opened.terraform(0, "fmt", "-check", "-recursive")).toBe("");
    }));

  const fenced = (page: string, language: string) => new RegExp(`\`\`\`${language}\n([^]*?)\n\`\`\``).exec(read(page))![1]!;
  const elsewhere = async <T>(work: (cwd: string) => Promise<T>): Promise<T> => {
    const cwd = mkdtempSync(join(tmpdir(), "netweft-empty-"));
    return work(cwd).finally(() => rmSync(cwd, { recursive: true }));
  };
  const disturb = (opened: Root, ...args: readonly string[]) =>
    elsewhere((cwd) => netweft(["sim", ...args, "--file", join(opened.path, ".netweft/simulated.json")], { cwd }));

  it("shows the plan for a deleted route, and an apply repairs it", () =>
    inRoot(example("provider/provider.tf"), async (opened) => {
      await apply(opened);
      const route = "local web route default via 10.10.0.1 dev eth0";
      expect(await disturb(opened, "unset", route)).toMatchObject({ code: 0 });
      expect(await opened.terraform(2, "plan", "-detailed-exitcode", "-no-color")).toContain(fenced("docs/guides/drift.md", "text"));
      expect(await opened.terraform(2, "plan", "-refresh-only", "-detailed-exitcode", "-no-color")).toContain(`+ "- ${route}",`);
      await opened.terraform(0, "plan", "-refresh=false", "-detailed-exitcode", "-no-color");
      await apply(opened);
      await isDone(opened);
      expect((await disturb(opened, "show")).stdout).toContain(route);
    }));

  it("shows the kernel's value of configured attributes, and keeps foreign additions", () =>
    inRoot(example("provider/provider.tf"), async (opened) => {
      await apply(opened);
      const link = /^local - link nw-shop-front .*$/m.exec((await disturb(opened, "show")).stdout)![0];
      expect(await disturb(opened, "set", "local web route 10.77.0.0/16 via 10.10.0.9 dev eth0")).toMatchObject({ code: 0 });
      await isDone(opened);
      expect(await disturb(opened, "set", link.replace("mtu 1500", "mtu 1400"))).toMatchObject({ code: 0 });
      expect(await opened.terraform(2, "plan", "-detailed-exitcode", "-no-color")).toMatch(/mtu += 1400 -> 1500/);
    }));

  it("states that a deleted object is recreated by an update", () =>
    inRoot(example("provider/provider.tf"), async (opened) => {
      await apply(opened);
      expect(await disturb(opened, "unset", "local - netns web")).toMatchObject({ code: 0 });
      expect(await opened.terraform(2, "plan", "-detailed-exitcode", "-no-color")).toContain("Plan: 0 to add, 2 to change, 0 to destroy.");
      await apply(opened);
      await isDone(opened);
    }));

  it("takes a stack from the engine to Terraform and back, with empty plans", () =>
    inRoot({ "main.tf.json": fenced("docs/guides/engine.md", "json") }, async (opened) => {
      const engine = async (...args: readonly string[]) => (await netweft(args, { cwd: opened.path })).code;
      expect(await engine("apply", "--auto-approve")).toBe(0);
      await isDone(opened);
      await opened.terraform(0, "apply", "-auto-approve", "-no-color", "-replace=netweft_endpoint.web");
      expect(await engine("plan", "--detailed-exitcode")).toBe(0);
      expect(await engine("drift")).toBe(0);
    }));
});
