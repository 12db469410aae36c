import { diagnose, fail, hasErrors, ok, type Result } from "../../diagnostic";
import { exitCodeOf } from "../../drift/exit-code";
import { driftFormats, type DriftFormat, type DriftFormatOptions } from "../../report/drift/formats";
import { driftText } from "../../report/drift/text";
import { harmless, type TerminalStyle } from "../../report/look";
import { readDriftInputs } from "../drift/inputs";
import { driftReports, type DriftReports } from "../drift/reports";
import { readOutputs, writeOutputs } from "../outputs";
import { complain, failed, type CliSession } from "../session";

const formats = ["text", ...Object.keys(driftFormats)];

/** `netweft drift`: what differs from the applied state. Neither the state nor any host is written. */
export async function drift(session: CliSession): Promise<number> {
  const { given } = session;
  const outputs = await readOutputs(session, formats);
  const options = formatOptions(session, outputs.ok ? outputs.value.map(({ format }) => format) : undefined);
  const inputs = await readDriftInputs(session);
  if (!outputs.ok || !options.ok || !inputs.ok)
    return failed(
      session,
      [outputs, options, inputs].flatMap(({ diagnostics }) => diagnostics),
    );
  const found = await driftReports(session, inputs.value);
  if (!found.ok) return failed(session, found.diagnostics);
  const { reports, unread } = found.value;
  const written = await writeOutputs(session, outputs.value, (format, look) =>
    format === "text" ? texts(found.value, look) : driftFormats[format as DriftFormat](reports, { ...options.value, unreadStacks: unread }),
  );
  if (!written.ok) return failed(session, written.diagnostics);
  const hasText = outputs.value.some(({ format }) => format === "text");
  complain(
    session,
    [...found.diagnostics, ...reports.flatMap(({ diagnostics }) => diagnostics)].filter((one) => hasText || hasErrors([one])),
  );
  if (hasErrors(found.diagnostics)) return 1;
  return exitCodeOf(reports, given.isOn("detailed-exitcode"), inputs.value.failOn);
}

/** Less has no room for what a report begins with. */
const LEAST_BYTES = 2_000;

/** An option of a format, and what it is for. */
const OPTION_OF = [
  ["max-bytes", "markdown"],
  ["sarif-suppressed", "sarif"],
] as const;

/** `written`: the formats of this run, if these are known. */
function formatOptions({ given, version }: CliSession, written: readonly string[] | undefined): Result<DriftFormatOptions> {
  const [bytes, suppressed] = [given.value("max-bytes"), given.value("sarif-suppressed")];
  const isSize = bytes === undefined || (/^\d{1,9}$/.test(bytes) && Number(bytes) >= LEAST_BYTES);
  const isHow = suppressed === undefined || suppressed === "omit" || suppressed === "include";
  const size = `--max-bytes ${JSON.stringify(bytes)} is not a number of bytes from ${LEAST_BYTES} on.`;
  const how = `--sarif-suppressed ${JSON.stringify(suppressed)} is neither omit nor include.`;
  const idle = OPTION_OF.filter(([name, format]) => given.value(name) !== undefined && written?.includes(format) === false);
  if (idle.length > 0)
    return fail(
      ...idle.map(([name, format]) => {
        const detail = `--${name} has an effect on --format ${format} only, which this run does not write. Leave out --${name}, or add --format ${format}.`;
        return diagnose("invalid-option-value", detail);
      }),
    );
  if (isSize && isHow) return ok({ version, maxBytes: bytes === undefined ? undefined : Number(bytes), suppressed });
  return fail(...[...(isSize ? [] : [size]), ...(isHow ? [] : [how])].map((detail) => diagnose("invalid-option-value", detail)));
}

/** The reports one below the other; with several stacks, each below the name of its stack. */
function* texts({ reports, unread }: DriftReports, look: TerminalStyle): Generator<string> {
  const isOne = reports.length + unread.length === 1;
  const head = (stack: string, n: number) => `${n === 0 ? "" : "\n"}${look.paint("bold", `Stack ${harmless(stack)}`)}\n`;
  for (const [n, report] of reports.entries()) {
    if (!isOne) yield head(report.stack, n);
    yield* driftText(report, look);
  }
  for (const [n, { stack }] of unread.entries()) yield `${head(stack, reports.length + n)}It could not be read. Errors say why.\n`;
}
