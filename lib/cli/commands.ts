import type { Command } from "./command";
import { configurationOptions, stateOptions, type OptionName } from "./options";
import { stateCommands } from "./state-commands";

export type { Command } from "./command";

const planning: readonly OptionName[] = [...configurationOptions, "backend", "target", "replace", "refresh", "skip-unreachable"];
const applying: readonly OptionName[] = [
  ...planning,
  "batch",
  "confirm",
  "max-failures",
  "probe",
  "auto-approve",
  "input",
  "json",
  "lock",
  "lock-timeout",
  "on-failure",
];
const FOLDER = "DIR is the folder with the app (cdktf.json) or with *.tf.json files; the working directory without it.";

/** Every command by the words that call it. */
export const commands: Readonly<Record<string, Command>> = {
  init: {
    summary: "Start a new app: a TypeScript program that declares two networks. Or move a state to another backend.",
    usage: "[DIR]",
    args: [0, 1],
    options: ["migrate-state", "force-copy", "reconfigure", "stack", "skip-synth", "input", "lock", "lock-timeout"],
    more: "Existing files are never overwritten. The options are those of `terraform init` for a state whose `backend` block was changed: they write no app.",
    load: async () => (await import("./commands/init")).init,
  },
  synth: {
    summary: "Run the app and list its stacks.",
    usage: "[DIR]",
    folder: "only",
    args: [0, 1],
    options: ["json"],
    load: async () => (await import("./commands/synth")).synth,
  },
  validate: {
    summary: "Check the configuration, without reading any host or state.",
    usage: "[DIR]",
    folder: "only",
    args: [0, 1],
    options: [...configurationOptions, "backend", "json"],
    more: FOLDER,
    load: async () => (await import("./commands/validate")).validate,
  },
  plan: {
    summary: "Show exactly what an apply would change, without changing anything.",
    usage: "[DIR]",
    folder: "only",
    args: [0, 1],
    options: [
      ...planning,
      "confirm",
      "destroy",
      "rehearse",
      "out",
      "sign",
      "generate-config-out",
      "lines",
      "format",
      "json",
      "detailed-exitcode",
      "input",
    ],
    formats: ["text", "json", "markdown", "html"],
    excludes: [
      ["format", "json"],
      ["destroy", "replace"],
      ["destroy", "generate-config-out"],
      ["rehearse", "generate-config-out"],
      ["rehearse", "skip-unreachable"],
    ],
    more:
      "--format text, json, markdown (for a comment, at most 65,000 bytes) or html (a page with a picture). " +
      "With --rehearse no host is contacted: for CI jobs that have only the configuration and the state. The exit code is 1 if the plan cannot " +
      `be applied. ${FOLDER}`,
    load: async () => (await import("./commands/plan")).plan,
  },
  apply: {
    summary: "Apply the configuration, or a saved plan.",
    usage: "[DIR | PLANFILE]",
    folder: "or file",
    args: [0, 1],
    options: [...applying, "destroy", "lines", "require-signed"],
    excludes: [["destroy", "replace"]],
    more: FOLDER,
    load: async () => (await import("./commands/apply")).apply,
  },
  confirm: {
    summary: "Keep a change that was applied with --confirm, on all of its hosts.",
    usage: "[DIR]",
    folder: "only",
    args: [0, 1],
    options: [...configurationOptions, "backend", "cancel", "json", "lock", "lock-timeout"],
    more: `The hosts are reached over new connections: nothing is confirmed if one of them does not answer. The exit code is 1 if no host waits any more. ${FOLDER}`,
    load: async () => (await import("./commands/confirm")).confirm,
  },
  destroy: {
    summary: "Destroy everything in the state.",
    usage: "[DIR]",
    folder: "only",
    args: [0, 1],
    options: applying.filter((name) => name !== "replace"),
    more: FOLDER,
    load: async () => (await import("./commands/apply")).destroy,
  },
  rollback: {
    summary: "Go back to the state before the last apply: the plan is shown first.",
    usage: "[DIR]",
    folder: "only",
    args: [0, 1],
    options: [...applying.filter((name) => name !== "replace"), "to", "lines"],
    more: `The plan makes what the earlier state has, with the addresses and names that were chosen then; of the code it uses only the provider blocks. Change the code back, too: the next apply does what it says. ${FOLDER}`,
    load: async () => (await import("./commands/rollback")).rollback,
  },
  import: {
    summary: "Take over an existing object: write it to the state, and change nothing on any host.",
    usage: "ADDRESS ID",
    args: [2, 2],
    options: [...configurationOptions, "backend", "lock", "lock-timeout"],
    more:
      "ADDRESS is a declared resource that is not in the state yet. ID is host/name for a namespace or a network, host/namespace/interface " +
      "for an endpoint, host/network/name on a host network. For a bridge that is not named by Netweft, use its kernel name: local/br0. " +
      "The next apply marks the object as Netweft's and reconciles the rest.",
    load: async () => (await import("./commands/import")).importCommand,
  },
  drift: {
    summary: "Compare the hosts with the applied state, and list every line that differs. Never writes anything.",
    usage: "[DIR]",
    folder: "only",
    args: [0, 1],
    options: [
      ...([...configurationOptions, "all", "state", "hosts", "backend"] as const),
      ...(["ignore", "baseline", "fail-on", "format", "json", "out", "max-bytes", "sarif-suppressed", "detailed-exitcode"] as const),
    ],
    formats: ["text", "json", "markdown", "junit", "sarif", "gitlab", "prometheus", "html"],
    repeats: ["format", "out"],
    excludes: [
      ["format", "json"],
      ["all", "stack"],
      ...(["all", "stack", "skip-synth", "var", "var-file"] as const).map((name) => ["state", name] as const),
    ],
    more:
      "--format text, json, markdown, junit, sarif, gitlab, prometheus or html; several, each with its file: --format sarif --out d.sarif --format html --out d.html. An app is run first, which writes its cdktf.out; --skip-synth and --state " +
      "write nothing at all. With --state and --hosts neither the code nor its last synthesis is read. Findings that netweft.drift.json in the " +
      "folder or --ignore match are listed as ignored and do not count. With --detailed-exitcode or --fail-on the exit code is 2 when a finding counts: " +
      "with --fail-on one of these severities, otherwise any; an entry that ignores and has expired always counts. A host that cannot be " +
      `read is exit code 1. ${FOLDER}`,
    load: async () => (await import("./commands/drift")).drift,
  },
  watch: {
    summary: "Follow the hosts, and report drift when it happens. Writes nothing without --heal.",
    usage: "[DIR]",
    folder: "only",
    args: [0, 1],
    options: [...configurationOptions, "backend", "ignore", "interval", "heal", "webhook", "json", "lock-timeout"],
    more: `It ends with Ctrl-C. --json prints one event a line. ${FOLDER}`,
    load: async () => (await import("./commands/watch")).watchCommand,
  },
  exec: {
    summary: "Run a command in a container's namespace, on whatever host it is.",
    usage: "CONTAINER [--] COMMAND [ARG...]",
    args: [2, Infinity],
    isCommand: true,
    options: [...configurationOptions.filter((name) => name !== "skip-synth"), "state", "backend"],
    more:
      "CONTAINER is a namespace in the state: its address, its id (host/name), or its name where no other host has one of that name. The command " +
      "sees the host's files, the namespace's network, and its resolv.conf. Options stand before CONTAINER. The exit code is the command's; 125 if " +
      "the namespace does not exist on its host, 126 and 127 if the command cannot be started or found, " +
      "128 and the number of the signal that ended it, or over ssh 255.",
    load: async () => (await import("./commands/exec")).exec,
  },
  show: {
    summary: "Show the state, or a saved plan.",
    usage: "[FILE]",
    args: [0, 1],
    options: [...stateOptions, "lines", "json"],
    load: async () => (await import("./commands/show")).show,
  },
  output: {
    summary: "Show the outputs, or the one with this name.",
    usage: "[NAME]",
    args: [0, 1],
    options: [...stateOptions, "json", "raw"],
    excludes: [["json", "raw"]],
    load: async () => (await import("./commands/output")).output,
  },
  ...stateCommands,
  explain: {
    summary: "Explain the code of an error or a warning, such as foreign-object.",
    usage: "CODE",
    args: [1, 1],
    options: ["json"],
    load: async () => (await import("./commands/explain")).explain,
  },
  completion: {
    summary: "Print the completion of commands and options for a shell: bash, zsh or fish.",
    usage: "SHELL",
    args: [1, 1],
    options: [],
    more: 'In bash and zsh: eval "$(netweft completion bash)" in the startup file. In fish: netweft completion fish | source.',
    load: async () => {
      const { completion } = await import("./commands/completion");
      return (session) => completion(session, commands);
    },
  },
  graph: {
    summary: "Print the graph of the resources and their dependencies.",
    usage: "[DIR]",
    folder: "only",
    args: [0, 1],
    options: [...configurationOptions, "backend", "format", "out"],
    formats: ["dot", "mermaid", "html"],
    repeats: ["format", "out"],
    more: `--format dot (the default) or mermaid; or html, a page with a picture of the hosts, networks and endpoints as they are declared. ${FOLDER}`,
    load: async () => (await import("./commands/graph")).graph,
  },
  "provider schema": {
    summary: "Print the provider's schema, in the form of `terraform providers schema -json`.",
    usage: "",
    args: [0, 0],
    options: ["json"],
    load: async () => (await import("./commands/provider")).providerSchema,
  },
  "provider install": {
    summary: "Install the provider where `terraform init` and `tofu init` find it.",
    usage: "",
    args: [0, 0],
    options: ["mirror", "json"],
    more:
      "Without --mirror, the mirror is the user's own, which both search by default: no CLI configuration is needed. The file is the same on " +
      "every platform, and so is its hash in .terraform.lock.hcl.",
    load: async () => (await import("./commands/provider-install")).providerInstall,
  },
  "provider serve": {
    summary: "Run the provider for many runs of Terraform, and print the variable that connects them to it.",
    usage: "",
    args: [0, 0],
    options: ["json"],
    more:
      "The printed line is for the shell that runs terraform; no init is needed there, and no process is started. Relative paths of a " +
      "configuration, such as simulated.file, are relative to the folder in which this command runs. Ctrl-C ends it.",
    load: async () => (await import("./commands/provider-serve")).providerServe,
  },
  "sim show": {
    summary: "Print every fact of the simulated kernel as a line.",
    usage: "",
    args: [0, 0],
    options: [...configurationOptions, "file", "host", "json"],
    load: async () => (await import("./commands/sim")).simShow,
  },
  "sim set": {
    summary: "Create or change an object in the simulated kernel, like a manual change on the host.",
    usage: "LINE",
    args: [1, Infinity],
    options: [...configurationOptions, "file"],
    load: async () => (await import("./commands/sim")).simSet,
  },
  "sim unset": {
    summary: "Remove an object from the simulated kernel, with everything that is removed with it.",
    usage: "LINE",
    args: [1, Infinity],
    options: [...configurationOptions, "file"],
    load: async () => (await import("./commands/sim")).simUnset,
  },
};
