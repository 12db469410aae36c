import { error, warning, type CodeEntry } from "./entry";

/** The provider as a program, and files of the user's. */
export const filesCodes = {
  "provider-failed": error(
    "Netweft failed",
    "A bug in Netweft's provider. What is known of the resource is in the state; the log (`TF_LOG_PROVIDER=error`) says where it happened. Please report it.",
    "Report it, with the log that `TF_LOG_PROVIDER=error` writes.",
  ),
  "not-configured": error(
    "Provider is not configured",
    "The provider received a request for a resource before its configuration. Terraform never does that.",
    "Report it.",
  ),
  "unmovable-state": error(
    "State cannot be moved here",
    "A `moved` block moves a resource from a type, or from a provider, whose state Netweft's provider cannot read.",
    "Import the object at its new address, and remove the old one from the state.",
  ),
  "unknown-type": error(
    "Unknown type",
    "The provider was asked for a type of resource that this version of it does not have.",
    "Correct the type, or install a version of the provider that has it.",
  ),
  "not-utf8": error(
    "File is not UTF-8",
    "Every text that Netweft reads is in UTF-8; this file is in another encoding, or damaged.",
    "Save the file as UTF-8.",
  ),
  "file-unreadable": error(
    "File cannot be read",
    "A file that is needed does not exist, or the operating system refuses to read it.",
    "Correct the path, or make the file readable for this user.",
  ),
  "invalid-drift-ignore": error(
    "Invalid entry for ignored drift",
    "An entry of `netweft.drift.json` or of `--ignore` is not as it has to be. Nothing was compared: a finding must not disappear by mistake.",
    "Correct the entry as the message says. Each has a reason, who decided it, and at least one of class, layer, resource and line.",
  ),
  "invalid-drift-baseline": error(
    "Invalid baseline of drift",
    "The file of `--baseline` is not a JSON report of `netweft drift` that this version reads.",
    "Name a report that `netweft drift --format json --out FILE` wrote.",
  ),
  "drift-baseline-unrelated": warning(
    "Baseline is of other stacks",
    "The file of `--baseline` has no entry for a stack that is compared, so all of its findings are new.",
    "Name an earlier report on this stack, or leave out `--baseline`.",
  ),
  "drift-without-code": warning(
    "Ignored attributes are not known",
    "A drift report of `--state` does not read the code, which says with `ignore_changes` what an apply leaves. Such differences are among the findings.",
    "Leave out `--state` where the code is at hand, or ignore these findings in `netweft.drift.json`.",
  ),
  "drift-host-unknown": error(
    "Host of the state is not configured",
    "The state has objects on a host that no provider block names, so nothing there can be compared.",
    "Add the host to `hosts` of the provider block, or to the file of `--hosts`.",
  ),
  "file-unwritable": error(
    "File cannot be written",
    "The operating system refuses to write a file. It is complete: the old content, or the new one if only the disk did not confirm the write.",
    "Name a file in a folder that exists and that this user can write to, or free some space.",
  ),
  "webhook-failed": warning(
    "Event was not delivered",
    "The receiver of a watch's events (`--webhook`) did not answer three times, or answered with an error. The watch goes on; the event was printed.",
    "Look at the receiver, and at the address in --webhook or NETWEFT_WEBHOOK.",
  ),
  "output-unwritable": error(
    "Output cannot be written",
    "The file, disk or device that the output goes to refuses it. The command still runs to its end, and exits with 1.",
    "Free some space, or send the output elsewhere.",
  ),
  "plan-unsigned": error(
    "Plan is not signed",
    "`--require-signed` refuses a plan that has no signature.",
    "Make the plan with `--sign`, and the passphrase in NETWEFT_PLAN_PASSPHRASE.",
  ),
  "plan-signature-wrong": error(
    "Signature of the plan is wrong",
    "The plan was changed after it was signed, or was signed with another passphrase than the one that `--require-signed` was given.",
    "Review what the plan says with `netweft show`, and make it again with `--sign`.",
  ),
  "passphrase-unusable": error(
    "No usable passphrase",
    "Signing a plan, and checking its signature, needs a passphrase in NETWEFT_PLAN_PASSPHRASE or on the standard input; one that signs has at least 12 characters.",
    "Set the variable, or pass the passphrase on the standard input.",
  ),
  "option-incomplete": error(
    "Option needs a file",
    "The option is about the file of a plan, and no such file is given.",
    "Give the file, as the message says.",
  ),
} as const satisfies Record<string, CodeEntry>;
