/** The script and the style of the pages as a module: bundles cannot read files at run time. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";

const FOLDER = "lib/report/page";

/** The path and text of the generated module. */
export function pageAssets(): readonly [string, string] {
  const script = small("page.js", "js");
  const style = small("page.css", "css");
  const members = { script, scriptHash: hashOf(script), style, styleHash: hashOf(style) };
  const lines = Object.entries(members).map(([name, text]) => `  ${name}: ${JSON.stringify(text)},\n`);
  const head = "/** Generated from page.js and page.css by `npm run generate`, with the hashes that a content security policy names. */\n";
  return [join(FOLDER, "assets.ts"), `${head}export const assets = {\n${lines.join("")}} as const;\n`];
}

function small(name: string, loader: "js" | "css"): string {
  const text = readFileSync(join(FOLDER, name), "utf8");
  return transformSync(text, { loader, minify: true, target: loader === "js" ? "es2022" : "chrome111", legalComments: "none" }).code.trim();
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
