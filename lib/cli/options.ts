/** Every option there is, once: the parser and the help texts are made of this table. */

/** `switch`: given or not; `choice`: true or false, one of them when it is not given; the others take a value. */
export type OptionKind = "switch" | "choice" | "value" | "list";

export interface Option {
  readonly kind: OptionKind;
  /** What the value is called in help texts. */
  readonly value?: string;
  readonly help: string;
}

export const options = {
  "auto-approve": { kind: "switch", help: "Do not ask before anything is changed." },
  backend: {
    kind: "value",
    value: "NAME",
    help: "The backend, `simulated` or `iproute2`, instead of what the provider blocks say (also NETWEFT_BACKEND).",
  },
  chdir: { kind: "value", value: "DIR", help: "Work in another folder, as if the command was given there." },
  destroy: { kind: "switch", help: "Plan to destroy everything that the state has." },
  "detailed-exitcode": {
    kind: "switch",
    help: "Exit code 2 when there is something to report: 0 none, 1 error, 2 changes, and of a drift 3 where the state has nothing to compare.",
  },
  file: { kind: "value", value: "FILE", help: "The file of the simulated kernel, instead of what the provider block says." },
  format: { kind: "value", value: "FORMAT", help: "The form of the output." },
  help: { kind: "switch", help: "Show what the command does and its options." },
  host: { kind: "value", value: "HOST", help: "Only this host." },
  input: { kind: "choice", help: "Whether questions may be asked (true)." },
  json: { kind: "switch", help: "JSON instead of text." },
  "lock-timeout": { kind: "value", value: "SECONDS", help: "How long to wait for a lock that somebody else holds (0s)." },
  mirror: { kind: "value", value: "DIR", help: "The folder of a local mirror, instead of the one in which Terraform looks by itself." },
  "no-color": { kind: "switch", help: "No colours (also NO_COLOR)." },
  out: { kind: "value", value: "FILE", help: "Write it to a file as well: a plan for `netweft apply FILE`, or a report." },
  raw: { kind: "switch", help: "The value alone, as it is, for scripts." },
  refresh: { kind: "choice", help: "Whether drift is looked for (true)." },
  rehearse: {
    kind: "switch",
    help: "Plan as if the hosts agreed with the state, and apply the plan to simulated hosts in memory: no host is contacted, nothing is written.",
  },
  replace: { kind: "list", value: "ADDRESS", help: "Replace this instance though nothing forces it. May be given again." },
  "skip-synth": { kind: "switch", help: "Do not run the app; use what it synthesized last." },
  stack: { kind: "value", value: "NAME", help: "Which stack of the app, when it has several." },
  state: { kind: "value", value: "FILE", help: "The state, instead of the one that the configuration names." },
  target: { kind: "list", value: "ADDRESS", help: "Only this resource or instance, with what it depends on. May be given again." },
  var: { kind: "list", value: "NAME=VALUE", help: "The value of an input variable. May be given again." },
  "var-file": { kind: "list", value: "FILE", help: "A .tfvars.json file with values of input variables. May be given again." },
  version: { kind: "switch", help: "Show the version." },
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof options;

/** Options that every command takes. */
export const everywhere: readonly OptionName[] = ["chdir", "no-color", "help"];

/** How a command finds its configuration and the values of its variables. */
export const configurationOptions: readonly OptionName[] = ["stack", "skip-synth", "var", "var-file"];

export function isOption(name: string): name is OptionName {
  return Object.hasOwn(options, name);
}
