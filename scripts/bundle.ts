/**
 * Bundles the two programs: the command line interface, `dist/bin/netweft.js` with its chunks, and the provider that Terraform
 * starts, the one file `dist/provider/terraform-provider-netweft`. Modules behind an `import()` are evaluated on first use.
 * `dist/api` and what it needs stays as the compiler writes it: it is what `exports` names. `tsx scripts/bundle.ts FILE` writes the provider to another
 * file, and nothing else: tests of other lanes run what is in `dist`.
 */
import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { buildSync, transformSync, type BuildOptions } from "esbuild";

/** Names stay as they are, for stack traces. `keepNames` would have the same effect with a call for each function that is created. */
const small = { minifyWhitespace: true, minifySyntax: true } as const;

const settings = {
  ...small,
  bundle: true,
  platform: "node",
  target: "node20",
  legalComments: "none",
  logLevel: "warning",
} satisfies BuildOptions;

/** A file is written under another name first: it may be in use. */
function write(file: string, text: string, mode: number): void {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, text);
  chmodSync(unfinished, mode);
  renameSync(unfinished, file);
}

/** What the compiler wrote of the programs' own modules is in the bundles. */
function removeCompiled(): void {
  for (const folder of ["dist/providers/frontends", "dist/lib/cli", "dist/bin", "dist/package.json"])
    rmSync(folder, { recursive: true, force: true });
  mkdirSync("dist/bin");
}

/** esbuild exports by getters, as chunks might import each other in a circle. These do not, and each call of a function would pass two. */
const PLAIN_EXPORTS = "module.exports={...module.exports};\n";

/** The first line of a program: an older Node gets a sentence, as long as it can parse the file. */
const GUARD =
  'if(parseInt(process.versions.node)<20){process.stderr.write("Netweft needs Node 20 or later. This is Node "+process.versions.node+" ("+process.execPath+").\\n");process.exit(1)}\n';

/**
 * esbuild splits only ECMAScript modules, so each chunk is made CommonJS afterwards: Node starts those faster, and a command reads
 * only the chunks that it needs.
 */
function bundleCli(): void {
  const entryPoints = { netweft: "bin/netweft.ts" };
  const { outputFiles } = buildSync({ ...settings, entryPoints, outdir: "dist/bin", splitting: true, format: "esm", write: false });
  for (const { path, text } of outputFiles) {
    // esbuild's name for the wrapper of a module that is evaluated when it is called first: its exports are still missing in PLAIN_EXPORTS.
    if (text.includes("__esm")) throw new Error(`${path} evaluates its modules late.`);
    const { code } = transformSync(text, { ...small, format: "cjs", target: "node20", supported: { "dynamic-import": false } });
    const isProgram = path.endsWith("/bin/netweft.js");
    write(path, isProgram ? `#!/usr/bin/env node\n${GUARD}${code}` : code + PLAIN_EXPORTS, isProgram ? 0o755 : 0o644);
  }
}

/** Node options that users set for other programs are removed: reading certificates alone takes Node 60 ms. */
const SHEBANG = "#!/usr/bin/env -S -u NODE_EXTRA_CA_CERTS -u NODE_OPTIONS node\n";

function bundleProvider(file: string): void {
  const { outputFiles } = buildSync({ ...settings, entryPoints: ["bin/terraform-provider-netweft.ts"], format: "cjs", write: false });
  mkdirSync(dirname(file), { recursive: true });
  write(file, SHEBANG + GUARD + outputFiles[0]!.text, 0o755);
}

const [other] = process.argv.slice(2);
if (other === undefined) {
  removeCompiled();
  bundleCli();
}
bundleProvider(other ?? "dist/provider/terraform-provider-netweft");
