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

/** The code after each `@example` of a doc comment. */
export function examplesIn(text: string): readonly string[] {
  const comments = text.match(/\/\*\*[^]*?\*\//g) ?? [];
  const lines = (comment: string) => comment.replace(/^\s*\/?\*+\/? ?/gm, "");
  return comments.flatMap((comment) => lines(comment).split("@example\n").slice(1));
}

/** The compiler's errors of these modules. */
export function compilerErrors(modules: readonly string[]): readonly string[] {
  return Object.values(errorsOfPrograms(Object.fromEntries(modules.map((text, n) => [`documented-${n}`, text])))).flat();
}

/** The entries of the package are those of this folder. */
const paths = { netweft: ["./api/index.ts"], "netweft/*": ["./api/*.ts"] };

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => readFileSync(path, "utf8")) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  return { ...options, paths, module: ts.ModuleKind.ESNext, noEmit: true, noUnusedLocals: false };
}

/** The compiler's errors of each program of a user's, by its name. All are compiled at once, which takes the time of one. */
export function errorsOfPrograms(programs: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>> {
  const texts = new Map(Object.entries(programs).map(([name, text]) => [join(folder, `${name}.ts`), { name, text }]));
  const options = compilerOptions();
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (path, ...rest) => {
    const one = texts.get(path);
    return one === undefined ? read(path, ...rest) : ts.createSourceFile(path, `${one.text}\nexport {};`, ts.ScriptTarget.ES2022);
  };
  host.fileExists = (path) => texts.has(path) || ts.sys.fileExists(path);
  const program = ts.createProgram([...texts.keys()], options, host);
  const errors = (path: string) => {
    const source = program.getSourceFile(path)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  };
  const messages = (path: string) => errors(path).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  return Object.fromEntries([...texts].map(([path, { name }]) => [name, messages(path)]));
}
