/** The L1 bindings: the output of `@cdktf/provider-generator` for the provider's schema, generated offline, with our own header, links and bases. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { PROVIDER_ADDRESS, type ProvidersSchema } from "../lib/schema/terraform";

/** On load, the generator asks `terraform` for its version and a server for updates. Both are disabled. */
process.env["CHECKPOINT_DISABLE"] = "1";
process.env["TERRAFORM_BINARY_NAME"] = "true";

const HEADER = "// Generated from the definitions in lib/resources by `npm run generate`. Do not edit.";

/** TypeScript sources by path, relative to the folder of the bindings. */
export async function bindings(schema: ProvidersSchema, version: string): Promise<ReadonlyMap<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), "netweft-bindings-"));
  try {
    await generateInto(folder, schema, version);
    return readSources(join(folder, "providers", "netweft"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function generateInto(folder: string, schema: ProvidersSchema, version: string): Promise<void> {
  const { CodeMaker } = await import("codemaker");
  const { ConstructsMakerProviderTarget, LANGUAGES, TerraformProviderConstraint } = await import("@cdktf/commons");
  const { TerraformProviderGenerator } = await import("@cdktf/provider-generator/lib/get/generator/provider-generator.js");
  const withVersion = { ...schema, provider_versions: { [PROVIDER_ADDRESS]: version } };
  const generator = new TerraformProviderGenerator(
    new CodeMaker(),
    withVersion as unknown as ConstructorParameters<typeof TerraformProviderGenerator>[1],
  );
  const constraint = new TerraformProviderConstraint({ name: "netweft", source: "netweft/netweft", version });
  generator.generate(new ConstructsMakerProviderTarget(constraint, LANGUAGES[0]!));
  await generator.save(folder);
}

function readSources(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name === "index.ts",
  );
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [relative(folder, path), rewrite(readFileSync(path, "utf8"))]));
}

/** Replaces the generator's header, and removes links to external pages. */
function rewrite(source: string): string {
  const body = source
    .replace(/^\/\/ (https:.*|generated .*)\n/gm, "")
    .replace(
      /^ *\*\n( *\*) (Docs at Terraform Registry:|Please be aware that the id field) .*\n( *\* If you experience problems .*\n)?/gm,
      "",
    )
    .replace(/\{@link \S+ ([^}]+)\}/g, "`$1`")
    .replace(/ Refer to the `import section` in the documentation of this resource for the id to use/g, "")
    .replace(/ +$/gm, "");
  return `${HEADER}\n${checked(body.trim())}\n`;
}

const BASES = { TerraformResource: "resource", TerraformDataSource: "data", TerraformProvider: "provider" } as const;

/** The classes with our own bases and checked arguments: `lib/constructs/binding.ts`. */
function checked(body: string): string {
  const [, base] = /extends cdktf\.(TerraformResource|TerraformDataSource|TerraformProvider) /.exec(body) ?? [];
  if (base === undefined) return body;
  const section = BASES[base as keyof typeof BASES];
  const own = body
    .replace(/^(import \* as cdktf .*)$/m, "$1\nimport * as binding from '../../binding';")
    .replace("extends cdktf.TerraformResource ", "extends binding.Resource ")
    .replace("extends cdktf.TerraformDataSource ", "extends binding.DataSource ")
    .replace(
      /(config: (\w+)Config(?: = \{\})?\) \{\n)( +)(super\(scope, id, \{\n +terraformResourceType: '(\w+)')/,
      `$1$3[scope, id, config] = binding.argumentsOf('$2', '${section}', '$5', scope, id, config);\n$3$4`,
    );
  if (!own.includes("binding.argumentsOf(")) throw new Error(`The generator writes other constructors now:\n${body}`);
  return own;
}
