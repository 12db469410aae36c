/** All options: the parser and the help texts are generated from this table. */

/** `switch`: set or not; `choice`: true or false, with a default; the others take a value. */
export type OptionKind = "switch" | "choice" | "value" | "list";

export interface CliOption {
  readonly kind: OptionKind;
  /** The value's name in help texts. */
  readonly value?: string;
  /** The values that it takes, where these are few. */
  readonly values?: readonly string[];
  readonly help: string;
}

export const options = {
  cancel: { kind: "switch", help: "Take the change back at once, instead of keeping it." },
  batch: {
    kind: "value",
    value: "SIZE",
    help: "Change so many hosts at a time, as in 5 or 10%; hosts that a resource joins change together.",
  },
  "max-failures": {
    kind: "value",
    value: "COUNT",
    help: "With --batch: the hosts that may fail until no further batch begins. Default: 0.",
  },
  confirm: {
    kind: "value",
    value: "SECONDS",
    help: "Each host takes the change back by itself after this time, as in 60s, unless it is confirmed: by the probes, or by `netweft confirm`.",
  },
  probe: {
    kind: "list",
    value: "PROBE",
    help: 'With --confirm: what confirms the change if it succeeds in time, with --batch: what must succeed after each batch: "path", a new connection to each host, "reach:FROM,TO[,PORT/tcp]" from a container to another or to an address, or "run:COMMAND" on this machine. May be repeated: all must succeed.',
  },
  "auto-approve": { kind: "switch", help: "Do not ask before anything is changed." },
  all: { kind: "switch", help: "All stacks of the app, one report for each." },
  backend: {
    kind: "value",
    value: "NAME",
    values: ["simulated", "iproute2"],
    help: "The backend, `simulated` or `iproute2`, instead of the one in the provider blocks (also NETWEFT_BACKEND).",
  },
  "allow-missing": { kind: "switch", help: "No error if the state has no such instance." },
  baseline: {
    kind: "value",
    value: "FILE",
    help: "An earlier JSON report: what is new, what persists and since when, and what is resolved.",
  },
  chdir: { kind: "value", value: "DIR", help: "Work in another folder, as if the command was called there." },
  destroy: { kind: "switch", help: "Plan to destroy everything in the state." },
  "detailed-exitcode": {
    kind: "switch",
    help: "Detailed exit codes: 0 no changes, 1 error, 2 changes; for drift also 3, when the state has nothing to compare.",
  },
  "dry-run": { kind: "switch", help: "Only say what would be done." },
  "fail-on": {
    kind: "value",
    value: "SEVERITIES",
    help: "Exit code 2 only for findings of these severities, as in outage,exposure, and for expired ignores; implies --detailed-exitcode.",
  },
  file: { kind: "value", value: "FILE", help: "The file of the simulated kernel, instead of the one in the provider block." },
  "force-copy": { kind: "switch", help: "Move the state as with --migrate-state, without its question." },
  force: {
    kind: "switch",
    help: "Do it without a question and against the check: what has resources, is older, or is another stack's, too.",
  },
  format: { kind: "value", value: "FORMAT", help: "The form of the output." },
  "generate-config-out": {
    kind: "value",
    value: "FILE",
    help: "Write resource blocks for `import` blocks that have none to a new file, which ends in .tf.json.",
  },
  heal: { kind: "switch", help: "Repair drift as an apply does, with growing pauses where it comes back, and at most three times." },
  help: { kind: "switch", help: "Show what the command does and its options." },
  host: { kind: "value", value: "HOST", help: "Only this host." },
  hosts: {
    kind: "value",
    value: "FILE",
    help: "With --state: a JSON file with the arguments of the provider block, which names the hosts.",
  },
  ignore: {
    kind: "list",
    value: "MEMBERS",
    help: "Findings to list as ignored, as in class=unexpected,layer=route,line=*dev eth0*,until=2027-01-31. May be repeated.",
  },
  input: { kind: "choice", help: "Whether questions may be asked (true)." },
  interval: {
    kind: "value",
    value: "SECONDS",
    help: "How often to read what has no events: settings, files, name servers, sockets (60s, or as long as that costs a hundredth of the time).",
  },
  json: { kind: "switch", help: "JSON instead of text." },
  "left-behind": {
    kind: "value",
    value: "HOST",
    help: "Instead of addresses: what removed resources still have on this host, because it did not answer when they were removed.",
  },
  lines: { kind: "switch", help: "Show new resources with every attribute and kernel object, as changes and deletions are always shown." },
  lock: { kind: "choice", help: "Whether to lock the state (true). Without a lock, no other run may use the state meanwhile." },
  "lock-timeout": { kind: "value", value: "SECONDS", help: "How long to wait for a lock that another process holds (0s)." },
  "max-bytes": {
    kind: "value",
    value: "BYTES",
    help: "The size limit of --format markdown: findings that do not fit are counted (65000).",
  },
  "migrate-state": { kind: "switch", help: "Move the state to the place that the `backend` block names now, and write no app." },
  mirror: { kind: "value", value: "DIR", help: "The folder of a local mirror, instead of Terraform's default one." },
  "no-color": { kind: "switch", help: "No colours (also NO_COLOR)." },
  "or-create": { kind: "switch", help: "Make the workspace if there is none of this name." },
  "on-failure": {
    kind: "value",
    value: "HOW",
    values: ["rollback", "stop"],
    help: "When a step fails: `rollback` brings the hosts that its resources join back to the state before, `stop` leaves what is done. Default: rollback where a resource in use changes, stop for what is only created or only destroyed.",
  },
  out: { kind: "value", value: "FILE", help: "Also write it to a file: a plan for `netweft apply FILE`, or a report." },
  raw: { kind: "switch", help: "The raw value only, for scripts." },
  reconfigure: { kind: "switch", help: "Use the place that the `backend` block names now, without moving a state to it." },
  refresh: { kind: "choice", help: "Whether to detect drift (true)." },
  rehearse: {
    kind: "switch",
    help: "Plan as if the hosts agreed with the state, and apply the plan to simulated hosts in memory: no host is contacted, nothing is written.",
  },
  replace: { kind: "list", value: "ADDRESS", help: "Replace this instance even without a change. May be repeated." },
  "require-signed": {
    kind: "switch",
    help: "Refuse a saved plan that was not signed with the passphrase in NETWEFT_PLAN_PASSPHRASE, or on the standard input.",
  },
  "sarif-suppressed": {
    kind: "value",
    value: "HOW",
    values: ["omit", "include"],
    help: "Whether SARIF has ignored findings, as suppressed results: `omit` (the default) or `include`.",
  },
  sign: { kind: "switch", help: "With --out: sign the plan with the passphrase in NETWEFT_PLAN_PASSPHRASE, or on the standard input." },
  "skip-unreachable": {
    kind: "switch",
    help: "Change the hosts that answer, and leave one that does not as it is, with its part of the state. The exit code of the apply is 1.",
  },
  "skip-synth": { kind: "switch", help: "Do not run the app; use its last synthesis." },
  stack: { kind: "value", value: "NAME", help: "The stack to use, if the app has several." },
  state: { kind: "value", value: "FILE", help: "The state, instead of the one that the configuration names." },
  target: { kind: "list", value: "ADDRESS", help: "Only this resource or instance, with what it depends on. May be repeated." },
  to: { kind: "value", value: "FILE", help: "A file with the state to go back to, instead of the one before the last apply." },
  var: { kind: "list", value: "NAME=VALUE", help: "The value of an input variable. May be repeated." },
  "var-file": { kind: "list", value: "FILE", help: "A .tfvars.json file with values of input variables. May be repeated." },
  version: { kind: "switch", help: "Show the version." },
  webhook: { kind: "value", value: "URL", help: "Also send each event there, as JSON in a POST request (also NETWEFT_WEBHOOK)." },
} as const satisfies Record<string, CliOption>;

export type OptionName = keyof typeof options;

/** Options that every command takes. */
export const everywhere: readonly OptionName[] = ["chdir", "no-color", "help"];

/** The options for the configuration and the values of its variables. */
export const configurationOptions: readonly OptionName[] = ["stack", "skip-synth", "var", "var-file"];

/** The options that say which state a command works on. */
export const stateOptions: readonly OptionName[] = ["stack", "state"];

/** The values that an option takes in a command, where these are few. */
export function valuesOf(name: OptionName, { formats }: { readonly formats?: readonly string[] }): readonly string[] {
  const { kind, values }: CliOption = options[name];
  return name === "format" ? (formats ?? []) : kind === "choice" ? ["true", "false"] : (values ?? []);
}

export function isOption(name: string): name is OptionName {
  return Object.hasOwn(options, name);
}
