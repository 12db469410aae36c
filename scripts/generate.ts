/**
 * Writes everything derived from the definitions in `lib/`: the L1 bindings, the reference, the error list, and the
 * pages of the Terraform provider; the modules with the shell files of the iproute2 backend and
 * with the script of the pages; and the licences in `NOTICE`.
 * With `--check` it writes nothing, lists outdated files, and exits with 1.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { version } from "../package.json";
import { dataSources, resources } from "../lib/resources";
import { providerFields } from "../lib/resources/provider";
import { driftSchema } from "../lib/report/drift/schema";
import { editorSchema } from "../lib/schema/editor";
import { referenceIndex, referencePage, type ReferenceBlock, type DocumentedAttribute } from "../lib/schema/reference";
import { providersSchema } from "../lib/schema/terraform";
import { bindings } from "./bindings";
import { embedded } from "./embedded";
import { errorsPage } from "./errors";
import { noticePage } from "./notice";
import { pageAssets } from "./page-assets";
import { registryPages } from "./registry";
import { typescriptPage } from "./typescript";

/** Folders with generated files only: files that are no longer generated are deleted. */
const folders = ["lib/constructs/generated", "docs/reference", "docs/resources", "docs/data-sources", "docs/functions"];

const providerDoc = "The backend, the hosts, and the address pools for networks without `subnets`.";

function referencePages(): [string, string][] {
  const pages: [ReferenceBlock, string, DocumentedAttribute][] = [
    ["provider", "netweft", { doc: providerDoc, fields: providerFields }],
    ...Object.entries(resources).map(([type, it]): [ReferenceBlock, string, DocumentedAttribute] => ["resource", type, it]),
    ...Object.entries(dataSources).map(([type, it]): [ReferenceBlock, string, DocumentedAttribute] => ["data", type, it]),
  ];
  const entries = pages.map(([block, type, it]) => ({ block, type, it, file: `${block === "resource" ? "" : `${block}-`}${type}.md` }));
  const index = referenceIndex([
    { file: "typescript.md", title: "TypeScript", doc: "The constructs for apps, with their properties." },
    ...entries.map(({ block, type, it, file }) => ({ file, title: block === "resource" ? type : `${block} ${type}`, doc: it.doc })),
  ]);
  return [
    ["docs/reference/README.md", index],
    ["docs/reference/typescript.md", typescriptPage()],
    [
      "docs/reference/tf-json.schema.json",
      `${JSON.stringify(editorSchema({ provider: providerFields, resources, dataSources }), null, 1)}\n`,
    ],
    ["docs/reference/drift.schema.json", `${JSON.stringify(driftSchema, null, 1)}\n`],
    ...entries.map(({ block, type, it, file }): [string, string] => [`docs/reference/${file}`, referencePage(block, type, it)]),
  ];
}

async function generated(): Promise<ReadonlyMap<string, string>> {
  const schema = providersSchema({ provider: providerFields, resources, dataSources });
  const sources = await bindings(schema, version);
  return new Map([
    ...[...sources].map(([path, text]) => [join("lib/constructs/generated", path), text] as const),
    ...referencePages(),
    ["docs/errors.md", errorsPage()],
    ["NOTICE", noticePage()],
    ...registryPages(),
    embedded(),
    pageAssets(),
  ]);
}

function existing(): string[] {
  return folders.filter(existsSync).flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
}

function isCurrent(path: string, text: string): boolean {
  return existsSync(path) && readFileSync(path, "utf8") === text;
}

async function main(check: boolean): Promise<number> {
  const files = await generated();
  const stale = [...files].filter(([path, text]) => !isCurrent(path, text));
  const surplus = existing().filter((path) => !files.has(path));
  if (check) {
    for (const path of [...stale.map(([path]) => path), ...surplus]) console.error(`${path} is outdated: run \`npm run generate\`.`);
    return stale.length + surplus.length > 0 ? 1 : 0;
  }
  for (const [path, text] of stale) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  for (const path of surplus) rmSync(path);
  console.log(`${files.size} files, ${stale.length} written, ${surplus.length} removed.`);
  return 0;
}

process.chdir(join(__dirname, ".."));
// The generator leaves handles open that would keep the process alive.
void main(process.argv.includes("--check")).then((code) => process.exit(code));
