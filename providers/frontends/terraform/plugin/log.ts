/** Log lines on stderr, which Terraform adds to its log with their levels. */

const LEVELS = ["trace", "debug", "info", "warn", "error"] as const;
export type Level = (typeof LEVELS)[number];

/** Writes to Terraform's log; fields are shown behind the message. */
export type Log = (level: Level, message: string, fields?: Readonly<Record<string, unknown>>) => void;

/** One line without a line break. Terraform parses the time only with six fractional digits. */
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
 * The minimum level from the environment: `TF_LOG_PROVIDER`, else `TF_LOG`. `error` without either; `trace` for
 * `JSON` and for unknown words, as in Terraform.
 */
export function leastLevel(env: Readonly<Record<string, string | undefined>>): Level {
  const word = (env["TF_LOG_PROVIDER"] || env["TF_LOG"] || "off").toLowerCase();
  if (word === "off") return "error";
  return LEVELS.find((level) => level === word) ?? "trace";
}

/** The stack of an exception: for the log, never for a caller. */
export function traceOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A log that writes the levels requested by the environment, line by line. */
export function openLog(env: Readonly<Record<string, string | undefined>>, write: (text: string) => void): Log {
  const least = LEVELS.indexOf(leastLevel(env));
  return (level, message, fields) => {
    if (LEVELS.indexOf(level) >= least) write(`${logLine(level, message, new Date(), fields)}\n`);
  };
}
