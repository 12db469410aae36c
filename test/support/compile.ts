/** The TypeScript compiler on texts of the documentation, against the constructs as they are here. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";

const root = join(__dirname, "../..");
const folder = join(root, "test/cdktf");

/** What an excerpt may use without declaring it. */
const prelude = `
import { App, TerraformOutput } from "cdktf";
import { BridgeNetwork, Container, HostNetwork, MacvlanNetwork, NetworkStack, OverlayNetwork } from "netweft";
declare const app: App;
declare const stack: NetworkStack;
declare const front: BridgeNetwork;
declare const back: BridgeNetwork;
declare const mesh: OverlayNetwork;
declare const web: Container;
`;

/** Excerpts as one module: each in a block of its own. */
export function excerpts(texts: readonly string[]): string {
  return prelude + texts.map((text) => `{\n${text}\n}`).join("\n");
}

/** The compiler's errors of each module. */
export function compilerErrors(modules: readonly string[]): readonly string[] {
  const texts = new Map(
    modules.map((text, n) => [join(folder, `documented-${n}.ts`), text.replaceAll('from "netweft"', 'from "../../lib"')]),
  );
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => readFileSync(path, "utf8")) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, noEmit: true, noUnusedLocals: false }, root);
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (path, ...rest) => {
    const text = texts.get(path);
    return text === undefined ? read(path, ...rest) : ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
  };
  host.fileExists = (path) => texts.has(path) || ts.sys.fileExists(path);
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...texts.keys()].flatMap((path) => {
    const source = program.getSourceFile(path)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(({ messageText }) =>
      ts.flattenDiagnosticMessageText(messageText, "\n"),
    );
  });
}
