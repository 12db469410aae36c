/** Writes JSON that may be too large for one string. */

/** A member with its value, or with the pieces of its JSON. */
export type JsonMember = readonly [name: string, value: unknown] | readonly [name: string, pieces: Iterable<string>, "pieces"];

/** The JSON of an object in pieces, on one line. Members that are undefined are left out. */
export function* jsonObject(members: Iterable<JsonMember>): Generator<string> {
  let separator = "{";
  for (const [name, value, inPieces] of members) {
    if (value === undefined) continue;
    yield `${separator}${JSON.stringify(name)}:`;
    if (inPieces) yield* value as Iterable<string>;
    else yield JSON.stringify(value);
    separator = ",";
  }
  yield separator === "{" ? "{}" : "}";
}

/** The JSON of a list, one item at a time. */
export function* jsonList(items: Iterable<unknown>): Generator<string> {
  let separator = "[";
  for (const item of items) {
    yield separator + JSON.stringify(item);
    separator = ",";
  }
  yield separator === "[" ? "[]" : "]";
}
