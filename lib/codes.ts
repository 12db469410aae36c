/**
 * Every diagnostic that Netweft can give. `summary` is what people see first and search for: constant, short, without
 * names of theirs. `meaning` is the entry in `docs/errors.md`: when it appears and what to do.
 */
interface CodeEntry {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly meaning: string;
}

const entries = {
  // values
  "invalid-cidr": error(
    "Invalid CIDR block",
    "A subnet or an address with its prefix length is not written as `10.0.0.0/24` or `fd00::/64`, or has host bits set where a network is due.",
  ),
  "invalid-ip": error("Invalid IP address", "A value is not an IPv4 or IPv6 address in its textual form."),
  "invalid-mac": error("Invalid MAC address", "A hardware address is six pairs of hexadecimal digits joined by colons, unicast."),
  "invalid-name": error(
    "Invalid name",
    "Names become interface and namespace names: lower-case letters, digits, `_`, `.` and `-`, beginning with a letter or digit; an interface name has at most 15 characters.",
  ),
  "invalid-value": error(
    "Invalid value",
    "A value has the right type but cannot be used: it is none of the words that are possible, is out of range, or has characters that are not allowed there.",
  ),
  "wrong-type": error("Wrong type", "A value is of another type than the attribute takes, and cannot be converted."),
  "unknown-attribute": error("Unknown attribute", "An attribute is set that does not exist at this place; often a misspelled name."),
  "missing-attribute": error("Missing attribute", "A required attribute has no value."),
  "read-only-attribute": error(
    "Attribute cannot be set",
    "An attribute that Netweft itself gives is set in the configuration. Remove it there.",
  ),
  "invalid-fact": error("Invalid fact line", "A line of the canonical fact text could not be parsed."),
  // state
  "state-damaged": error(
    "State is damaged",
    "The state's text is not complete JSON, or a part of it is not what Terraform's format 4 says. Nothing is changed on such a state; put back a good copy, such as the `.backup` file beside it.",
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
  "state-unwritable": error("State cannot be written", "The state could not be stored. What was there before is still there, whole."),
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
  "invalid-variable-file": error("Invalid variable file", "A file with values of variables is not a JSON object, or is in the native syntax."),
  "unsupported-backend": error(
    "Unsupported state backend",
    "The `backend` block names a place for the state that Netweft does not know, or its path is not usable.",
  ),
  "not-approved": error("Nobody approved the plan", "Without a terminal, or with `--input=false`, an apply needs `--auto-approve` or a saved plan."),
  "file-exists": error("File already exists", "`netweft init` never overwrites a file."),
  "no-such-output": error("No such output", "The state has no output of this name, or it has no form that was asked for."),
  "no-such-instance": error("No such instance in the state", "The state has no instance of this address; `netweft state list` names all."),
  // files of the user's
  "file-unreadable": error("File cannot be read", "A file that is needed does not exist, or the operating system refuses to read it."),
  "file-unwritable": error(
    "File cannot be written",
    "The operating system refuses to write a file. What was there before is still there, whole.",
  ),

  // resources
  "conflicting-attributes": error("Conflicting attributes", "Two attributes of a resource exclude each other."),
  "overlapping-subnets": error(
    "Overlapping subnets",
    "Two networks on one host, or a network and something that the host is already connected to, share addresses. The kernel would accept both and send all packets to the first.",
  ),
  "gateway-outside": error("Gateway outside of the subnets", "A gateway is not the address of a host in any of the network's subnets."),
  "mtu-too-small": error("MTU too small", "The kernel switches IPv6 off on a link whose mtu is below 1280 bytes."),
  "missing-namespace": error(
    "Endpoint without a namespace",
    "An endpoint on a bridge network needs the namespace that its interface is to be in.",
  ),
  "missing-name": error("Endpoint without a name", "An endpoint on a host network has no namespace and therefore needs a name of its own."),
  "incomplete-network": error(
    "Incomplete network",
    "The `network` of an endpoint lacks what the endpoint follows. It is meant to be a reference to a network resource or its `ref`.",
  ),
  "different-hosts": error("Namespace and network on different hosts", "A bridge network serves the namespaces of its own host only."),
  "address-outside": error("Address outside of the network", "An endpoint's address is in none of the subnets of its network."),
  "host-network-not-isolated": warning(
    "Host network is not isolated",
    "Endpoints on a host network share the host's network stack. This is said in every plan that has one.",
  ),
  "unknown-host": error("Unknown host", "A resource names a host that the provider configuration does not have."),

  // provider configuration
  "unknown-provider-configuration": error(
    "Provider configuration is not known",
    "The provider block depends on a value that only an apply would give, so that no host can be looked at.",
  ),
  "conflicting-hosts": error("Conflicting hosts", "Two provider blocks give different meanings to one host name."),
  "unknown-backend": error("Unknown backend", "The configuration names a backend that this program does not have."),

  // allocation
  "subnets-exhausted": error("No subnet is free", "All address pools of the provider configuration are used up on a host."),
  "addresses-exhausted": error("No address is free", "All addresses of a subnet are declared, owned or observed in use."),

  // rules over a host
  "duplicate-object": error(
    "One object declared twice",
    "Two resources would make the same kernel object: a bridge, a namespace, an interface in a namespace.",
  ),
  "duplicate-address": error(
    "One address used twice",
    "Two endpoints, or an endpoint and a gateway, would have the same address on one network.",
  ),
  "duplicate-mac": error("One MAC address used twice", "Two endpoints on one bridge would have the same hardware address."),
  "duplicate-bind": error("One port bound twice", "Two binds of host networks on one host claim the same protocol, port and address."),
  "duplicate-route": error("Two default routes", "Two endpoints of one namespace would give it the same route."),
  "bridge-full": error("Too many ports on a bridge", "The Linux bridge has at most 1,023 ports."),
  "missing-object": error(
    "Something that is needed does not exist",
    "A resource needs a kernel object that is neither declared nor on the host: a bridge or a namespace that was named by hand.",
  ),
  "foreign-object": error(
    "Object belongs to somebody else",
    "A kernel object of the wanted name exists, without a mark of this stack. Netweft never changes or removes what is not its own.",
  ),

  // plan and apply
  "prevented-destroy": error("Destruction is prevented", "A resource with `prevent_destroy` would be destroyed or replaced."),
  "unknown-target": error(
    "Unknown address",
    "An address given with --target or --replace names no resource of the configuration or the state.",
  ),
  "still-unknown": error("Value cannot be known", "Attributes stay unknown although everything that Netweft chooses was chosen."),
  "incomplete-plan": warning(
    "Plan is limited",
    "The plan was limited with --target: it does not show all that the configuration asks for.",
  ),
  "stale-plan": error(
    "Plan is stale",
    "The state or the kernel changed after the plan was made, in something that the plan touches or rests on.",
  ),
  "not-as-planned": error(
    "Kernel is not as planned",
    "After all steps were done the host was read again, and something that was made is not there or is otherwise.",
  ),
  "duplicate-detected": error(
    "Address is used by somebody else",
    "The kernel's duplicate address detection found another owner of an IPv6 address on the link.",
  ),
  "still-tentative": error(
    "Duplicate address detection does not end",
    "An IPv6 address was still tentative when the time for it was over. The next apply looks again.",
  ),

  // backends
  "kernel-refused": error(
    "Kernel refused a step",
    "A step of the plan failed on its host; the message quotes the kernel. Steps before it are done and kept, and the next apply goes on from there.",
  ),
  "host-changed": error(
    "Host was changed meanwhile",
    "Another run of Netweft changed the host between the look that the steps were made from and their execution. Nothing was done; plan again.",
  ),
  "kernel-unknown-failure": error(
    "Step failed at an unknown point",
    "A program on the host stopped without saying at which step. What is done was read again where possible; the next apply goes on from what is really there.",
  ),
  "invalid-connection": error(
    "Host cannot be opened as configured",
    "The connection of a host lacks something, or is of a kind that this version cannot open.",
  ),
  "host-unreachable": error(
    "Host does not answer",
    "The program that was to run on a host did not start, or ended before it had answered; the message quotes what it said.",
  ),
  "host-unfit": error("Host lacks something", "A host lacks what Netweft needs there: root, iproute2, util-linux, a writable /run."),
  "host-busy": error("Host is in use", "Another run of Netweft holds the host's lock and did not give it back in time."),
  "simulated-damaged": error(
    "Simulated kernel's file is damaged",
    "The file that keeps the simulated kernel's objects is not as Netweft writes it. It is left untouched: restore it from a copy, mend the line, or remove it to begin with empty hosts.",
  ),
  "simulated-locked": error(
    "Simulated kernel is in use",
    "Another process works with the same simulated kernel and gave no sign of life for a minute.",
  ),
  "no-such-fact": error(
    "Nothing of this kind is there",
    "`sim unset` names a fact that the simulated kernel does not have; `sim show` lists those that it has.",
  ),
  // language: texts and expressions
  "invalid-json": error(
    "Invalid JSON",
    "A file of the configuration is not JSON, or not an object. The place is given as line and column.",
  ),
  "duplicate-json-key": error("Duplicate key in JSON", "A JSON object has one key twice; the first value would be lost without a word."),
  "invalid-expression": error(
    "Invalid expression",
    "A `${…}` or `%{…}` in a string could not be read. Write `$${` and `%%{` for the characters themselves.",
  ),
  "unresolved-token": error(
    "Unresolved token",
    "The configuration holds a placeholder of CDKTF in place of a value: it was turned into text or a number before it was resolved. Use the value through `Token`, `Fn` or a string template.",
  ),
  "unknown-function": error("Unknown function", "An expression calls a function that does not exist."),
  "unavailable-function": error(
    "Function not available",
    "An expression calls a function of Terraform's that Netweft leaves out: it reads files, or it gives another result each time.",
  ),
  "invalid-arguments": error(
    "Invalid arguments of a function",
    "A function is called with too few or too many arguments, or with some that it cannot work on.",
  ),
  "invalid-operand": error("Invalid operand", "An operator, a condition, a string template or `for` has a value that it cannot work on."),
  "inconsistent-types": error("Inconsistent conditional results", "The two results of `? :` have types that cannot become one."),
  "invalid-index": error("Invalid index", "A value has no such element or attribute."),
  "null-value": error("Null value", "A value is null where its parts are asked for."),
  "duplicate-key": error("Duplicate object key", "Two elements of a `for` expression have the same key."),
  "inexact-number": error(
    "Number cannot be held exactly",
    "A number has more digits than can be kept, so it would change silently. Write it as a string if it is a name or a code.",
  ),

  // language: blocks
  "invalid-block": error("Invalid block", "A part of the configuration does not have the shape that Terraform JSON gives it."),
  "duplicate-block": error("Duplicate block", "Two blocks declare the same thing."),
  "unknown-block": error("Unknown block", "The configuration has a section that Terraform JSON does not know; often a misspelled name."),
  "other-provider": error(
    "Resource of another provider",
    "A block belongs to another provider than Netweft, and Netweft's own engine runs none. Run the configuration with Terraform and Netweft's provider.",
  ),
  "needs-terraform": error(
    "Only Terraform can do this",
    "The configuration uses something that Netweft's own engine leaves to Terraform: modules, provisioners, dynamic blocks. Run it with Terraform and Netweft's provider.",
  ),
  "unknown-resource-type": error("Unknown resource type", "A block names a resource or data source that Netweft does not have."),
  "undeclared-provider": error(
    "Undeclared provider configuration",
    "A resource names a provider configuration, an alias, that no provider block declares.",
  ),
  "invalid-reference": error("Invalid reference", "A reference is incomplete, or stands where it means nothing."),
  "unknown-reference": error(
    "Reference to nothing",
    "An expression or `depends_on` refers to a block that the configuration does not declare, or to an attribute that the block does not have.",
  ),
  cycle: error("Cycle of references", "Blocks refer to each other in a circle, so none of them can come first."),
  "count-and-for-each": error(
    "Both count and for_each",
    "A block has both `count` and `for_each`; each of them says how many instances there are.",
  ),
  "invalid-count": error("Invalid count", "`count` is a whole number from 0 on, known when the plan is made, and not sensitive."),
  "invalid-for-each": error("Invalid for_each", "`for_each` is a map, an object or a set of strings, not sensitive and not null."),
  "unknown-count": error(
    "Number of instances not known",
    "`count` or `for_each` depends on something that is only known after the apply, so it is open which instances there are.",
  ),
  "invalid-lifecycle": error("Invalid lifecycle", "Something in a `lifecycle` block is not what it must be."),
  "invalid-depends-on": error(
    "Invalid depends_on",
    "`depends_on` is a list of plain references to blocks, without `${…}` and without attributes.",
  ),
  "failed-condition": error("Condition not met", "A precondition, a postcondition or the validation of a variable says no."),
  "invalid-type-constraint": error("Invalid type", "The `type` of a variable is not a type."),
  "missing-variable": error("Missing variable", "A variable has no value and no default."),
  "undeclared-variable": error(
    "Value for an undeclared variable",
    "A value was given for a variable that the configuration does not declare.",
  ),
  "invalid-variable": error(
    "Invalid value for a variable",
    "The value of a variable does not fit its type, or is null where it must not be.",
  ),
  "sensitive-output": error(
    "Output shows something sensitive",
    "The value of an output comes from something sensitive, and the output does not say `sensitive = true`.",
  ),
} as const satisfies Record<string, CodeEntry>;

function error(summary: string, meaning: string): CodeEntry {
  return { severity: "error", summary, meaning };
}

function warning(summary: string, meaning: string): CodeEntry {
  return { severity: "warning", summary, meaning };
}

export type Code = keyof typeof entries;

export const codes: Readonly<Record<Code, CodeEntry>> = entries;
