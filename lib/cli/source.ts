import type { SourceFile } from "../config/types";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import { manifestOf, readApp, readStacks, synthesize, type App, type AppStack } from "./app";
import type { CliEnvironment } from "./doors";
import type { CliSession } from "./session";

/** The text of a configuration, and its source. */
export interface ConfigurationSource {
  readonly files: readonly SourceFile[];
  /** The folder for relative paths of the configuration. */
  readonly folder: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Finds the configuration of the working directory: the stack that an app synthesizes, or else the `*.tf.json` files.
 * `run`: whether to run the app first; otherwise its last synthesis is used, and the app runs only if there is none.
 */
export async function readSource({ given, doors }: CliSession, run: boolean): Promise<Result<ConfigurationSource>> {
  const app = await readApp(doors);
  if (!app.ok) return app;
  if (!app.value) return given.value("stack") === undefined ? readFolder(doors) : fail(diagnose("which-stack", NO_APP));
  const ran = await synthesized(app.value, run, doors);
  return ran.ok ? readStack(app.value, given.value("stack"), doors) : ran;
}

async function synthesized(app: App, run: boolean, doors: CliEnvironment): Promise<Result<unknown>> {
  return run || (await doors.files.kind(manifestOf(app))) === undefined ? synthesize(app, doors) : ok(undefined);
}

/** The names of all stacks of an app, which runs first unless `--skip-synth` is set; a folder without an app has one without a name. */
export async function stackNames({ given, doors }: CliSession): Promise<Result<readonly (string | undefined)[]>> {
  const app = await readApp(doors);
  if (!app.ok) return app;
  if (!app.value) return ok([undefined]);
  const ran = await synthesized(app.value, !given.isOn("skip-synth"), doors);
  if (!ran.ok) return ran;
  const stacks = await readStacks(app.value, doors);
  if (!stacks.ok) return stacks;
  return stacks.value.length === 0 ? fail(noStacks()) : ok(stacks.value.map(({ name }) => name));
}

function noStacks(): Diagnostic {
  return diagnose("no-stacks", "The app has no stack. Declare one with `new NetworkStack(app, …)`.");
}

const NO_APP =
  "--stack chooses a stack of an app, and here is no app (cdktf.json): the *.tf.json files of a folder are one stack. Leave the option out, or name the app's folder.";

async function readStack(app: App, wanted: string | undefined, doors: CliEnvironment): Promise<Result<ConfigurationSource>> {
  const stacks = await readStacks(app, doors);
  if (!stacks.ok) return stacks;
  const stack = choose(stacks.value, wanted);
  if (!stack.ok) return stack;
  const { file, folder, diagnostics } = stack.value;
  const text = await doors.files.read(file);
  if (!text.ok) return text;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return errors.length > 0 ? fail(...diagnostics) : ok({ files: [{ name: file, text: text.value }], folder, diagnostics });
}

function choose(stacks: readonly AppStack[], wanted: string | undefined): Result<AppStack> {
  const names = stacks.map(({ name }) => name).join(", ");
  const found = wanted === undefined ? stacks : stacks.filter(({ name }) => name === wanted);
  if (found.length === 1) return ok(found[0]!);
  if (stacks.length === 0) return fail(noStacks());
  if (wanted === undefined) return fail(diagnose("which-stack", `The app has several stacks: ${names}. Choose one with --stack.`));
  return fail(diagnose("which-stack", `The app has no stack ${JSON.stringify(wanted)}. It has: ${names}.`));
}

async function readFolder({ files, cwd }: CliEnvironment): Promise<Result<ConfigurationSource>> {
  const names = await files.list(".");
  if (!names.ok) return names;
  const own = names.value.filter((name) => !isIgnored(name));
  const json = own.filter((name) => name.endsWith(".tf.json"));
  const native = own.filter((name) => name.endsWith(".tf"));
  if (native.length > 0) return fail(nativeSyntax(native));
  if (json.length === 0) return fail(nothingHere(cwd()));
  const texts = await Promise.all(json.map(async (name) => ({ name, text: await files.read(name) })));
  const problems = texts.flatMap(({ text }) => text.diagnostics);
  if (problems.length > 0) return fail(...problems);
  return ok({ files: texts.flatMap(({ name, text }) => (text.ok ? [{ name, text: text.value }] : [])), folder: ".", diagnostics: [] });
}

/** Hidden files, and what editors leave: as for Terraform, no configuration. */
export function isIgnored(name: string): boolean {
  return name.startsWith(".") || name.endsWith("~") || (name.startsWith("#") && name.endsWith("#"));
}

function nativeSyntax(names: readonly string[]): Diagnostic {
  const detail = `Netweft's own engine reads Terraform's JSON syntax (*.tf.json) and what apps synthesize, not ${names.join(", ")}. Run this folder with Terraform and Netweft's provider, or write it as *.tf.json or as an app.`;
  return diagnose("native-syntax", detail, { file: names[0]! });
}

function nothingHere(folder: string): Diagnostic {
  const detail = `${folder} has neither an app (cdktf.json) nor *.tf.json files. Name the folder that has them, or start an app with "netweft init".`;
  return diagnose("no-configuration", detail);
}
