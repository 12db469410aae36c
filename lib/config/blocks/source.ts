/** The user's own line for a block, from the metadata that CDKTF writes. */
import { isObject, type JsonValue } from "../document/json";

/** `main.ts:12:3`: the first frame of the construct's stack trace that is in the user's own files. */
export function sourceOf(comment: JsonValue | undefined, directory: string): string | undefined {
  const metadata = isObject(comment) ? comment.metadata : undefined;
  const trace = isObject(metadata) ? metadata.stackTrace : undefined;
  return Array.isArray(trace) ? ownLine(trace as readonly JsonValue[], directory) : undefined;
}

/** The first frame of a stack trace that is in the user's own files. */
export function ownLine(trace: readonly JsonValue[], directory: string): string | undefined {
  const own = trace.map(placeOf).find((place) => place !== undefined && isOwn(place));
  return own && relative(own, directory);
}

/** Longer lines are not stack frames. */
const LONGEST = 5000;
const FRAME = /(?:file:\/\/)?([^\s()]+:\d+(?::\d+)?)\)?$/;

function placeOf(frame: JsonValue): string | undefined {
  return typeof frame === "string" && frame.length < LONGEST ? FRAME.exec(frame)?.[1] : undefined;
}

function isOwn(place: string): boolean {
  return !/node_modules|^node:|^internal\/|^<|netweft\/(?:dist|lib)\//.test(place);
}

function relative(place: string, directory: string): string {
  return place.startsWith(`${directory}/`) ? place.slice(directory.length + 1) : place;
}
