import { error, type CodeEntry } from "./entry";

/** What hosts and their backends refuse. */
export const backendCodes = {
  "kernel-refused": error(
    "Kernel refused a step",
    "A step of the plan failed on its host; the message quotes the kernel. The steps before it are done and kept, and the next apply continues from there.",
    "Remove the cause that the kernel names, and apply again.",
  ),
  "host-changed": error(
    "Host was changed in the meantime",
    "Another run of Netweft changed the host between the observation that the plan was made from and its execution. Nothing was done; plan again.",
    "Plan again.",
  ),
  "kernel-unknown-failure": error(
    "Step failed at an unknown point",
    "A program on the host stopped without reporting at which step. The host was observed again where possible; the next apply continues from what is there.",
    "Apply again.",
  ),
  "invalid-connection": error(
    "Host cannot be opened as configured",
    "The connection of a host lacks something, or is of a kind that this version cannot open.",
    "Correct the host in the provider configuration.",
  ),
  "host-unreachable": error(
    "Host does not answer",
    "A host could not be reached, or the program that was to run there did not start, or ended before it had answered; the message quotes the output.",
    "Look whether the host is up and the connection right, and run the command again.",
  ),
  "host-unread": error(
    "Host could not be read",
    "A part of a host's state was neither found nor reported missing; the message names it and quotes the output. What cannot be read may exist, so nothing is planned or done on that host until it can be read.",
    "Remove the cause that the output names, and run the command again.",
  ),
  "host-key-unknown": error(
    "Host's key is not known",
    "A host that is reached over ssh presented a key that is in no known_hosts file, so it may be any machine's. Nothing was sent to it. Compare the key's fingerprint before you add it.",
    "Compare the fingerprint with the host's, and add the key: `ssh-keyscan HOST >>~/.ssh/known_hosts`.",
  ),
  "host-key-changed": error(
    "Host's key is not the known one",
    "A host that is reached over ssh presented another key than the known one, or one that is revoked. It was reinstalled, or another machine answers in its place. Nothing was sent to it.",
    "Find out why the key differs; if the host was reinstalled, remove the old key: `ssh-keygen -R HOST`.",
  ),
  "login-refused": error(
    "Host refuses the login",
    "A host that is reached over ssh accepts none of the keys that were offered for the login's user.",
    "Add your public key to the user's `authorized_keys` on the host, or name the user and key in the host's configuration.",
  ),
  "ssh-missing": error(
    "This machine has no ssh client",
    "Hosts are reached over ssh with the system's own client, the program `ssh`.",
    "Install OpenSSH's client.",
  ),
  "connection-lost": error(
    "Connection to the host broke",
    "The connection broke while a program was running on a host. The program continues by itself; the next plan waits for its end and reads what it did.",
    "Plan again.",
  ),
  "host-unfit": error(
    "Host lacks something",
    "A host lacks what Netweft needs there: root, iproute2, util-linux, a writable /run.",
    "Provide what the message names: run as root, or install the programs.",
  ),
  "host-busy": error(
    "Host is in use",
    "Another run of Netweft holds the host's lock and did not release it in time.",
    "Wait until the other run has ended, and run the command again.",
  ),
  "simulated-damaged": error(
    "Simulated kernel's file is damaged",
    "The file that holds the simulated kernel's objects is not as Netweft writes it. It is left untouched: restore it from a copy, fix the line, or remove it to begin with empty hosts.",
    "Restore the file, correct the line that the message names, or remove the file to begin with empty hosts.",
  ),
  "simulated-locked": error(
    "Simulated kernel is in use",
    "Another process holds the lock of the same simulated kernel and has not renewed it for a minute.",
    "Wait until the other process has ended, and run the command again.",
  ),
  "no-such-fact": error(
    "No such object",
    "`sim unset` names a fact that the simulated kernel does not have; `sim show` lists the facts that it has.",
    "Copy the line from `netweft sim show`.",
  ),
} as const satisfies Record<string, CodeEntry>;
