/** Lines for stderr, which Terraform takes into its log, each at its own level. */

const LEVELS = ["trace", "debug", "info", "warn", "error"] as const;
export type Level = (typeof LEVELS)[number];

/** Says something to whoever reads Terraform's log; fields are shown behind the message. */
export type Log = (level: Level, message: string, fields?: Readonly<Record<string, unknown>>) => void;

/** One line without its end. Terraform reads the time only with six digits behind the seconds. */
export function logLine(level: Level, message: string, now: Date, fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    ...fields,
    "@level": level,
    "@message": message,
    "@module": "netweft",
    "@timestamp": now.toISOString().replace("Z", "000Z"),
  });
}

/**
 * The least level that the environment asks for: `TF_LOG_PROVIDER`, else `TF_LOG`. Errors without either; everything for
 * `JSON` and for words that are no level, as Terraform has it.
 */
export function leastLevel(env: Readonly<Record<string, string | undefined>>): Level {
  const word = (env["TF_LOG_PROVIDER"] || env["TF_LOG"] || "off").toLowerCase();
  if (word === "off") return "error";
  return LEVELS.find((level) => level === word) ?? "trace";
}

/** What was thrown, with where it was: for the log, never for a caller. */
export function traceOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A log that writes what the environment asks for, line by line. */
export function openLog(env: Readonly<Record<string, string | undefined>>, write: (text: string) => void): Log {
  const least = LEVELS.indexOf(leastLevel(env));
  return (level, message, fields) => {
    if (LEVELS.indexOf(level) >= least) write(`${logLine(level, message, new Date(), fields)}\n`);
  };
}
