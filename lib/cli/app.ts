/** The app that declares the networks: `cdktf.json`, what it runs, and the stacks that come out. */
import { join } from "node:path";
import { nameTaken, REPORTS, reportsIn, withoutReports } from "../ports/app";
import { isTooDeep } from "../schema/json-depth";
import { listOf, mapOf, members, perhaps, text as string } from "../schema/shape";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import { ownLine } from "../config/blocks/source";
import type { Finished } from "../ports/processes";
import type { CliEnvironment } from "./doors";

/** The relevant content of `cdktf.json`. */
export interface App {
  /** The command that synthesizes. */
  readonly command: string;
  /** The folder that it writes. */
  readonly output: string;
  /** Passed to the app as its context. */
  readonly context: unknown;
}

/** One stack of an app, after its synthesis. */
export interface AppStack {
  readonly name: string;
  /** The folder that Terraform would run in; the stack's paths are relative to it. */
  readonly folder: string;
  readonly file: string;
  readonly diagnostics: readonly Diagnostic[];
}

const FILE = "cdktf.json";

/** The app of the working directory; undefined if there is none. */
export async function readApp({ files }: CliEnvironment): Promise<Result<App | undefined>> {
  if ((await files.kind(FILE)) !== "file") return ok(undefined);
  const text = await files.read(FILE);
  if (!text.ok) return text;
  const json = objectOf(text.value);
  if (!json) return fail(diagnose("invalid-app", `${FILE} is not a JSON object.`, { file: FILE }));
  const { app, output, context } = json;
  if (typeof app !== "string" || app === "") {
    const detail = `${FILE} has no command that runs the app. Set "app" to it, for example "node --import tsx main.ts".`;
    return fail(diagnose("invalid-app", detail, { file: FILE, path: ["app"] }));
  }
  return ok({ command: app, output: typeof output === "string" ? output : "cdktf.out", context });
}

/** Node's text around an uncaught error: where it was thrown inside Node, and Node's version. */
const PROLOGUE = /^(node:internal\/.*|\s+triggerUncaughtException\(.*|\s*\^\s*|Node\.js v\d.*|\s+at .*\(?node:internal\/.*)$/;

/** The output of a program that ended with an error, without Node's own lines. */
function withoutPrologue(text: string): string {
  return text
    .split("\n")
    .filter((line) => !PROLOGUE.test(line))
    .join("\n")
    .replace(/\n{3,}/g, "\n\n");
}

/** Runs the app, which writes its stacks: an earlier synthesis is never taken for this one. Its own output is only shown when it fails. */
export async function synthesize(app: App, doors: CliEnvironment): Promise<Result<void>> {
  const manifest = manifestOf(app);
  const before = await doors.files.stamp(manifest);
  const env = { [REPORTS]: "1", CDKTF_OUTDIR: app.output, CDKTF_CONTEXT_JSON: JSON.stringify(app.context ?? {}) };
  const ran = await doors.processes.run(app.command, { cwd: doors.cwd(), env });
  if (ran.code === 0) return (await doors.files.stamp(manifest)) === before ? fail(notSynthesized(app, manifest)) : ok(undefined);
  const reports = reportsIn(ran.stderr);
  return reports.length > 0 && !isThrown(ran.stderr) ? fail(...reports) : fail(...reports, ended(app, ran, doors.cwd()));
}

/** Whether an error of another sort than those of constructs ended the program. */
function isThrown(stderr: string): boolean {
  return /^\s+at /m.test(stderr) && !/^InvalidConstruct: /m.test(stderr);
}

/** The error with which an app ended. */
function ended({ command }: App, { code, stdout, stderr }: Finished, cwd: string): Diagnostic {
  const source = ownLine(
    stderr.split("\n").filter((line) => /^\s+at /.test(line)),
    cwd,
  );
  const at = source === undefined ? { file: FILE } : { source };
  const [, name, type, scope = "the app"] = TAKEN.exec(stderr) ?? [];
  if (name !== undefined) return diagnose("duplicate-construct", nameTaken(name, `${type} "${scope}"`), at);
  const said = withoutPrologue(`${withoutReports(stderr)}\n${stdout}`).trim() || "(no output)";
  const detail = `The app \`${command}\` ended with exit code ${code}, so there is nothing to plan. Its output:\n\n${said}`;
  return diagnose("synth-failed", detail, at);
}

/** How the library of constructs says that a name is taken. */
const TAKEN = /^Error: There is already a Construct with name '(.*)' in (\w+)(?: \[(.*)\])?$/m;

/** The file in which a synthesis lists its stacks. */
export function manifestOf({ output }: App): string {
  return join(output, "manifest.json");
}

function notSynthesized({ command }: App, manifest: string): Diagnostic {
  const detail = `The app \`${command}\` ended without writing ${manifest}. Nothing is planned, because what is there may be an earlier synthesis. An app writes its stacks with \`app.synth()\`: call it at the end, also where the program ends early.`;
  return diagnose("no-stacks", detail, { file: FILE });
}

/** The stacks that the app has synthesized, by `manifest.json`. */
export async function readStacks(app: App, { files }: CliEnvironment): Promise<Result<readonly AppStack[]>> {
  const path = manifestOf(app);
  const text = await files.read(path);
  const stacks = text.ok ? objectOf(text.value)?.["stacks"] : undefined;
  if (typeof stacks !== "object" || stacks === null) {
    const detail = `${path} names no stacks. The app writes it when it calls \`app.synth()\`.`;
    return fail(diagnose("no-stacks", detail, { file: path }));
  }
  if (!mapOf(manifestShape)(stacks))
    return fail(diagnose("no-stacks", `${path} is not a manifest as \`app.synth()\` writes it.`, { file: path }));
  return ok(Object.entries(stacks as Record<string, Manifest>).map(([name, manifest]) => stackOf(name, manifest, app.output)));
}

interface Manifest {
  readonly synthesizedStackPath?: string;
  readonly workingDirectory?: string;
  readonly annotations?: readonly {
    readonly constructPath?: string;
    readonly level?: string;
    readonly message?: string;
    readonly stacktrace?: readonly string[];
  }[];
}

const manifestShape = members({
  synthesizedStackPath: perhaps(string),
  workingDirectory: perhaps(string),
  annotations: perhaps(listOf(members({ constructPath: perhaps(string), level: perhaps(string), message: perhaps(string) }))),
});

function stackOf(name: string, manifest: Manifest, output: string): AppStack {
  const folder = join(output, manifest.workingDirectory ?? join("stacks", name));
  const file = join(output, manifest.synthesizedStackPath ?? join("stacks", name, "cdk.tf.json"));
  const diagnostics = (manifest.annotations ?? []).flatMap(({ constructPath = name, level = "", message = "" }) => {
    if (level === "@cdktf/info") return [];
    const code = level === "@cdktf/error" ? "app-error" : "app-warning";
    return [diagnose(code, `${message} (at ${constructPath})`)];
  });
  return { name, folder, file, diagnostics };
}

/** The object of a JSON text; undefined for anything else, and for a text that is nested too deeply for its readers. */
export function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    if (isTooDeep(text)) return undefined;
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
