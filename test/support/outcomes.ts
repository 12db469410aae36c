/** Configurations in steps, what runs come to, and where two engines differ: the first step, and what each of them says in a few lines. */
import { isDeepStrictEqual } from "node:util";

/** What a run of one of them came to, in a form that both have. */
export interface Outcome {
  readonly code: number;
  /** What the plan says of each instance, the summaries, and the outputs that are printed. */
  readonly said: readonly string[];
  /** Attributes in the state, by address. */
  readonly state: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

export type Sections = Readonly<Record<string, unknown>>;

export interface Step {
  readonly configuration: Sections;
  /** Lines of objects that another program makes first on the simulated kernel, and of those that it removes. */
  readonly made?: readonly string[];
  readonly unmade?: readonly string[];
  /** Other files beside it, for this step only. */
  readonly files?: Readonly<Record<string, Sections>>;
  /** Default: `apply -auto-approve`. */
  readonly args?: readonly string[];
  /** Steps of the simulated kernel that fail, as in the provider block. */
  readonly faults?: readonly object[];
  /** Plans with these arguments, and compares the plan's JSON instead of the text: actions and their reasons. */
  readonly planned?: readonly string[];
}

export type Steps = readonly (Sections | Step)[];

/** The outcomes of one configuration in steps, by engine. `errors`: what a step printed that ended with an error. */
export interface Compared {
  readonly netweft: readonly Outcome[];
  readonly terraform: readonly Outcome[];
  readonly errors: (outcome: Outcome) => string | undefined;
}

/** So many differences of one step, and characters of one value. */
const [MOST, LONGEST] = [8, 300];

/** Fails unless both engines come to the same in every step. Its message has about 25 lines at most. */
export function expectSame(steps: Steps, compared: Compared): void {
  const difference = differenceOf(steps, compared);
  if (difference !== undefined) throw new Error(difference);
}

/** Undefined if there is none. */
export function differenceOf(steps: Steps, { netweft, terraform, errors }: Compared): string | undefined {
  const first = steps.findIndex((_, n) => !isDeepStrictEqual(netweft[n], terraform[n]));
  if (first < 0) return undefined;
  const [ours, theirs] = [netweft[first]!, terraform[first]!];
  const lines = differences(partsOf(ours), partsOf(theirs));
  const more = lines.length > MOST ? [`  and ${lines.length - MOST} more`] : [];
  return [
    `Step ${first + 1} of ${steps.length} differs (${argumentsOf(steps[first]!)}):`,
    ...lines.slice(0, MOST),
    ...more,
    ...[errors(theirs), errors(ours)].flatMap((text, n) =>
      text === undefined ? [] : [`${n === 0 ? "Terraform" : "Netweft"} printed: ${text}`],
    ),
  ].join("\n");
}

function argumentsOf(step: Steps[number]): string {
  const { planned, args = ["apply"] } = "configuration" in step ? (step as Step) : ({} as Partial<Step>);
  return (planned ? ["plan", ...planned, "as JSON"] : args).join(" ");
}

/** What can differ, each under a name. */
function partsOf({ code, said, state, outputs }: Outcome): ReadonlyMap<string, unknown> {
  const counts = new Map<string, number>();
  for (const line of said) counts.set(line, (counts.get(line) ?? 0) + 1);
  return new Map<string, unknown>([
    ["exit code", code],
    ...[...counts].map(([line, count]) => [`said "${line}"`, count] as const),
    ...Object.entries(state).flatMap(([address, attributes]) => attributesOf(address, attributes)),
    ...Object.entries(outputs).map(([name, value]) => [`output ${name}`, value] as const),
  ]);
}

function attributesOf(address: string, attributes: unknown): readonly (readonly [string, unknown])[] {
  return [
    [address, "in the state"],
    ...Object.entries(attributes as object).map(([name, value]) => [`${address} ${name}`, value] as const),
  ];
}

function differences(ours: ReadonlyMap<string, unknown>, theirs: ReadonlyMap<string, unknown>): readonly string[] {
  return [...new Set([...theirs.keys(), ...ours.keys()])]
    .filter((name) => !isDeepStrictEqual(ours.get(name), theirs.get(name)))
    .map((name) => `  ${name}: terraform ${shown(theirs.get(name))}, netweft ${shown(ours.get(name))}`);
}

function shown(value: unknown): string {
  const text = value === undefined ? "none" : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
