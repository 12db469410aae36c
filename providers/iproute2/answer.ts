/** What a program on a host says, line by line: words behind `@`, and the JSON that ip prints. See `programs/`. */
import type { IpLink, IpNetns, IpRoute } from "./observation/dump";

/** One namespace as ip shows it. */
export interface Space {
  readonly links: readonly IpLink[];
  readonly routes: readonly IpRoute[];
}

export interface Answer {
  /** Why the program did not begin: a word, and what it is about. */
  refused?: { readonly word: string; readonly about: string };
  /** The file and line (from 1; 0 when unknown) that failed first, and the words of whoever refused. */
  failed?: { readonly file: string; readonly line: number; readonly words: string[] };
  generation?: string;
  /** By the machine's names; `-` is the host's root. */
  readonly spaces: Map<string, Space>;
  names: readonly IpNetns[];
  /** Namespaces that a program died over before they had their mark. */
  readonly unfinished: Set<string>;
  /** Namespaces that are those of the paths that were asked for. */
  readonly adopted: Set<string>;
  readonly settings: { readonly netns: string; readonly path: string; readonly value: string }[];
  /** Lines of `ss`, of `iptables-save` with their family in front, and tables as nft prints them; only where they were asked for. */
  readonly sockets: string[];
  readonly iptables: string[];
  readonly rulesets: string[];
  /** Whether everything was said. */
  complete: boolean;
}

/** Collects an answer. `onDone` hears of every file of the input that was worked off. */
export function answerReader(onDone: (file: string) => void = () => undefined): { readonly answer: Answer; onLine(line: string): void } {
  const answer: Answer = {
    spaces: new Map(),
    names: [],
    unfinished: new Set(),
    adopted: new Set(),
    settings: [],
    ...findings(),
    complete: false,
  };
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
    "@sysctl": (rest) => {
      const [netns, path, value] = [cut(rest)[0], ...cut(cut(rest)[1])];
      answer.settings.push({ netns, path, value });
    },
    "@socket": (rest) => answer.sockets.push(rest),
    "@iptables": (rest) => answer.iptables.push(rest),
    "@ruleset": (rest) => answer.rulesets.push(rest),
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

function findings(): Pick<Answer, "sockets" | "iptables" | "rulesets"> {
  return { sockets: [], iptables: [], rulesets: [] };
}

/** The first word, and what comes behind the space. */
function cut(text: string): readonly [string, string] {
  const at = text.indexOf(" ");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
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
      if (netns === undefined) answer.names = value as readonly IpNetns[];
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
