/** The schema of `*.tf.json` that editors load: what it refuses, Netweft refuses; what it must find, it finds. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import { dataSources, resources } from "../../lib/resources";
import { providerFields } from "../../lib/resources/provider";
import type { Field } from "../../lib/schema/type";
import { parseArchive } from "../support/archive";
import { ajv, editorSchema, marked } from "../support/editor";
import { netweft } from "../support/netweft";

const root = join(__dirname, "../..");
type Attributes = Readonly<Record<string, unknown>>;
const all = Object.entries(resources);
const inResource = (type: string, config: Attributes) => ({ resource: { [type]: { example: config } } });
const settable = (field: Field) => field.required === true || field.optional === true;

/** Every configuration that scenarios have as a file. */
const fixtures = readdirSync(join(root, "test/scenarios"))
  .filter((file) => file.endsWith(".txt"))
  .flatMap((file) => {
    const { files } = parseArchive(readFileSync(join(root, "test/scenarios", file), "utf8"));
    return [...files].flatMap(([name, text]) =>
      name.endsWith(".json") && text.includes('"resource"') ? [{ name: `${file}: ${name}`, text }] : [],
    );
  });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

test("it compiles in the strict mode of its validators", () => {
  expect(() => new Ajv({ strict: true }).compile(editorSchema)).not.toThrow();
});

test("it is a schema of draft 07, which editors read", () => {
  expect(ajv.validateSchema(editorSchema)).toBe(true);
  expect(editorSchema).toMatchObject({ $schema: "http://json-schema.org/draft-07/schema#" });
});

test.each(all)("every example of %s is valid", (type, { examples }) => {
  for (const { config } of examples) expect({ config, places: marked(inResource(type, config)) }).toEqual({ config, places: [] });
});

test.each(all)("a misspelt, a missing and a computed attribute of %s is found", (type, { fields, examples }) => {
  const config = examples[0]!.config as Attributes;
  const at = `/resource/${type}/example`;
  for (const [name, field] of Object.entries(fields)) {
    const wrong = settable(field) ? `${name}x` : name;
    expect(marked(inResource(type, { ...config, [wrong]: "${var.x}" }))).toEqual([at]);
    if (field.required) expect(marked(inResource(type, { ...config, [name]: undefined }))).toEqual([at]);
  }
});

test.each(all)("every attribute of %s may be an expression, and no other text unless it is one", (type, { fields, examples }) => {
  const config = examples[0]!.config as Attributes;
  for (const [name, { type: kind }] of Object.entries(fields).filter(([, field]) => settable(field))) {
    expect(marked(inResource(type, { ...config, [name]: "${var.x}" }))).toEqual([]);
    const isText = kind.kind === "string" && kind.oneOf === undefined;
    expect(marked(inResource(type, { ...config, [name]: "plain text" }))).toEqual(isText ? [] : [`/resource/${type}/example/${name}`]);
  }
});

test("the provider's block and data sources are checked, and types that do not exist are found", () => {
  expect(marked({ provider: { netweft: { backend: "docker", hosts: { a: { underlay_mtu: 5 } } } } })).toEqual([
    "/provider/netweft/backend",
    "/provider/netweft/hosts/a/underlay_mtu",
  ]);
  expect(marked({ provider: { netweft: [{ stack: "a" }, { alias: "b", stak: "b" }] } })).toEqual(["/provider/netweft/1"]);
  expect(marked({ resource: { netweft_brige_network: {} }, data: { netweft_hosts: {} } })).toEqual([
    "/resource/netweft_brige_network",
    "/data/netweft_hosts",
  ]);
  expect(marked({ resources: {} })).toEqual([""]);
  expect(Object.keys(dataSources)).toEqual(["netweft_host"]);
  expect(Object.keys(providerFields)).toContain("hosts");
});

test("other providers, repeated blocks and Terraform's own attributes are valid", () => {
  const network = {
    name: "front",
    count: "${var.n}",
    lifecycle: { prevent_destroy: true },
    depends_on: ["random_id.a"],
    mtu: "1400",
    stp: "true",
  };
  expect(marked({ resource: [{ netweft_bridge_network: { front: [network] } }, { random_id: { a: { byte_length: 4 } } }] })).toEqual([]);
});

test("what it refuses, Netweft refuses: no configuration of a scenario that works is marked in an editor", async () => {
  const folder = mkdtempSync(join(tmpdir(), "netweft-editor-"));
  const refused = fixtures.filter(({ text }) => parsed(text) !== undefined && marked(parsed(text)).length > 0);
  const accepted: unknown[] = [];
  for (const { name, text } of refused) {
    writeFileSync(join(folder, "main.tf.json"), text);
    const { code } = await netweft(["validate"], { cwd: folder });
    if (code === 0) accepted.push({ name, places: marked(parsed(text)) });
  }
  rmSync(folder, { recursive: true });
  expect(accepted).toEqual([]);
  expect(fixtures.length).toBeGreaterThan(50);
  expect(refused.length).toBeGreaterThan(0);
});
