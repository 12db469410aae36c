/**
 * Checks the package as it is packed: publint on its manifest and files, and `attw` on what each way of resolving modules gets of its
 * types; and that its declarations need no types of Node. Build first. Exits with 1, and prints every problem.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import ts from "typescript";
import { formatMessage } from "publint/utils";
import manifest from "../package.json";

/** The oldest resolution knows no `exports`: it finds the entry `.` by `main` and `types`, and no other. */
const UNKNOWN_TO_NODE10 = "NoResolution node10";

async function wrongTypes(tarball: Uint8Array): Promise<readonly string[]> {
  const checked = await checkPackage(createPackageFromTarballData(tarball));
  if (!checked.types) return ["attw: the package has no types"];
  return checked.problems.flatMap((problem) => {
    const where = "entrypoint" in problem ? ` ${problem.resolutionKind} ${problem.entrypoint}` : "";
    const text = `${problem.kind}${where}`;
    return text.startsWith(UNKNOWN_TO_NODE10) && !text.endsWith(" .") ? [] : [`attw: ${text}`];
  });
}

/** With `"type": "commonjs"` in the manifest, esbuild evaluates modules only when they are called, and the programs start more slowly. */
const NO_TYPE = "USE_TYPE";

async function wrongManifest(tarball: ArrayBuffer): Promise<readonly string[]> {
  const { messages } = await publint({ pack: { tarball }, strict: true });
  return messages.filter(({ code }) => code !== NO_TYPE).map((message) => `publint: ${formatMessage(message, manifest) ?? message.code}`);
}

/** The entries that need no library of constructs. */
const ENTRIES = ["engine", "kernel", "schema"];

/** What the compiler says of a program that uses these entries, where neither the types of Node nor those of browsers are there. */
function needsTypes(folder: string, file: string): readonly string[] {
  const modules = join(folder, "node_modules");
  mkdirSync(modules);
  execFileSync("tar", ["-xzf", file, "-C", modules]);
  renameSync(join(modules, "package"), join(modules, "netweft"));
  for (const name of Object.keys(manifest.dependencies)) cpSync(join("node_modules", name), join(modules, name), { recursive: true });
  const program = join(folder, "main.ts");
  writeFileSync(program, ENTRIES.map((name) => `export * as ${name} from "netweft/${name}";`).join("\n"));
  const { ModuleKind, ModuleResolutionKind, ScriptTarget } = ts;
  const resolution = { module: ModuleKind.Node16, moduleResolution: ModuleResolutionKind.Node16 };
  const options = { target: ScriptTarget.ES2022, lib: ["lib.es2022.d.ts"], types: [], strict: true, noEmit: true, ...resolution };
  const found = ts.getPreEmitDiagnostics(ts.createProgram([program], options));
  const ours = found.filter((one) => one.file === undefined || /[/]netweft[/]|[/]main[.]ts$/.test(one.file.fileName));
  return ours.map(
    ({ file: where, messageText }) => `types: ${where?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
  );
}

async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "netweft-package-"));
  try {
    const packed = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], { encoding: "utf8" });
    const file = join(folder, (JSON.parse(packed) as { filename: string }[])[0]!.filename);
    const bytes = new Uint8Array(readFileSync(file));
    const problems = [...(await wrongTypes(bytes)), ...(await wrongManifest(bytes.buffer)), ...needsTypes(folder, file)];
    for (const problem of problems) console.error(problem);
    return problems.length > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main().then((code) => (process.exitCode = code));
