/** Calls of every function, with an argument replaced by one that is null, sensitive, or known only after the apply. */
import { parseExpression } from "../../lib/config/language/parse";
import { askNetweft } from "./oracle";
import { table } from "./expressions-table";

/** A call and one of its arguments: `put` has another text in its place. */
export interface Call {
  readonly own: string;
  readonly put: (argument: string) => string;
}

/** So many calls of each function and position: often the first one is an edge. */
const MOST = 2;

const isParsed = (text: string) => "node" in parseExpression(text);

/** Every argument position of every function. */
function places(texts: readonly string[] = table): readonly Call[] {
  const seen = new Map<string, number>();
  return texts.flatMap((text) => {
    const parsed = parseExpression(text);
    if (!("node" in parsed) || parsed.node.kind !== "call" || parsed.node.spread) return [];
    const { name, args } = parsed.node;
    return args.flatMap(({ at, end }, position): readonly Call[] => {
      const key = `${name} ${position}`;
      const before = seen.get(key) ?? 0;
      if (before >= MOST) return [];
      seen.set(key, before + 1);
      const quote = text[at - 1] === '"' ? 1 : 0;
      const put = (argument: string) => text.slice(0, at - quote) + argument + text.slice(end + quote);
      return [{ own: text.slice(at - quote, end + quote), put }];
    });
  });
}

/** The argument itself, and the first part of it where it is a literal tuple. */
function wholeAndPart({ own, put }: Call): readonly Call[] {
  const parsed = parseExpression(own);
  if (!("node" in parsed) || parsed.node.kind !== "tuple" || parsed.node.items.length === 0) return [{ own, put }];
  const { at, end } = parsed.node.items[0]!;
  const quote = own[at - 1] === '"' ? 1 : 0;
  const part = {
    own: own.slice(at - quote, end + quote),
    put: (text: string) => put(own.slice(0, at - quote) + text + own.slice(end + quote)),
  };
  return [{ own, put }, part];
}

/** With sensitive arguments, as a whole and in a part. */
export function sensitiveCalls(): readonly string[] {
  const all = places()
    .flatMap(wholeAndPart)
    .map(({ own, put }) => put(`sensitive(${own})`));
  return [...new Set(all)].filter(isParsed);
}

/** With arguments that are known only after the apply, as a whole and in a part: `own` is the value, `put` the call with another text. */
export function unknownCalls(): readonly Call[] {
  const isValid = (text: string) => isParsed(text) && askNetweft([text])[0] !== "refused";
  const all = places()
    .filter(({ own }) => isValid(own))
    .flatMap(wholeAndPart);
  return all.filter(({ put }) => isParsed(put("local.x")));
}
