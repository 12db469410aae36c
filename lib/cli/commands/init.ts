import { join } from "node:path";
import { readDocument } from "../../config/document/json";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../../diagnostic";
import { shellWord } from "../../kernel/shell-word";
import { objectOf } from "../app";
import { enterFolder } from "../folder";
import { originOf, type PackageOrigin } from "../origin";
import type { OptionName } from "../options";
import { managerOf, type PackageManager } from "../package-manager";
import { DEPENDENCIES, DEV_DEPENDENCIES, scaffold } from "../scaffold";
import { migrateState, reconfigure } from "./migrate";
import { failed, print, type CliSession } from "../session";

/** Files that a project may have already; they are kept. */
const KEPT: readonly string[] = ["package.json", "tsconfig.json", ".gitignore"];

type PackageManifest = Readonly<Record<string, unknown>>;

/**
 * `netweft init [DIR]`: writes the files of a new app. If an app exists, nothing is written; other files of a project are kept, and
 * its package manager adds to an existing package.json what is missing.
 */
export async function init(session: CliSession): Promise<number> {
  const { isOn, args } = session.given;
  const moves = isOn("migrate-state") || isOn("force-copy");
  if (!moves && !isOn("reconfigure")) {
    const unused = unusedOptions(session);
    return unused.length > 0 ? failed(session, unused) : startApp(session);
  }
  if (moves && isOn("reconfigure")) return failed(session, [diagnose("options-exclude-each-other", EITHER)]);
  const entered = args[0] === undefined ? ok(session) : enterFolder(session, args[0]);
  if (!entered.ok) return failed(session, entered.diagnostics);
  return isOn("reconfigure") ? reconfigure(entered.value) : migrateState(entered.value);
}

const EITHER =
  "--migrate-state and --force-copy move the state to the new place, and --reconfigure leaves it where it is. Give one of them.";

const OF_STATES: readonly OptionName[] = ["stack", "skip-synth", "input", "lock", "lock-timeout"];

/** Whether an app or a state is meant is not guessed. */
function unusedOptions({ given }: CliSession): readonly Diagnostic[] {
  return OF_STATES.filter((name) => given.list(name).length > 0).map((name) => {
    const detail = `Without --migrate-state or --reconfigure, "netweft init" writes a new app, and --${name} has no use there. Nothing was written. Leave the option out, or add one of the two.`;
    return diagnose("unknown-option", detail);
  });
}

async function startApp(session: CliSession): Promise<number> {
  const { files, cwd } = session.doors;
  const folder = session.given.args[0] ?? ".";
  const listed = await files.list(folder);
  const manifest = await manifestIn(session, folder);
  if (!listed.ok || !manifest.ok) return failed(session, [...listed.diagnostics, ...manifest.diagnostics]);
  const origin = await originOf(session);
  const wanted = Object.entries(scaffold(join(cwd(), folder), origin.wanted));
  const app = wanted.filter(([name]) => !(KEPT.includes(name) && listed.value.includes(name)));
  const there = app.filter(([name]) => listed.value.includes(name)).map(([name]) => join(folder, name));
  if (there.length > 0) {
    const detail = `${there.join(", ")} already ${there.length === 1 ? "exists" : "exist"}, so nothing was written. Start the app in a folder without one: netweft init DIR.`;
    return failed(session, [diagnose("file-exists", detail, { file: there[0]! })]);
  }
  for (const [name, text] of app) {
    const written = await files.write(join(folder, name), text);
    if (!written.ok) return failed(session, written.diagnostics);
  }
  const paths = app.map(([name]) => join(folder, name));
  const manager = managerOf(manifest.value ?? {}, listed.value, session.env);
  const next = [
    ...(folder === "." ? [] : [`cd ${shellWord(folder)}`]),
    ...(origin.unpacked === undefined
      ? []
      : [`npm pack --silent --pack-destination ${shellWord(origin.unpacked)} ${shellWord(origin.unpacked)}`]),
    ...(manifest.value === undefined ? [manager.install] : additions(manifest.value, manager, origin)),
    `${manager.call} netweft plan`,
    `${manager.call} netweft apply`,
  ];
  print(session, [`Wrote ${paths.join(", ")}.\n\nNow:\n`, ...next.map((command) => `  ${command}\n`)]);
  return 0;
}

/** The package.json of a folder; undefined if there is none. */
async function manifestIn({ doors }: CliSession, folder: string): Promise<Result<PackageManifest | undefined>> {
  const file = join(folder, "package.json");
  if ((await doors.files.kind(file)) === undefined) return ok(undefined);
  const text = await doors.files.read(file);
  if (!text.ok) return text;
  const manifest = objectOf(text.value.replace(/^\ufeff/, ""));
  if (manifest) return ok(manifest);
  const [found] = readDocument({ name: file, text: text.value }).diagnostics;
  const what = found?.code === "invalid-json" ? found : diagnose("invalid-json", "It is no object.", { file });
  const detail = `Nothing can be installed beside this package.json, so nothing was written. ${what.detail} Correct it, or start the app in another folder: netweft init DIR.`;
  return fail({ ...what, detail });
}

/** The commands that add to a project what its package.json does not have. */
function additions(
  { dependencies, devDependencies }: PackageManifest,
  { install, add, addDev }: PackageManager,
  { wanted }: PackageOrigin,
): readonly string[] {
  const there = Object.keys({ ...(dependencies as object), ...(devDependencies as object) });
  const own = wanted.startsWith("^") ? "netweft" : `netweft@${wanted}`;
  const missing = (names: readonly string[]) =>
    names.filter((name) => !there.includes(name)).map((name) => (name === "netweft" ? own : name));
  const commands = [
    [add, ...missing(["netweft", ...Object.keys(DEPENDENCIES)])],
    [addDev, ...missing(Object.keys(DEV_DEPENDENCIES))],
  ] as const;
  const needed = commands
    .filter(({ length }) => length > 1)
    .map(([command, ...packages]) => [command, ...packages.map(shellWord)].join(" "));
  return needed.length > 0 ? needed : [install];
}
