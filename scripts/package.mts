/**
 * Checks the package as it is packed: publint on its manifest and files, and `attw` on what each way of resolving modules gets of its
 * types. Build first. Exits with 1, and prints every problem.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
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

async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "netweft-package-"));
  try {
    const packed = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], { encoding: "utf8" });
    const bytes = new Uint8Array(readFileSync(join(folder, (JSON.parse(packed) as { filename: string }[])[0]!.filename)));
    const problems = [...(await wrongTypes(bytes)), ...(await wrongManifest(bytes.buffer))];
    for (const problem of problems) console.error(problem);
    return problems.length > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main().then((code) => (process.exitCode = code));
