import type { Command } from "./command";
import { stateOptions, type OptionName } from "./options";

const changingState: readonly OptionName[] = [...stateOptions, "lock", "lock-timeout"];
const WORKSPACES =
  "A workspace is another state of the same configuration, in terraform.tfstate.d/NAME. TF_WORKSPACE decides before what was selected. " +
  "`terraform.workspace` is its name in expressions: use it in `stack` of the provider block.";

/** The commands for states and workspaces. */
export const stateCommands: Readonly<Record<string, Command>> = {
  "state list": {
    summary: "List the addresses of the instances in the state.",
    usage: "[ADDRESS...]",
    args: [0, Infinity],
    options: stateOptions,
    load: async () => (await import("./commands/state")).stateList,
  },
  "state show": {
    summary: "Show one instance of the state with its attributes and kernel objects.",
    usage: "ADDRESS",
    args: [1, 1],
    options: [...stateOptions, "json"],
    load: async () => (await import("./commands/state")).stateShow,
  },
  "state rm": {
    summary: "Remove instances from the state, or all instances of a block, and change nothing on any host.",
    usage: "ADDRESS...",
    args: [0, Infinity],
    options: [...changingState, "dry-run", "left-behind"],
    load: async () => (await import("./commands/state-edit")).stateRm,
  },
  "state mv": {
    summary: "Give an instance, or all instances of a block, another address in the state.",
    usage: "SOURCE DESTINATION",
    args: [2, 2],
    options: [...changingState, "dry-run"],
    more: "Both have one type. A `moved` block does the same where others have states of the configuration, too.",
    load: async () => (await import("./commands/state-edit")).stateMv,
  },
  "state pull": {
    summary: "Print the state as it is stored.",
    usage: "",
    args: [0, 0],
    options: stateOptions,
    load: async () => (await import("./commands/state-transfer")).statePull,
  },
  "state push": {
    summary: "Store a state from a file, or from the standard input (-).",
    usage: "FILE",
    args: [1, 1],
    options: [...changingState, "force"],
    more: "A state of another lineage, or with a lower serial than the stored one, is refused without --force.",
    load: async () => (await import("./commands/state-transfer")).statePush,
  },
  "state replace-provider": {
    summary: "Assign the resources of one provider to another one in the state.",
    usage: "FROM TO",
    args: [2, 2],
    options: [...changingState, "auto-approve", "input"],
    load: async () => (await import("./commands/state-edit")).stateReplaceProvider,
  },
  taint: {
    summary: "Mark an instance, which the next apply then replaces.",
    usage: "ADDRESS",
    args: [1, 1],
    options: [...changingState, "allow-missing"],
    load: async () => (await import("./commands/state-edit")).taint,
  },
  untaint: {
    summary: "Take the mark of `taint` away.",
    usage: "ADDRESS",
    args: [1, 1],
    options: [...changingState, "allow-missing"],
    load: async () => (await import("./commands/state-edit")).untaint,
  },
  "force-unlock": {
    summary: "Remove the lock of a run that has ended, and change nothing else.",
    usage: "LOCK_ID",
    args: [1, 1],
    options: [...stateOptions, "force", "input"],
    more: "The message state-locked names the ID. A lock of a process that runs on this machine is not removed.",
    load: async () => (await import("./commands/force-unlock")).forceUnlock,
  },
  "workspace list": {
    summary: "List the workspaces; the current one has an asterisk.",
    usage: "[DIR]",
    folder: "only",
    args: [0, 1],
    options: ["stack"],
    more: WORKSPACES,
    load: async () => (await import("./commands/workspace")).workspaceList,
  },
  "workspace show": {
    summary: "Print the name of the current workspace.",
    usage: "",
    args: [0, 0],
    options: ["stack"],
    load: async () => (await import("./commands/workspace")).workspaceShow,
  },
  "workspace select": {
    summary: "Change to another workspace.",
    usage: "NAME",
    args: [1, 1],
    options: ["stack", "or-create"],
    load: async () => (await import("./commands/workspace")).workspaceSelect,
  },
  "workspace new": {
    summary: "Make a workspace and change to it.",
    usage: "NAME",
    args: [1, 1],
    options: ["stack"],
    load: async () => (await import("./commands/workspace")).workspaceNew,
  },
  "workspace delete": {
    summary: "Delete a workspace with its state.",
    usage: "NAME",
    args: [1, 1],
    options: ["stack", "force", "lock", "lock-timeout"],
    more: "A workspace whose state has resources is deleted only with --force. The current one, and the one named default, stay.",
    load: async () => (await import("./commands/workspace")).workspaceDelete,
  },
};
