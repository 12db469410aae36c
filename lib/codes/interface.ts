import { error, warning, type CodeEntry } from "./entry";

/** The program's inputs: states, saved plans, options. */
export const interfaceCodes = {
  // state
  "state-damaged": error(
    "State is damaged",
    "The state's text is not complete JSON, or a part of it does not match Terraform's format 4. Such a state is never changed; restore a good copy, such as the `.backup` file beside it. An empty state beside a backup with content is damaged, too.",
    "Restore a good copy, such as the `.backup` file beside it.",
  ),
  "state-version": error(
    "Unsupported version of the state",
    "The state has another format version than 4, which Terraform writes since 0.12.",
    "Upgrade the state with Terraform 0.12 or later.",
  ),
  "state-number": error(
    "Number cannot be kept exactly",
    "The state holds a number with more digits than a double-precision number has. Writing it back would change it, so the state is not used.",
    "Write the number as a string in the configuration that made the state, and apply it with Terraform.",
  ),
  "state-unreadable": error(
    "State cannot be read",
    "The operating system refused to read the state, or the server that stores it did.",
    "Make the file readable for this user.",
  ),
  "state-unwritable": error(
    "State cannot be written",
    "The state could not be stored. It is complete: the old content, or the new one if only the disk did not confirm the write.",
    "Free some space, or give this user write permission there, and run the command again.",
  ),
  "state-locked": error(
    "State is locked",
    "Another run uses this state, or one died and its lock cannot be distinguished from one that is held.",
    "Wait until the other run has ended, also with `--lock-timeout`; after a run that died, `netweft force-unlock ID`.",
  ),
  "state-lock-taken-over": warning(
    "Lock of a dead process was taken over",
    "The process that held the state's lock is no longer running on this machine, so its lock was replaced.",
    "Nothing is needed.",
  ),
  "lock-not-released": warning(
    "Lock was not released",
    "The run has ended, and the server that stores the state refused to release its lock, or did not answer. Other runs may find the state locked.",
    "If the state is locked and no other run holds the lock, `netweft force-unlock ID`.",
  ),
  "state-not-stored": error(
    "State was not stored",
    "An apply changed hosts, and the state after it could not be stored. It is saved as `errored.tfstate` in the working folder, or printed if that is impossible, too.",
    "When the cause is removed, `netweft state push errored.tfstate`, before anything else is planned or applied.",
  ),
  "state-changed": error(
    "State was changed meanwhile",
    "Another program wrote the state after this run had read it. Its serial or lineage is another one, so the state was not overwritten. Plan again: the objects that this run created carry the stack's mark and are taken over.",
    "Plan again.",
  ),
  "terraform-not-excluded": warning(
    "Terraform is not excluded",
    "Terraform's local backend takes an fcntl lock on the state. Node cannot do that, and neither perl nor python3 is there to do it.",
    "Install perl or python3 on this machine, or see that Terraform does not run at the same time.",
  ),

  "remote-state-missing": error(
    "Unable to find remote state",
    "A data source `terraform_remote_state` names a place, or a workspace, where no state is stored. `defaults` are for outputs that a state does not have, not for a state that is not there.",
    "Correct `config` or `workspace`, or apply the other configuration first.",
  ),

  // workspaces
  "no-such-workspace": error(
    "No such workspace",
    "The command names a workspace that does not exist; `netweft workspace new` makes one.",
    "Correct the name, or make the workspace with `netweft workspace new`.",
  ),
  "workspace-exists": error(
    "Workspace exists already",
    "`netweft workspace new` makes a workspace that there is not yet; `select` changes to it.",
    "Change to it with `netweft workspace select`.",
  ),
  "invalid-workspace-name": error(
    "Invalid name of a workspace",
    "A workspace's name, in an argument or in `TF_WORKSPACE`, is a part of a path: it has only characters that URLs have as they are, and no path separators.",
    "Choose a name of letters, digits, `-`, `_` and `.`.",
  ),
  "workspace-in-use": error(
    "Workspace cannot be deleted",
    "The current workspace and the one named `default` cannot be deleted.",
    "Select another workspace first.",
  ),
  "workspace-not-empty": error(
    "Workspace is not empty",
    "The state of the workspace has resources, which would be lost with it: destroy them first. With `--force` it is deleted all the same.",
    "Run `netweft destroy` in the workspace first.",
  ),
  "workspace-overridden": error(
    "Workspace is set in the environment",
    "`TF_WORKSPACE` decides which workspace a run uses, so none can be selected. Change the variable, or unset it.",
    "Unset `TF_WORKSPACE`, or change it.",
  ),
  "workspaces-unsupported": error(
    "Workspaces not supported",
    "The backend of the state stores one state: Terraform's http backend has no workspaces.",
    "Use the workspace `default`, or give each stack an address of its own.",
  ),
  "state-left-behind": error(
    "State is in another place",
    "The `backend` block names a place that stores no state yet, while a state beside the configuration has objects, which a plan would create again.",
    "Move it with `netweft init --migrate-state`, or leave it there with `netweft init --reconfigure`.",
  ),
  "shared-stack": error(
    "Stack of another workspace",
    'Another workspace of this configuration has objects of the same stack on the same host. Objects differ by the name of the stack, so each workspace needs another one: `stack = "x-${terraform.workspace}"`.',
    "Use the workspace's name in the name of the stack.",
  ),

  // saved plans
  "plan-damaged": error(
    "Not a usable plan file",
    "The file is not a plan that `netweft plan --out` wrote, is truncated, or was changed afterwards.",
    "Plan again with `--out`.",
  ),
  "plan-version": error(
    "Unsupported version of the plan file",
    "The plan was saved by a Netweft whose plans have another format.",
    "Plan again with this version.",
  ),
  "secrets-not-saved": error(
    "Saved plan has no secrets",
    "A saved plan names the place of its state without passwords and keys. They are taken from the backend block of the working directory or from the environment, and neither has them.",
    "Run the command in the folder of the configuration, or set the variables of the environment again.",
  ),

  // the command line
  "unknown-file": error(
    "Neither a plan nor a state",
    "`netweft show FILE` shows a saved plan or a state; the file is something else.",
    "Name a file that `netweft plan --out` wrote, or a state.",
  ),
  "unknown-code": error(
    "Unknown code",
    "`netweft explain` takes the code of an error or a warning, which stands in brackets behind its summary.",
    "Copy the code from the brackets of the message; `docs/errors.md` lists all of them.",
  ),
  "unknown-command": error(
    "Unknown command",
    "There is no such command; `netweft help` lists all of them.",
    "Correct the command; `netweft help` lists all of them.",
  ),
  "unknown-option": error(
    "Unknown option",
    "The command has no such option; `netweft help COMMAND` lists them.",
    "Correct the option; `netweft help COMMAND` lists those of the command.",
  ),
  "invalid-argument": error(
    "Invalid argument of a call",
    "A function of `netweft/engine` was called without something that it needs, with an option that it does not have, or with a value of another type.",
    "Call the function as its declaration says; `docs/api` has all of them.",
  ),
  "missing-option-value": error(
    "Option without value",
    "An option that takes a value stands at the end of the command, or its value is empty.",
    "Write the value behind the option: `--out FILE` or `--out=FILE`.",
  ),
  "invalid-option-value": error(
    "Invalid value of an option",
    "The value of an option is not one that it takes.",
    "Use one of the values that the message lists.",
  ),
  "missing-argument": error(
    "Missing argument",
    "A command lacks a name, an address or a line that it needs.",
    "Call the command as the message shows.",
  ),
  "too-many-arguments": error(
    "Too many arguments",
    "A command has more arguments than it takes.",
    "Leave the arguments out that the message names; put one with spaces in quotes.",
  ),
  "folder-unusable": error(
    "Folder cannot be entered",
    "The folder that was named does not exist, is a file, or is not accessible.",
    "Name a folder that exists.",
  ),
  "no-configuration": error(
    "No configuration here",
    "The folder has neither an app (`cdktf.json`) nor `*.tf.json` files.",
    "Name the folder that has the app, with the argument or `--chdir`, or start one with `netweft init`.",
  ),
  "native-syntax": error(
    "Only Terraform's JSON syntax is read",
    "The folder holds `*.tf` files. Netweft's own engine reads what apps synthesize and `*.tf.json` files; Terraform reads both, with Netweft's provider.",
    "Run the folder with Terraform, or write it as `*.tf.json` or as an app.",
  ),
  "invalid-app": error(
    "Invalid cdktf.json",
    "`cdktf.json` is not a JSON object, or has no command that runs the app.",
    'Set `app` to the command that runs the app: `"node --import tsx main.ts"`.',
  ),
  "synth-failed": error(
    "The app failed",
    "The command that `cdktf.json` names ended with an error. Its own message is shown below.",
    "Correct the app at the line that its message names.",
  ),
  "duplicate-construct": error(
    "Two constructs of one name",
    "The app gives two constructs of one scope the same name. Containers, networks and outputs share their names there.",
    "Rename one of the two constructs.",
  ),
  "outside-stack": error(
    "Construct outside a stack",
    "The scope of a construct, its first argument, is not a `NetworkStack` or inside one; that of a stack is not an app.",
    "Pass a `NetworkStack`, or a construct inside of one, as the first argument.",
  ),
  "invalid-id": error(
    "Invalid id of a construct",
    "The id of a construct, its second argument, is missing, is no text, or has characters that an id cannot have.",
    "Pass a text of letters, digits, `-` and `_` as the second argument.",
  ),
  "app-error": error("Error of the app", "The app has added an error to one of its constructs.", "Change what the message says."),
  "app-warning": warning(
    "Warning of the app",
    "The app has added a warning to one of its constructs.",
    "Change what the message says, if it matters to you.",
  ),
  "no-stacks": error(
    "No stack was synthesized",
    "The app has written no manifest, or one without stacks; often `app.synth()` is missing.",
    "Call `app.synth()` at the end of the app.",
  ),
  "which-stack": error(
    "Stack must be named",
    "The app has several stacks, or none of the name that was given. `--stack NAME` chooses one.",
    "Choose one with `--stack NAME`.",
  ),
  "invalid-variable-file": error(
    "Invalid variable file",
    "A file with values of variables is not a JSON object, or is in the native syntax.",
    "Write the values as a JSON object, in a file named `*.tfvars.json`.",
  ),
  "unsupported-backend": error(
    "Unsupported state backend",
    "The `backend` block names a place for the state that Netweft does not know, or its path is not usable.",
    "Use the backend `local`, or run the configuration with Terraform.",
  ),
  "not-approved": error(
    "Plan was not approved",
    "Without a terminal, or with `--input=false`, an apply needs `--auto-approve` or a saved plan.",
    "Add `--auto-approve`, or apply a saved plan.",
  ),
  "file-exists": error(
    "File already exists",
    "`netweft init` never overwrites a file.",
    "Start the app in another folder: `netweft init DIR`.",
  ),
  "contradicts-plan": error(
    "Option contradicts the saved plan",
    "A saved plan is applied as it is: options that say what is planned, and a backend other than the plan's, are options of `netweft plan`.",
    "Leave the option out, or make another plan with it.",
  ),
  "no-such-output": error(
    "No such output",
    "The state has no output of this name, or its value cannot be shown in the requested form.",
    "Correct the name; `netweft output` lists all of them. One that is new exists after an apply.",
  ),
  "no-such-instance": error(
    "No such instance in the state",
    "The state has no instance of this address; `netweft state list` lists all instances.",
    "Correct the address; `netweft state list` lists all of them.",
  ),
  "state-edit-refused": error(
    "State cannot be changed like that",
    "A command that changes the state names what the state does not have, an address that is taken, or a state of another stack or an older one.",
    "Correct the addresses, or use `--force` where the message offers it.",
  ),
  "not-locked": error(
    "State cannot be unlocked",
    "The state is not locked, the lock has another ID, or the process that holds it runs.",
    "Nothing is needed if no lock is held; otherwise copy the ID from the message of the run that was refused.",
  ),
  "no-such-container": error(
    "No such container",
    "`netweft exec` names a namespace that is not in the state, or a name that several hosts have. `host/name` names one of them.",
    "Correct the name, or write `host/name`; the message lists the containers.",
  ),
  "nothing-runs-there": error(
    "Backend runs no commands",
    "`netweft exec` needs a real host; the simulated kernel has only the networks of containers. Use the backend `iproute2`.",
    "Apply the stack with `--backend iproute2`, with a state of its own, and run the command with the same option.",
  ),
  "options-exclude-each-other": error(
    "Options exclude each other",
    "Two options of the command cannot be combined.",
    "Leave one of the two options out.",
  ),
} as const satisfies Record<string, CodeEntry>;
