/** `plan --generate-config-out`: resource blocks for `import` blocks that have none, from the objects that they name. */
import { basename, dirname, resolve } from "node:path";
import { OWN_NAME } from "../config/blocks/local-names";
import type { Configuration, ImportRequestBlock, SourceFile } from "../config/types";
import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../diagnostic";
import { readProviders, type Providers } from "../engine/providers";
import { registry, type Context } from "../resources";
import { findType } from "../resources/registry";
import { UNKNOWN, type Draft, type Value } from "../schema/value";
import { generatedBlock } from "../session/generated-block";
import { importResource } from "../session/import-resource";
import { openSession, type ResourceSession } from "../session/session";
import type { CliSession } from "./session";
import { isIgnored } from "./source";

/** Why the file cannot be generated, known before the work for it is done. */
export async function ungeneratable({ given, doors }: CliSession): Promise<Diagnostic | undefined> {
  const file = given.value("generate-config-out");
  if (file === undefined) return undefined;
  const { files } = doors;
  const said = (code: "file-exists" | "file-unwritable" | "invalid-option-value", why: string) => diagnose(code, why, { file });
  if (!file.endsWith(".tf.json"))
    return said(
      "invalid-option-value",
      `--generate-config-out ${JSON.stringify(file)}: configuration is generated in JSON syntax. Name a file that ends in .tf.json, such as generated.tf.json.`,
    );
  if ((await files.kind(file)) !== undefined)
    return said(
      "file-exists",
      `${file} exists, and generated configuration is written to a new file only. Name another file, or move what is in this one.`,
    );
  const unread = await whyUnread(file, doors);
  return unread === undefined
    ? undefined
    : said(
        "invalid-option-value",
        `--generate-config-out ${JSON.stringify(file)}: no plan would read it. ${unread} Name a file in the configuration's folder, such as generated.tf.json.`,
      );
}

/** Why the next plan would not read a file of this name. */
async function whyUnread(file: string, doors: CliSession["doors"]): Promise<string | undefined> {
  if ((await doors.files.kind("cdktf.json")) === "file")
    return "The folder has an app (cdktf.json), and a plan reads what the app synthesizes. Write the blocks from a folder that has the import blocks in a *.tf.json file.";
  const [folder, own] = [resolve(doors.cwd(), dirname(file)), resolve(doors.cwd())];
  if (folder !== own) return `It is in ${folder}, and the configuration is what is in ${own}.`;
  return isIgnored(basename(file)) ? "A file of this name is hidden or an editor's, as for Terraform." : undefined;
}

/** The blocks for all imports that have none; undefined where none can be generated. Nothing is changed on any host. */
export async function generatedFile(
  { doors, given }: CliSession,
  { configuration, backend }: { readonly configuration: Configuration; readonly backend: string | undefined },
): Promise<Result<SourceFile | undefined>> {
  const wanted = wantedIn(configuration);
  const providers = readProviders(configuration.providers, backend);
  if (!providers.ok) return providers;
  if (wanted.length === 0) return ok(undefined);
  const sessions = sessionsFor(providers.value, doors);
  try {
    const made: (readonly [ImportRequestBlock, Result<Draft>])[] = [];
    for (const one of wanted) made.push([one, await blockFor(one, configuration, sessions)]);
    const problems = made.flatMap(([, result]) => result.diagnostics);
    if (hasErrors(problems)) return fail(...problems);
    const blocks = made.flatMap(([{ block }, result]) => (result.ok ? [[block, result.value] as const] : []));
    return ok({ name: given.value("generate-config-out")!, text: `${JSON.stringify({ resource: byType(blocks) }, undefined, 2)}\n` });
  } finally {
    for (const { session } of sessions.values()) await session.close();
  }
}

/** Imports without a resource block. As in Terraform, nothing is generated for what is repeated. */
function wantedIn(configuration: Configuration): readonly ImportRequestBlock[] {
  const declared = new Set(configuration.blocks);
  const { imports = [] } = configuration.evaluate(({ type, config }) => {
    const fields = (findType(registry, type) ?? registry.data[type])?.fields ?? {};
    return Object.fromEntries(Object.keys(fields).map((name): [string, Value] => [name, config[name] ?? UNKNOWN]));
  });
  return imports.filter(({ block, repeated }) => !declared.has(block) && !repeated && findType(registry, typeOf(block)) !== undefined);
}

const typeOf = (block: string) => block.slice(0, block.indexOf("."));

/** By the alias of the provider configuration. */
type Sessions = ReadonlyMap<string, { readonly context: Context; readonly session: ResourceSession }>;

function sessionsFor({ contexts }: Providers, { drivers, clock }: CliSession["doors"]): Sessions {
  const world = { types: registry, drivers, clock };
  return new Map([...contexts].map(([alias, context]) => [alias, { context, session: openSession({ known: true, context }, world) }]));
}

async function blockFor(
  { block, id, provider, where }: ImportRequestBlock,
  { localNames }: Configuration,
  sessions: Sessions,
): Promise<Result<Draft>> {
  const type = findType(registry, typeOf(block))!;
  if (type.provider !== undefined) return ok({});
  const { context, session } = sessions.get(provider) ?? sessions.get("")!;
  const found = await importResource(type.type, id, session);
  const at = { ...where, path: [...(where.path ?? []), "id"] };
  if (!found.ok) return fail(...found.diagnostics.map((one) => ({ ...one, at })));
  return ok({ ...providerOf(provider, localNames), ...generatedBlock(type, found.value.attributes, context) });
}

/** The argument `provider`, where it is needed. */
function providerOf(alias: string, names: Configuration["localNames"] = new Set([OWN_NAME])): Draft {
  const name = names.has(OWN_NAME) ? OWN_NAME : [...names][0]!;
  if (alias !== "") return { provider: `${name}.${alias}` };
  return name === OWN_NAME ? {} : { provider: name };
}

function byType(blocks: readonly (readonly [block: string, body: Draft])[]): Draft {
  const types = new Map<string, Record<string, Value>>();
  for (const [block, body] of blocks) {
    const type = typeOf(block);
    types.set(type, { ...types.get(type), [block.slice(type.length + 1)]: body });
  }
  return Object.fromEntries(types);
}
