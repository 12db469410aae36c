/** What a program on a host says, line by line: words behind `@`, and answers to questions. See `programs/`. */

/** One answer, as far as it came. */
export interface Said {
  /** JSON, and lines without the `>` that they began with. */
  readonly lines: string[];
  /** How the answer ended; it did not where this is missing. */
  end?: "ok" | "absent" | "unread";
  /** Why it could not be read, in the words of the program that was asked. */
  why?: string;
}

export interface Answer {
  /** Why the program did not begin: a word, and what it is about. */
  refused?: { readonly word: string; readonly about: string };
  /** The file and line (from 1; 0 when unknown) that failed first, and the words of the program that refused. */
  failed?: { readonly file: string; readonly line: number; readonly words: string[] };
  generation?: string;
  /** Programs that a host may do without and this one has. */
  readonly programs: Set<string>;
  /** Question and what it is about (`show c1`) → what was said. */
  readonly said: Map<string, Said>;
  /** Whether the program came to its end. */
  complete: boolean;
}

/** Collects an answer. `onDone` hears of every file of the input that was worked off. */
export function answerReader(onDone: (file: string) => void = () => undefined): { readonly answer: Answer; onLine(line: string): void } {
  const answer: Answer = { programs: new Set(), said: new Map(), complete: false };
  let open: Said | undefined;
  const end = (how: Said["end"], why?: string) => {
    if (open) Object.assign(open, { end: how, ...(why ? { why } : {}) });
    open = undefined;
  };
  const words: Readonly<Record<string, (rest: string) => void>> = {
    "@refused": (rest) => (answer.refused = { word: cut(rest)[0], about: cut(rest)[1] }),
    "@done": (rest) => rest.split(" ").forEach((file) => onDone(file)),
    "@failed": (rest) => (answer.failed ??= { file: cut(rest)[0], line: Number(cut(rest)[1]), words: [] }),
    "@!": (rest) => answer.failed?.words.push(rest),
    "@generation": (rest) => (answer.generation = rest),
    "@program": (rest) => answer.programs.add(rest),
    // Whatever was said before to the same question, by a script that then began again, does not count.
    "@ask": (question) => answer.said.set(question, (open = { lines: [] })),
    "@ok": () => end("ok"),
    "@absent": () => end("absent"),
    "@unread": (why) => end("unread", why),
    "@end": () => (answer.complete = true),
  };
  return {
    answer,
    onLine(line) {
      if (line.startsWith("@")) return words[cut(line)[0]]?.(cut(line)[1]);
      if (line !== "") open?.lines.push(line.startsWith(">") ? line.slice(1) : line);
    },
  };
}

/** The first word, and what comes behind the space. */
export function cut(text: string): readonly [string, string] {
  const at = text.indexOf(" ");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
