import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";

const root = join(__dirname, "../..");
const folder = join(root, "lib/constructs");

/** Imports and variables that examples may use. */
const prelude = `
import { App, TerraformOutput } from "cdktf";
import { BridgeNetwork, Container, HostNetwork, MacvlanNetwork, NetworkStack, OverlayNetwork } from "../../lib";
declare const app: App;
declare const stack: NetworkStack;
declare const front: BridgeNetwork;
declare const back: BridgeNetwork;
declare const mesh: OverlayNetwork;
declare const web: Container;
`;

/** The code after each \`@example\` of a doc comment. */
function examplesIn(text: string): string[] {
  const comments = text.match(/\/\*\*[^]*?\*\//g) ?? [];
  const lines = (comment: string) => comment.replace(/^\s*\/?\*+\/? ?/gm, "");
  return comments.flatMap((comment) => lines(comment).split("@example\n").slice(1));
}

/** Compiler errors of a module in this folder. */
function complaints(text: string): string[] {
  const file = join(__dirname, "examples-of-the-documentation.ts");
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, noEmit: true, noUnusedLocals: false }, root);
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (path, ...rest) => (path === file ? ts.createSourceFile(path, text, ts.ScriptTarget.ES2022) : read(path, ...rest));
  host.fileExists = (path) => path === file || ts.sys.fileExists(path);
  const program = ts.createProgram([file], options, host);
  return program
    .getSemanticDiagnostics(program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

const examples = readdirSync(folder)
  .filter((name) => name.endsWith(".ts"))
  .flatMap((name) => examplesIn(readFileSync(join(folder, name), "utf8")));

test("every construct and every attach has an example", () => {
  const made = ["NetworkStack", "BridgeNetwork", "Container", "HostNetwork", "MacvlanNetwork", "OverlayNetwork"].map(
    (name) => `new ${name}(`,
  );
  for (const name of [...made, "front.attach(", "host.attach(", "lan.attach(", "mesh.attach("]) {
    expect(examples.some((example) => example.includes(name))).toBe(true);
  }
});

test("all examples in the documentation of the constructs compile", () => {
  expect(complaints(prelude + examples.map((example) => `{\n${example}\n}`).join("\n"))).toEqual([]);
});

test("an example with a mistake would be found", () => {
  expect(complaints(`${prelude}\nfront.attach(web, { adresses: [] });`)).toHaveLength(1);
});
