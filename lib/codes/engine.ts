import { error, warning, type CodeEntry } from "./entry";

/** What stands in the way of a plan or its apply. */
export const engineCodes = {
  // plan and apply
  "prevented-destroy": error("Destruction is prevented", "A resource with `prevent_destroy` would be destroyed or replaced."),
  "other-backend": error(
    "Made on another backend",
    "What the state or the saved plan has was made on another backend, or on another simulated kernel, than this run would use. Nothing was compared or changed.",
  ),
  "unknown-target": error(
    "Unknown address",
    "An address given with --target or --replace names no resource of the configuration or the state.",
  ),
  "still-unknown": error("Value cannot be known", "Attributes stay unknown although everything that Netweft chooses was chosen."),
  "incomplete-plan": warning(
    "Plan is limited",
    "The plan was limited with --target: it does not show all that the configuration asks for.",
  ),
  "left-out": warning(
    "Resource is left out",
    "A line that the state has of a resource cannot be read by this version. The resource stays as it is, with all that it stands on; everything else is planned and applied.",
  ),
  "left-in-place": warning(
    "Object will be left in place",
    "What is to be removed is on its host, and carries another owner's mark or none. It is not touched, and its resource stays in the state.",
  ),
  "not-removed": error(
    "Object was not removed",
    "What was to be removed is on its host still, and carries another owner's mark or none, or its host was not looked at. It was not touched, and its resource stays in the state.",
  ),
  "stale-plan": error(
    "Plan is stale",
    "The state or the kernel changed after the plan was made, in something that the plan touches or rests on.",
  ),
  "port-taken": error(
    "Somebody listens on a port that is to be published",
    "Right before anything was done, the hosts were looked at once more: a program listens on a port that the plan would publish anew, and would hear nothing any more. Nothing was done. Stop the program, or publish another port.",
  ),
  "apply-interrupted": error(
    "Apply was interrupted",
    "Somebody asked to stop. What was begun was brought to its end and written down; the next apply does the rest.",
  ),
  "not-as-planned": error(
    "Kernel is not as planned",
    "After all steps were done the host was read again, and something that was made is not there or is otherwise.",
  ),
  "taken-over": warning(
    "Object exists already and was taken over",
    "What was to be created exists already and carries the mark of the stack. It may be what an earlier apply made whose answer was lost. If another state has it, the two states take each other's objects: give each a `stack` of its own.",
  ),
  "key-missing": error(
    "A host has not made its key",
    "The public key of a member of an encrypted overlay network is not known, because that host could not be reached, so that the others cannot be told of it.",
  ),
  "program-missing": error(
    "Host lacks a program",
    "A step of the plan needs a program that its host does not have. It is found before anything is done.",
  ),
  "feature-missing": error(
    "Host lacks a feature of the kernel",
    "A step of the plan needs something of the kernel that its host's does not have. It is found before anything is done.",
  ),
  "key-unknown": error(
    "Key is not known",
    "A step adds a key of which only the fingerprint is known. Nothing was done on its host; plan again.",
  ),
  "duplicate-detected": error(
    "Address is used by somebody else",
    "The kernel's duplicate address detection found another owner of an IPv6 address on the link.",
  ),
  "still-tentative": error(
    "Duplicate address detection does not end",
    "An IPv6 address was still tentative when the time for it was over. The next apply looks again.",
  ),
  "session-down": warning(
    "Session is not up",
    "Everything is configured, but a BGP neighbor did not answer within some seconds: its host is down, cannot be reached, or is not configured yet. The session comes up by itself once it answers; until then `drift` shows it as down.",
  ),

  // import
  "not-declared": error(
    "Resource is not declared",
    "`import` names a resource that the configuration does not have. It is declared first, and imported then.",
  ),
  "already-managed": error(
    "Resource already managed",
    "What is to be imported is in the state already, at this address or at another one.",
  ),
  "invalid-import-id": error(
    "Invalid import id",
    "The id given to `import` is not one of the resource's type, or is that of another resource than the one declared.",
  ),
  "nothing-to-import": error("Cannot import non-existent object", "There is no object on the host with the id that was given to `import`."),

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
    "A host could not be reached, or the program that was to run there did not start, or ended before it had answered; the message quotes what was said.",
  ),
  "host-unread": error(
    "Host could not be read",
    "Something that was asked of a host was neither found nor said to be missing; the message names it and quotes what was said. What cannot be read may be there, so nothing is planned or done on that host until it can be.",
  ),
  "host-key-unknown": error(
    "Host's key is not known",
    "A host that is reached over ssh showed a key of which no file says that it is the host's, and so it may be anybody's. Nothing was sent to it. Compare the key's fingerprint before it is written down.",
  ),
  "host-key-changed": error(
    "Host's key is not the known one",
    "A host that is reached over ssh showed another key than the one on record, or one that is revoked. It was set up anew, or somebody else answers in its place. Nothing was sent to it.",
  ),
  "login-refused": error(
    "Host refuses the login",
    "A host that is reached over ssh knows none of the keys that were offered for the user who was to log in.",
  ),
  "ssh-missing": error("This machine has no ssh client", "Hosts over ssh are reached with the system's own client, the program `ssh`."),
  "connection-lost": error(
    "Connection to the host broke",
    "The connection broke while a program was at work on a host. The program goes on by itself; the next plan waits for its end and reads what it did.",
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
} as const satisfies Record<string, CodeEntry>;
