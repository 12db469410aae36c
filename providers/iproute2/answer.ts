/** What a program on a host says, line by line: words behind `@`, and the JSON that ip prints. See `programs/`. */
import type { IpLink, IpNetns, IpRoute } from "./observation/dump";

/** One namespace as ip shows it. */
export interface Space {
  readonly links: readonly IpLink[];
  readonly routes: readonly IpRoute[];
}

/** What the files about names hold. */
export interface NameFiles {
  readonly conf: Map<string, string[]>;
  readonly host: Map<string, string[]>;
  readonly resolv: Map<string, string[]>;
  readonly serving: Set<string>;
}

export interface Answer {
  /** Why the program did not begin: a word, and what it is about. */
  refused?: { readonly word: string; readonly about: string };
  /** The file and line (from 1; 0 when unknown) that failed first, and the words of whoever refused. */
  failed?: { readonly file: string; readonly line: number; readonly words: string[] };
  generation?: string;
  /** By the machine's names; `-` is the host's root. */
  readonly spaces: Map<string, Space>;
  namespaces: readonly IpNetns[];
  /** Namespaces that a program died over before they had their mark. */
  readonly unfinished: Set<string>;
  /** Namespaces that are those of the paths that were asked for. */
  readonly adopted: Set<string>;
  readonly settings: { readonly netns: string; readonly path: string; readonly value: string }[];
  /** Of name servers: the lines of each file, by bridge, by bridge and name, and by namespace; and the bridges of those that are alive. */
  readonly names: NameFiles;
  /** Programs that a host may do without and this one has. */
  readonly programs: Set<string>;
  /** Whether everything was said. */
  complete: boolean;
}

/** Collects an answer. `onDone` hears of every file of the input that was worked off. */
export function answerReader(onDone: (file: string) => void = () => undefined): { readonly answer: Answer; onLine(line: string): void } {
  const answer = emptyAnswer();
  const json = jsonReader(answer);
  const words: Readonly<Record<string, (rest: string) => void>> = {
    "@refused": (rest) => (answer.refused = { word: cut(rest)[0], about: cut(rest)[1] }),
    "@done": (rest) => rest.split(" ").forEach((file) => onDone(file)),
    "@failed": (rest) => (answer.failed ??= { file: cut(rest)[0], line: Number(cut(rest)[1]), words: [] }),
    "@!": (rest) => answer.failed?.words.push(rest),
    "@generation": (rest) => (answer.generation = rest),
    "@from": json.from,
    "@names": json.names,
    "@unfinished": (rest) => answer.unfinished.add(rest),
    "@adopted": (rest) => answer.adopted.add(rest),
    ...nameWords(answer.names),
    "@program": (rest) => answer.programs.add(rest),
    "@sysctl": (rest) => {
      const [netns, path, value] = [cut(rest)[0], ...cut(cut(rest)[1])];
      answer.settings.push({ netns, path, value });
    },
    "@end": () => (answer.complete = true),
  };
  return {
    answer,
    onLine(line) {
      if (!line.startsWith("@")) return json.value(line);
      const [word, rest] = cut(line);
      words[word]?.(rest);
    },
  };
}

/** The first word, and what comes behind the space. */
function cut(text: string): readonly [string, string] {
  const at = text.indexOf(" ");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** What is said of name servers. */
function nameWords({ conf, host, resolv, serving }: NameFiles): Readonly<Record<string, (rest: string) => void>> {
  return {
    "@conf": (rest) => addLine(conf, ...cut(rest)),
    "@host": (rest) => addLine(host, ...cutAt(rest, 2)),
    "@resolv": (rest) => addLine(resolv, ...cut(rest)),
    "@serves": (rest) => serving.add(rest),
  };
}

function emptyAnswer(): Answer {
  return {
    spaces: new Map(),
    namespaces: [],
    unfinished: new Set(),
    adopted: new Set(),
    settings: [],
    names: { conf: new Map(), host: new Map(), resolv: new Map(), serving: new Set() },
    programs: new Set(),
    complete: false,
  };
}

/** The first words, and what comes behind them. */
function cutAt(text: string, count: number): readonly [string, string] {
  const words = text.split(" ");
  return [words.slice(0, count).join(" "), words.slice(count).join(" ")];
}

/** A file is told of by its name first, then line by line. */
function addLine(files: Map<string, string[]>, about: string, line: string): void {
  const lines = files.get(about);
  if (lines === undefined) files.set(about, []);
  else lines.push(line);
}

/** ip prints one line of JSON for each question: links with their addresses, then routes; names of namespaces come by themselves. */
function jsonReader(answer: Answer): { from(netns: string): void; names(): void; value(line: string): void } {
  let netns: string | undefined;
  let links: readonly IpLink[] | undefined;
  return {
    from(name) {
      netns = name;
      links = undefined;
    },
    names() {
      netns = undefined;
    },
    value(line) {
      const value = parsed(line);
      if (value === undefined) return;
      if (netns === undefined) answer.namespaces = value as readonly IpNetns[];
      else if (links === undefined) links = value as readonly IpLink[];
      else answer.spaces.set(netns, { links, routes: value as readonly IpRoute[] });
    },
  };
}

/** A line that is cut off, because the program that printed it was ended, is nothing. */
function parsed(line: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
