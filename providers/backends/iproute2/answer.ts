/** Parser of a host program's output: control words behind `@`, and the answers to questions. See `programs/`. */

/** One answer; incomplete if the program ended in the middle. */
export interface Reply {
  /** JSON, and lines without the `>` that they began with. */
  readonly lines: string[];
  /** How the answer ended; missing if it was cut off. */
  end?: "ok" | "absent" | "unread";
  /** Why it could not be read: the message of the program that was queried. */
  why?: string;
}

export interface Answer {
  /** Why the program refused to start: a code word, and its subject. */
  refused?: { readonly word: string; readonly about: string };
  /** The file and line (from 1; 0 when unknown) that failed first, and the message of the tool that failed. */
  failed?: { readonly file: string; readonly line: number; readonly words: string[] };
  generation?: string;
  /** The change that the host waits to be confirmed, and the lines about the one from which it went back. */
  armed?: string;
  readonly returned: string[];
  /** The ends of the ssh connection: the client's address, and the server's address and port. */
  path?: string;
  /** Optional programs that are installed on this host. */
  readonly programs: Set<string>;
  /** Question and subject (`show c1`) → the answer. */
  readonly replies: Map<string, Reply>;
  /** Whether the program ran to its end. */
  complete: boolean;
}

/**
 * Collects an answer. `onDone` is called with every file of the input that has been executed, `onBusy` when the program waits for
 * an apply, with the time at which that began, or an empty text.
 */
export function answerReader(
  onDone: (file: string) => void = () => undefined,
  onBusy: (since: string) => void = () => undefined,
): { readonly answer: Answer; onLine(line: string): void } {
  const answer: Answer = { returned: [], programs: new Set(), replies: new Map(), complete: false };
  let open: Reply | undefined;
  const end = (how: Reply["end"], why?: string) => {
    if (open) Object.assign(open, { end: how, ...(why ? { why } : {}) });
    open = undefined;
  };
  const words: Readonly<Record<string, (rest: string) => void>> = {
    "@refused": (rest) => (answer.refused = { word: cut(rest)[0], about: cut(rest)[1] }),
    "@busy": (since) => onBusy(since),
    "@done": (rest) => rest.split(" ").forEach((file) => onDone(file)),
    "@failed": (rest) => (answer.failed ??= { file: cut(rest)[0], line: Number(cut(rest)[1]), words: [] }),
    "@!": (rest) => answer.failed?.words.push(rest),
    "@generation": (rest) => (answer.generation = rest),
    "@armed": (rest) => (answer.armed = rest),
    "@returned": (rest) => answer.returned.push(rest),
    "@path": (rest) => (answer.path = rest),
    "@program": (rest) => answer.programs.add(rest),
    // A script that starts over asks the same question again; its later answer replaces the earlier one.
    "@ask": (question) => answer.replies.set(question, (open = { lines: [] })),
    // One process answered two questions: the first line belongs to the other one.
    "@first": (question) => answer.replies.set(question, { lines: open?.lines.splice(0, 1) ?? [], end: "ok" }),
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

/** The first word, and the text after the first space. */
export function cut(text: string): readonly [string, string] {
  const at = text.indexOf(" ");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
