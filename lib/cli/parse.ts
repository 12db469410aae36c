import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import { nearest } from "../schema/nearest";
import { everywhere, isOption, options, type CliOption, type OptionName } from "./options";

/** A command's arguments and options, checked. */
export interface ParsedFlags {
  readonly args: readonly string[];
  isOn(name: OptionName): boolean;
  value(name: OptionName): string | undefined;
  list(name: OptionName): readonly string[];
  /** All values of these options, in the order in which they are given. */
  inOrder(...names: readonly OptionName[]): readonly GivenOption[];
}

export interface GivenOption {
  readonly name: OptionName;
  readonly value: string;
}

export interface Syntax {
  /** As the user calls it: `state show`. */
  readonly name: string;
  readonly options: readonly OptionName[];
  /** Its arguments in help texts: `ADDRESS`. */
  readonly usage: string;
  /** The least and the largest number of arguments beside options. */
  readonly args: readonly [least: number, most: number];
  /** Pairs of options that cannot be combined. */
  readonly excludes?: readonly (readonly [OptionName, OptionName])[];
  /** Options with one value that can be given several times here. */
  readonly repeats?: readonly OptionName[];
  /** Whether options end at the first argument: what follows is another program's command line. */
  readonly isCommand?: boolean;
}

type ParsedValues = Map<OptionName, string[]>;

/**
 * Parses the arguments after a command. Options have one dash or two, with their value behind `=` or in the next argument; after
 * `--` there are no options.
 */
export function parse(words: readonly string[], syntax: Syntax): Result<ParsedFlags> {
  const values: ParsedValues = new Map();
  const order: GivenOption[] = [];
  const args: string[] = [];
  const problems: Diagnostic[] = [];
  for (let n = 0; n < words.length; n += 1) {
    const word = words[n]!;
    if (word === "--") {
      args.push(...words.slice(n + 1));
      break;
    }
    if (!isDashed(word)) {
      args.push(word);
      if (syntax.isCommand) {
        args.push(...words.slice(words[n + 1] === "--" ? n + 2 : n + 1));
        break;
      }
    } else {
      const taken = takeOption(word, words[n + 1], syntax);
      if (!taken.ok) problems.push(...taken.diagnostics);
      else {
        const { name, value, words: used } = taken.value;
        values.set(name, [...(values.get(name) ?? []), value]);
        order.push({ name, value });
        n += used - 1;
      }
    }
  }
  if (!values.has("help")) problems.push(...contradictions(values, syntax), ...excluded(values, syntax), ...wrongCount(args, syntax));
  return problems.length > 0 ? fail(...problems) : ok(given(args, values, order));
}

/** A single dash is a file name, a negative number an argument. */
function isDashed(word: string): boolean {
  return /^--?[A-Za-z]/.test(word);
}

interface TakenArgument {
  readonly name: OptionName;
  readonly value: string;
  /** The number of words it consists of. */
  readonly words: number;
}

function takeOption(word: string, next: string | undefined, syntax: Syntax): Result<TakenArgument> {
  const [, name = "", behind] = /^--?([^=]*)(?:=(.*))?$/s.exec(word)!;
  const long = name === "h" ? "help" : name;
  if (!isOption(long) || ![...syntax.options, ...everywhere].includes(long)) return fail(unknownOption(word, name, syntax));
  const { kind }: CliOption = options[long];
  if (kind === "switch" || kind === "choice") return takeSwitch(long, behind, word);
  if ((behind ?? next) === "") return fail(valueless(word.split("=")[0]!, long, "the given one is empty"));
  if (behind !== undefined) return ok({ name: long, value: behind, words: 1 });
  if (next === undefined) return fail(valueless(word, long, "nothing follows it"));
  const taken = `${next} is another option; if it is meant as the value, write ${word}=${next}`;
  return isOptionOf(next, syntax) ? fail(valueless(word, long, taken)) : ok({ name: long, value: next, words: 2 });
}

