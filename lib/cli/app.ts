/** The app that declares the networks: `cdktf.json`, what it runs, and the stacks that come out. */
import { join } from "node:path";
import { isTooDeep } from "../schema/json-depth";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import type { Doors } from "./doors";

/** What `cdktf.json` says, as far as it matters here. */
export interface App {
  /** The command that synthesizes. */
  readonly command: string;
  /** The folder that it writes. */
  readonly output: string;
  /** Handed to the app as its context. */
  readonly context: unknown;
}

/** One stack of an app, after its synthesis. */
export interface Stack {
  readonly name: string;
  /** The folder that Terraform would be run in; paths of the stack begin there. */
  readonly folder: string;
  readonly file: string;
  readonly diagnostics: readonly Diagnostic[];
}

const FILE = "cdktf.json";

/** The app of the working directory; undefined when it is none. */
export async function readApp({ files }: Doors): Promise<Result<App | undefined>> {
  if ((await files.kind(FILE)) !== "file") return ok(undefined);
  const text = await files.read(FILE);
  if (!text.ok) return text;
  const json = objectOf(text.value);
  if (!json) return fail(diagnose("invalid-app", `${FILE} is not a JSON object.`, { file: FILE }));
  const { app, output, context } = json;
  if (typeof app !== "string" || app === "") {
    const detail = `${FILE} does not say how the app is run. Give the command as "app", for example "node --import tsx main.ts".`;
    return fail(diagnose("invalid-app", detail, { file: FILE, path: ["app"] }));
  }
  return ok({ command: app, output: typeof output === "string" ? output : "cdktf.out", context });
}

/** What Node says around an error that nobody caught: where it was thrown inside of Node, and its own version. */
const PROLOGUE = /^(node:internal\/.*|\s+triggerUncaughtException\(.*|\s*\^\s*|Node\.js v\d.*|\s+at .*\(?node:internal\/.*)$/;

/** The words of a program that ended with an error, without those that say nothing of the program. */
function withoutPrologue(text: string): string {
  return text
    .split("\n")
    .filter((line) => !PROLOGUE.test(line))
    .join("\n")
    .replace(/\n{3,}/g, "\n\n");
}

/** Runs the app, which writes its stacks. Its own output is only shown when it fails. */
export async function synthesize(app: App, doors: Doors): Promise<Result<void>> {
  const env = { CDKTF_OUTDIR: app.output, CDKTF_CONTEXT_JSON: JSON.stringify(app.context ?? {}) };
  const ran = await doors.processes.run(app.command, { cwd: doors.cwd(), env });
  if (ran.code === 0) return ok(undefined);
  const said = withoutPrologue(`${ran.stderr}\n${ran.stdout}`).trim() || "It said nothing.";
  const detail = `The app \`${app.command}\` ended with exit code ${ran.code}, so there is nothing to plan. It said:\n\n${said}`;
  return fail(diagnose("synth-failed", detail, { file: FILE }));
}

/** The stacks that the app has synthesized, by `manifest.json`. */
export async function readStacks(app: App, { files }: Doors): Promise<Result<readonly Stack[]>> {
  const path = join(app.output, "manifest.json");
  const text = await files.read(path);
  const stacks = text.ok ? objectOf(text.value)?.["stacks"] : undefined;
  if (typeof stacks !== "object" || stacks === null) {
    const detail = `${path} names no stacks. The app writes it when it calls app.synth(); run "netweft synth".`;
    return fail(diagnose("no-stacks", detail, { file: path }));
  }
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

function stackOf(name: string, manifest: Manifest, output: string): Stack {
  const folder = join(output, manifest.workingDirectory ?? join("stacks", name));
  const file = join(output, manifest.synthesizedStackPath ?? join("stacks", name, "cdk.tf.json"));
  const diagnostics = (manifest.annotations ?? []).flatMap(({ constructPath = name, level = "", message = "" }) => {
    if (level === "@cdktf/info") return [];
    const code = level === "@cdktf/error" ? "app-error" : "app-warning";
    return [diagnose(code, `${message} (said of ${constructPath})`)];
  });
  return { name, folder, file, diagnostics };
}

/** The object that a JSON text is; undefined for anything else, and for what is nested deeper than its readers can follow. */
export function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    if (isTooDeep(text)) return undefined;
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
