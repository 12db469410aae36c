import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The line is nearly always among the first frames, and every frame costs time; a library of constructs may be in between. */
const FRAMES = [6, 50];

/** The folders of our own frames: compiled, and from source maps. */
const here = dirname(__dirname);
const ours = [here, ...(basename(dirname(here)) === "dist" ? [join(dirname(dirname(here)), "lib")] : [])].map((folder) => folder + sep);

/**
 * The calling line of the user's program: the innermost frame that is neither ours nor a library's, as `main.ts:12:17`, relative
 * to the working directory. Undefined when there is none.
 */
export function userLine(): string | undefined {
  for (const limit of FRAMES) {
    const line = firstUserLine(frames(limit), process.cwd());
    if (line !== undefined) return line;
  }
  return undefined;
}

function frames(limit: number): readonly string[] {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = limit;
  const stack = new Error().stack ?? "";
  Error.stackTraceLimit = before;
  return stack.split("\n").slice(1);
}

/** Exported for tests: `frames` in V8's format. */
export function firstUserLine(frames: readonly string[], directory: string): string | undefined {
  for (const frame of frames) {
    const place = placeOf(frame);
    if (place !== undefined && isUsers(place.file)) return `${shown(place.file, directory)}:${place.position}`;
  }
  return undefined;
}

/** `at f (/a/b.ts:1:2)` and `at /a/b.ts:1:2`. */
function placeOf(frame: string): { file: string; position: string } | undefined {
  const text = /\((.*)\)$/.exec(frame)?.[1] ?? frame.replace(/^\s*at (async )?/, "");
  const match = /^(.*?):(\d+:\d+)$/.exec(text);
  if (!match) return undefined;
  const file = match[1]!.startsWith("file:") ? fileURLToPath(match[1]!) : match[1]!;
  return isAbsolute(file) ? { file, position: match[2]! } : undefined;
}

function isUsers(file: string): boolean {
  return !file.includes(`${sep}node_modules${sep}`) && !ours.some((folder) => file.startsWith(folder));
}

function shown(file: string, directory: string): string {
  const short = relative(directory, file);
  return short.startsWith("..") || isAbsolute(short) ? file : short;
}