function takeSwitch(name: OptionName, behind: string | undefined, word: string): Result<TakenArgument> {
  const value = behind ?? "true";
  if (/^(true|1|false|0)$/.test(value)) return ok({ name, value: value === "true" || value === "1" ? "true" : "false", words: 1 });
  return fail(diagnose("invalid-option-value", `The option ${word} takes only true or false.`));
}

/** Whether a word that stands where a value is needed is the command's next option. */
function isOptionOf(word: string, syntax: Syntax): boolean {
  const [, name = ""] = /^--?([a-z-]+)(?:=.*)?$/s.exec(word) ?? [];
  return isOption(name) && [...syntax.options, ...everywhere].includes(name);
}

function valueless(word: string, name: OptionName, reason: string): Diagnostic {
  const { value = "VALUE" }: CliOption = options[name];
  return diagnose("missing-option-value", `The option ${word} needs a value, ${word} ${value}, and ${reason}.`);
}

function unknownOption(word: string, name: string, syntax: Syntax): Diagnostic {
  const meant = nearestOption(name, [...syntax.options, ...everywhere]);
  const hint = meant ? ` Did you mean --${meant}?` : "";
  return diagnose("unknown-option", `"netweft ${syntax.name}" has no option ${word}.${hint} "netweft help ${syntax.name}" lists them.`);
}

/** Options are few: one that begins alike may differ in half of its letters. */
function nearestOption(name: string, known: readonly OptionName[]): string | undefined {
  const alike = known.filter((one) => one.startsWith(name.slice(0, 1)));
  return nearest(name, known) ?? known.find((one) => name.length > 1 && one.startsWith(name)) ?? nearest(name, alike, name.length / 2);
}

/** Of an option that has one value, another one given before would be ignored. */
function contradictions(values: ParsedValues, { repeats = [] }: Syntax): readonly Diagnostic[] {
  const single = [...values].filter(([name]) => options[name].kind !== "list" && !repeats.includes(name));
  return single.flatMap(([name, given]) => {
    const [first, second] = [...new Set(given)];
    if (first === undefined || second === undefined) return [];
    const detail = `The option --${name} takes one value, and ${JSON.stringify(first)} and ${JSON.stringify(second)} are given. Leave one of the two out.`;
    return [diagnose("invalid-option-value", detail)];
  });
}

function excluded(values: ParsedValues, { name, excludes = [] }: Syntax): readonly Diagnostic[] {
  const isGiven = (option: OptionName) => values.has(option) && values.get(option)!.at(-1) !== "false";
  return excludes
    .filter((pair) => pair.every(isGiven))
    .map(([one, other]) => {
      const detail = `"netweft ${name}" cannot do both --${one} and --${other}: one of them would have no effect. Leave it out.`;
      return diagnose("options-exclude-each-other", detail);
    });
}

function wrongCount(args: readonly string[], { name, usage, args: [least, most], isCommand }: Syntax): readonly Diagnostic[] {
  const isEmpty = !isCommand && args.includes("");
  if (args.length < least || isEmpty) {
    const detail = `An argument is ${isEmpty ? "empty" : "missing"}. The command is "netweft ${name} ${usage}"; "netweft help ${name}" explains it.`;
    return [diagnose("missing-argument", detail)];
  }
  if (args.length <= most) return [];
  const extra = args.slice(most).map((arg) => JSON.stringify(arg));
  return [
    diagnose("too-many-arguments", `"netweft ${name}" does not take ${extra.join(", ")}; "netweft help ${name}" shows how it is called.`),
  ];
}

function given(args: readonly string[], values: ParsedValues, order: readonly GivenOption[]): ParsedFlags {
  return {
    args,
    isOn: (name) => (values.get(name)?.at(-1) ?? (options[name].kind === "choice" ? "true" : "false")) === "true",
    value: (name) => values.get(name)?.at(-1),
    list: (name) => values.get(name) ?? [],
    inOrder: (...names) => order.filter(({ name }) => names.includes(name)),
  };
}
