/** One script of many test files, and of all modules of this repository that they import. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { build, type Plugin } from "esbuild";

export interface Bundle {
  /** Exports `run`, which evaluates the test file of a path. */
  readonly path: string;
  remove(): void;
}

/** A module of the script keeps its own `__dirname`. */
const ownFolders: Plugin = {
  name: "own folders",
  setup({ onLoad }) {
    onLoad({ filter: /\/(api|bin|lib|providers|test)\/.*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      return { contents: text.replace(/\b__dirname\b/g, JSON.stringify(dirname(path))), loader: "ts" };
    });
  },
};

/** Below `node_modules`, where its packages are found and jest transforms nothing. */
export async function bundleOf(root: string, files: readonly string[]): Promise<Bundle> {
  const cache = join(root, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "tests-"));
  const path = join(folder, "tests.js");
  const cases = files.map((file) => `case ${JSON.stringify(file)}: return require(${JSON.stringify(file)});`);
  await build({
    stdin: { contents: `exports.run = (path) => { switch (path) { ${cases.join("\n")} } };`, resolveDir: root },
    outfile: path,
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    sourcemap: "linked",
    logLevel: "warning",
    plugins: [ownFolders],
  });
  return { path, remove: () => rmSync(folder, { recursive: true }) };
}
