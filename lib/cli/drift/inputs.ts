/** What the options of `netweft drift` and the ignore file say. */
import { diagnose, fail, ok, type Diagnostic, type Result } from "../../diagnostic";
import { readBaseline, type Baselines } from "../../drift/baseline";
import { severities, type Ignore, type Severity } from "../../drift/finding";
import { IGNORE_FILE, readIgnoreFile, readIgnoreOption } from "../../drift/ignore-file";
import type { CliSession } from "../session";

/** The decisions of the user about findings. */
export interface DriftInputs {
  readonly ignores: readonly Ignore[];
  /** Undefined without a baseline. */
  readonly baselines: Baselines | undefined;
  /** The severities that count for the exit code; all without it. */
  readonly failOn?: readonly Severity[];
}

/** Reads the ignore file and the options; all errors at once. */
export async function readDriftInputs(session: CliSession): Promise<Result<DriftInputs>> {
  const { given } = session;
  const [file, baselines] = [await ignoreFile(session), await baselineFile(session)];
  const options = given.list("ignore").map(readIgnoreOption);
  const failOn = failOnOf(session);
  const problems = [...hostsAlone(session), ...[file, baselines, failOn, ...options].flatMap(({ diagnostics }) => diagnostics)];
  if (!file.ok || !baselines.ok || !failOn.ok || problems.length > 0) return fail(...problems);
  const ignores = [...file.value, ...options.flatMap((one) => (one.ok ? [one.value] : []))];
  return ok({ ignores, baselines: baselines.value, ...(failOn.value && { failOn: failOn.value }) });
}

/** The hosts of the code are in its provider blocks. */
function hostsAlone({ given }: CliSession): readonly Diagnostic[] {
  if (given.value("hosts") === undefined || given.value("state") !== undefined) return [];
  const detail =
    "--hosts says how the hosts of --state FILE are reached, and --state is not given: the provider blocks of the code name the hosts then. Leave out --hosts, or add --state.";
  return [diagnose("invalid-option-value", detail)];
}

async function ignoreFile({ doors: { files } }: CliSession): Promise<Result<readonly Ignore[]>> {
  if ((await files.kind(IGNORE_FILE)) === undefined) return ok([]);
  const text = await files.read(IGNORE_FILE);
  return text.ok ? readIgnoreFile(text.value, IGNORE_FILE) : text;
}

async function baselineFile({ given, doors: { files } }: CliSession): Promise<Result<Baselines | undefined>> {
  const file = given.value("baseline");
  if (file === undefined) return ok(undefined);
  const text = await files.read(file);
  return text.ok ? readBaseline(text.value, file) : text;
}

function failOnOf({ given }: CliSession): Result<readonly Severity[] | undefined> {
  const text = given.value("fail-on");
  if (text === undefined) return ok(undefined);
  const words = text.split(",").map((word) => word.trim());
  const problems = words.filter((word) => !isSeverity(word)).map(unknownSeverity);
  return problems.length > 0 ? fail(...problems) : ok(words.filter(isSeverity));
}

function isSeverity(word: string): word is Severity {
  return severities.some((severity) => severity === word);
}

function unknownSeverity(word: string): Diagnostic {
  return diagnose("invalid-option-value", `--fail-on has ${JSON.stringify(word)}. It is a list of severities: ${severities.join(",")}.`);
}
