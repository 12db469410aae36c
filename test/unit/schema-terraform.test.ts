import { dataSources, resources } from "../../lib/resources";
import { providerFields } from "../../lib/resources/provider";
import { referencePage } from "../../lib/schema/reference";
import { PROVIDER_ADDRESS, providersSchema, terraformType } from "../../lib/schema/terraform";
import { bool, integer, list, map, object, set, string, type Fields } from "../../lib/schema/type";

const fields = {
  name: { type: string({ format: "name" }), required: true, replace: true, doc: "Its name." },
  mtu: { type: integer(68, 65535), optional: true, default: 1500, doc: "Bytes | octets." },
  binds: { type: set(object({ port: { type: integer(1, 65535), required: true, doc: "Port." } })), optional: true, doc: "Ports." },
  key: { type: string({}), optional: true, sensitive: true, doc: "A secret." },
  id: { type: string({ format: "id" }), computed: true, doc: "Identifier." },
} as const satisfies Fields;
const thing = { version: 3, doc: "A thing.", fields };

describe("the provider's schema", () => {
  const schema = providersSchema({ provider: providerFields, resources: { netweft_thing: thing }, dataSources: { netweft_look: thing } });
  const provider = schema.provider_schemas[PROVIDER_ADDRESS]!;

  test("has the form that `terraform providers schema -json` prints", () => {
    expect(schema.format_version).toBe("1.0");
    expect(provider.resource_schemas["netweft_thing"]).toEqual({
      version: 3,
      block: {
        attributes: {
          binds: {
            nested_type: {
              attributes: { port: { type: "number", description: "Port.", description_kind: "markdown", required: true } },
              nesting_mode: "set",
            },
            description: "Ports.",
            description_kind: "markdown",
            optional: true,
          },
          id: { type: "string", description: "Identifier.", description_kind: "markdown", computed: true },
          key: { type: "string", description: "A secret.", description_kind: "markdown", optional: true, sensitive: true },
          mtu: { type: "number", description: "Bytes | octets.", description_kind: "markdown", optional: true, computed: true },
          name: { type: "string", description: "Its name.", description_kind: "markdown", required: true },
        },
        description: "A thing.",
        description_kind: "markdown",
      },
    });
  });

  test("lists names in alphabetical order, as Go prints maps", () => {
    expect(Object.keys(provider.resource_schemas["netweft_thing"]!.block.attributes)).toEqual(["binds", "id", "key", "mtu", "name"]);
  });

  test("computes nothing in the provider block", () => {
    expect(JSON.stringify(provider.provider)).not.toContain('"computed"');
  });
});

test("types are written in Terraform's JSON syntax", () => {
  expect(terraformType(list(string({})))).toEqual(["list", "string"]);
  expect(
    terraformType(map(object({ on: { type: bool, optional: true, doc: "" }, at: { type: integer(0, 1), optional: true, doc: "" } }))),
  ).toEqual(["map", ["object", { at: "number", on: "bool" }]]);
});

/** What Terraform checks when it loads a provider, and the names that its language takes. */
describe.each([
  ["provider", providerFields as Fields],
  ...[...Object.entries(resources), ...Object.entries(dataSources)].map(([type, it]) => [type, it.fields] as [string, Fields]),
])("%s", (type, all) => {
  const taken = ["count", "for_each", "provider", "depends_on", "lifecycle", "locals", "connection", "provisioner", "_"];
  const takenByProviders = ["alias", "version", "count", "depends_on", "for_each", "source", "lifecycle", "locals", "_"];

  test("has names that the languages do not reserve", () => {
    const names = Object.keys(all);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    const reserved = type === "provider" ? takenByProviders : [...taken, "constructor"];
    expect(names.filter((name) => reserved.includes(name))).toEqual([]);
  });

  test.each(everyField(all))("%s is required, or optional, or computed, and is documented", (_, field) => {
    expect(field.required === true).toBe(!field.optional && !field.computed);
    expect(field.default === undefined || field.optional === true).toBe(true);
    expect(field.default === undefined || !field.computed).toBe(true);
    expect(field.doc).toMatch(/[.…]$/);
  });
});

function everyField(all: Fields, prefix = ""): [string, Fields[string]][] {
  return Object.entries(all).flatMap(([name, field]) => {
    const inner =
      field.type.kind === "object"
        ? field.type
        : "element" in field.type && field.type.element.kind === "object"
          ? field.type.element
          : undefined;
    return [[prefix + name, field] as [string, Fields[string]], ...(inner ? everyField(inner.fields, `${prefix}${name}.`) : [])];
  });
}

describe("a reference page", () => {
  const example = { title: "A thing with a port", config: { name: "a", binds: [{ port: 80 }] }, facts: ["local - netns a"] };
  const page = referencePage("resource", "netweft_thing", { ...thing, examples: [example] });

  test("shows each example, and its facts", () => {
    expect(page).toContain('"example": { "name": "a", "binds": [{ "port": 80 }] }');
    expect(page).toContain("```text\nlocal - netns a\n```");
    const json = /```json\n([^]*?)```/.exec(page)![1]!;
    expect(JSON.parse(json)).toEqual({ resource: { netweft_thing: { example: example.config } } });
  });

  test("shows the type of each attribute, whether it is required, and whether changing it replaces", () => {
    expect(page).toContain("| `name` | text (name) | required | Its name. **Changing it replaces the resource.** |");
    expect(page).toContain("| `mtu` | a whole number from 68 to 65535 | default `1500` | Bytes \\| octets. |");
    expect(page).toContain("| `id` | text (id) | computed | Identifier. |");
  });

  test("describes nested objects in separate tables", () => {
    expect(page).toContain("## `binds`\n\nPorts. A set; each element is an object:");
    expect(page).toContain("| `port` | a whole number from 1 to 65535 | required | Port. |");
  });
});
