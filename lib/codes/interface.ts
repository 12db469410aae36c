import { error, warning, type CodeEntry } from "./entry";

/** What people and files tell the program: states, saved plans, options. */
export const interfaceCodes = {
  // state
  "state-damaged": error(
    "State is damaged",
    "The state's text is not complete JSON, or a part of it is not what Terraform's format 4 says. Nothing is changed on such a state; put back a good copy, such as the `.backup` file beside it. An empty state beside a backup with content is damaged, too.",
  ),
  "state-version": error(
    "Unsupported version of the state",
    "The state has another format version than 4, which Terraform writes since 0.12.",
  ),
  "state-number": error(
    "Number cannot be kept exactly",
    "The state holds a number with more digits than a double-precision number has. Writing it back would change it, so the state is not used.",
  ),
  "state-unreadable": error("State cannot be read", "The operating system refused to read the state, or the server that keeps it did."),
  "state-unwritable": error(
    "State cannot be written",
    "The state could not be stored. It is whole: as it was before, or as it was to be, where only the disk did not confirm it.",
  ),
  "state-locked": error(
    "State is locked",
    "Another run works on this state, or one died and its lock could not be told from a living one.",
  ),
  "state-lock-taken-over": warning(
    "Lock of a dead process was taken over",
    "The process that had locked the state is not running any more on this machine, so its lock was replaced.",
  ),

  // saved plans
  "plan-damaged": error(
    "Not a usable plan file",
    "The file is no plan that `netweft plan --out` wrote, was cut off, or was changed afterwards.",
  ),
  "plan-version": error("Unsupported version of the plan file", "The plan was saved by a Netweft whose plans have another format."),

  // the command line
  "unknown-command": error("Unknown command", "There is no such command; `netweft help` lists all of them."),
  "unknown-option": error("Unknown option", "The command has no such option; `netweft help COMMAND` lists them."),
  "missing-option-value": error("Option without value", "An option that takes a value stands at the end of the command."),
  "invalid-option-value": error("Invalid value of an option", "The value of an option is none of those that it takes."),
  "missing-argument": error("Missing argument", "A command needs a name, an address or a line that was not given."),
  "too-many-arguments": error("Too many arguments", "A command was given more words than it takes."),
  "folder-unusable": error("Folder cannot be entered", "The folder that was named does not exist, is a file, or is not accessible."),
  "no-configuration": error("No configuration here", "The folder has neither an app (`cdktf.json`) nor `*.tf.json` files."),
  "native-syntax": error(
    "Only Terraform's JSON syntax is read",
    "The folder holds `*.tf` files. Netweft's own engine reads what apps synthesize and `*.tf.json` files; Terraform reads both, with Netweft's provider.",
  ),
  "invalid-app": error("Invalid cdktf.json", "`cdktf.json` is not a JSON object, or does not say how the app is run."),
  "synth-failed": error("The app failed", "The command that `cdktf.json` names ended with an error. Its own message is shown below."),
  "app-error": error("Error of the app", "The app has put an error on one of its constructs."),
  "app-warning": warning("Warning of the app", "The app has put a warning on one of its constructs."),
  "no-stacks": error("No stack was synthesized", "The app has written no manifest, or one without stacks; often `app.synth()` is missing."),
  "which-stack": error("Which stack?", "The app has several stacks, or none of the name that was given. `--stack NAME` chooses one."),
  "invalid-variable-file": error(
    "Invalid variable file",
    "A file with values of variables is not a JSON object, or is in the native syntax.",
  ),
  "unsupported-backend": error(
    "Unsupported state backend",
    "The `backend` block names a place for the state that Netweft does not know, or its path is not usable.",
  ),
  "not-approved": error(
    "Nobody approved the plan",
    "Without a terminal, or with `--input=false`, an apply needs `--auto-approve` or a saved plan.",
  ),
  "file-exists": error("File already exists", "`netweft init` never overwrites a file."),
  "contradicts-plan": error(
    "Option contradicts the saved plan",
    "A saved plan is applied as it is: options that say what is planned, and a backend other than the plan's, belong to `netweft plan`.",
  ),
  "no-such-output": error("No such output", "The state has no output of this name, or it has no form that was asked for."),
  "no-such-instance": error("No such instance in the state", "The state has no instance of this address; `netweft state list` names all."),

  // files of the user's
  "provider-failed": error(
    "Netweft failed",
    "A bug of Netweft's provider: something happened that it was not made for. What is known of the resource is in the state; the log (`TF_LOG_PROVIDER=error`) says where it was. Please report it.",
  ),
  "not-configured": error(
    "Provider is not configured",
    "The provider was asked for a resource before it was told its configuration. Terraform never does that.",
  ),
  "unmovable-state": error(
    "State cannot be moved here",
    "A `moved` block moves a resource from a type, or from a provider, of which Netweft's provider does not know how to read the state.",
  ),
  "unknown-type": error("Unknown type", "The provider was asked for a type of resource that this version of it does not have."),
  "not-utf8": error("File is not UTF-8", "Every text that Netweft reads is in UTF-8; this file is in another encoding, or damaged."),
  "file-unreadable": error("File cannot be read", "A file that is needed does not exist, or the operating system refuses to read it."),
  "file-unwritable": error(
    "File cannot be written",
    "The operating system refuses to write a file. It is whole: as it was before, or as it was to be, where only the disk did not confirm it.",
  ),
  "output-unwritable": error(
    "Output cannot be written",
    "The file, disk or device that the output goes to refuses it. The command goes on to its end all the same, and exits with 1.",
  ),
} as const satisfies Record<string, CodeEntry>;
