import { error, warning, type CodeEntry } from "./entry";

/** What prevents a plan or its apply. */
export const engineCodes = {
  // plan and apply
  "prevented-destroy": error(
    "Destruction is prevented",
    "A resource with `prevent_destroy` would be destroyed or replaced.",
    "Remove `prevent_destroy`, or the change that causes the replacement.",
  ),
  "cannot-coexist": error(
    "Old and new object cannot exist at the same time",
    "A resource is replaced with `create_before_destroy`, but the new object needs what the old one has: its name, a subnet, an address or a port of the host. Nothing was changed.",
    "Remove `create_before_destroy`, or change what both would have.",
  ),
  "invalid-move": error(
    "Move is not possible",
    "A `moved` block names what is still declared, has the same address twice, or contradicts another one. Nothing was moved.",
    "Correct the addresses of the `moved` block.",
  ),
  "move-blocked": warning(
    "Address is taken",
    "A `moved` block, or a change of `count`, moves a resource to an address at which the state has another one. It was not moved.",
    "Move or remove the resource that has the address: `netweft state mv`, `netweft state rm`.",
  ),
  "own-path-cut": error(
    "Change would cut off this run",
    "The run reaches the host over ssh, and a step of the plan would take away what it needs for that: the address or the link of the connection, the route back, a neighbour entry, or the opening in the firewall; or another route would come before the route back. The rest of the plan, and its correction, could not be sent.",
    "Reach the host another way, or apply with `--confirm`: the host goes back by itself unless the change is confirmed in time.",
  ),
  "own-path-at-risk": warning(
    "Change may cut off this run",
    "A step of the plan takes away what the run needs to reach the host over ssh. With `--confirm` the host goes back by itself unless the change is confirmed in time.",
    "Make sure that the host can be reached another way if the change is to stay.",
  ),
  "not-confirmed": error(
    "Another change is not confirmed yet",
    "A change with `--confirm` was made on the host, and it goes back by itself unless that change is confirmed in time. Until then no other change is made.",
    "Confirm the change with `netweft confirm`, take it back with `netweft confirm --cancel`, or wait.",
  ),
  "awaiting-confirmation": warning(
    "Change is not confirmed yet",
    "The host goes back by itself unless the change is confirmed in time.",
    "Confirm the change with `netweft confirm`, or take it back with `netweft confirm --cancel`.",
  ),
  "went-back": warning(
    "Host went back by itself",
    "A change with `--confirm` was not confirmed in time, or its probes failed, and the host is as before it.",
    "Find out why the change was not confirmed, and apply again.",
  ),
  "confirmation-missed": error(
    "Change was not confirmed",
    "A change with `--confirm` was not confirmed: a probe failed, a host could not be reached, or the time was over. The hosts go back.",
    "Correct the change, or the probe, and apply again with more time where that was short.",
  ),
  "nothing-to-confirm": error(
    "No change waits for a confirmation",
    "No host of the stack waits for a change to be confirmed: it was confirmed before, or the host went back.",
    "See what is on the hosts with `netweft plan` or `netweft drift`.",
  ),
  "no-way-back": error(
    "Change cannot be taken back",
    "The way back would need a key of WireGuard or IPsec that only its host had, or that is made during the change.",
    "Leave the change of the encrypted network out, or apply without `--confirm`.",
  ),
  "other-backend": error(
    "Made on another backend",
    "The resources of the state or the saved plan were made on another backend, or on another simulated kernel, than this run would use. Nothing was compared or changed.",
    "Run with the backend of the state, or destroy there first. Another state can be used in a workspace.",
  ),
  "unknown-target": error(
    "Unknown address",
    "An address given with --target or --replace names no resource of the configuration or the state.",
    "Correct the address; `netweft state list` and `netweft graph` have all of them.",
  ),
  "still-unknown": error(
    "Value cannot be known",
    "Attributes are still unknown after Netweft has chosen all values that it chooses itself.",
    "Set the attribute in the configuration, or apply what it depends on first.",
  ),
  "incomplete-plan": warning(
    "Plan is limited",
    "The plan was limited with --target: it does not show every change that the configuration needs.",
    "Plan once more without --target.",
  ),
  "incomplete-replace": warning(
    "Replacement names no instance",
    "The address given with --replace is that of a resource with `count` or `for_each`, without the key of an instance.",
    "Name the instances that are to be replaced, with their keys.",
  ),
  "left-out": warning(
    "Resource is left out",
    "This version cannot read one of the lines that the state holds for a resource. The resource stays as it is, with everything that it depends on; everything else is planned and applied.",
    "Use the version of Netweft that wrote the state, or a later one.",
  ),
  "batches-stopped": error(
    "Rolling change was stopped",
    "With `--batch` hosts change in batches. More hosts failed than `--max-failures` allows: a step failed there, something is not as planned, or a probe failed after their batch. The other batches were not begun.",
    "Correct what the other errors say, and apply again: hosts that are done are not changed once more.",
  ),
  "probe-failed": error(
    "Probe failed after a batch",
    "With `--batch` every `--probe` has to succeed after each batch, within 30 seconds. All hosts of the batch count as failed.",
    "Find out what the probe misses on the hosts of the batch. Correct the change or the probe, and apply again.",
  ),
  "host-skipped": warning(
    "Host does not answer and is skipped",
    "With `--skip-unreachable` the hosts that answer are changed, and one that does not is left as it is, with its part of the state. The apply ends with exit code 1.",
    "Apply again, without `--skip-unreachable`, when the host answers.",
  ),
  "left-behind": warning(
    "Removed resource is left behind on a host",
    "A resource was removed from the configuration while its host did not answer, or was not in the provider block. The state keeps it, with the objects that it still has there, until an apply finds them gone or deletes them.",
    "Apply when the host answers again. If it will not come back, give it up with `netweft state rm --left-behind HOST`.",
  ),
  "left-in-place": warning(
    "Object will be left in place",
    "An object that the plan would remove exists on its host, but carries another owner's mark or none. It is not touched, and its resource stays in the state.",
    "Remove the object by hand if it is not needed, or remove its resource from the state with `netweft state rm`.",
  ),
  "not-removed": error(
    "Object was not removed",
    "An object that was to be removed still exists on its host and carries another owner's mark or none, or its host was not observed. It was not touched, and its resource stays in the state.",
    "Look at the object: if it is yours, remove it by hand and apply again; if not, remove the resource from the state.",
  ),
  "ignored-in-configuration-only": warning(
    "Drift of an ignored attribute is not ignored",
    "`ignore_changes` has an attribute on which the whole resource depends, or without a value that could be another one: it is not known which objects on a host come from it. A change of the configuration is ignored, drift is not.",
    "Leave findings with an entry in `netweft.drift.json`.",
  ),
  "stale-plan": error(
    "Plan is stale",
    "The state or the kernel changed after the plan was made, in something that the plan changes or depends on.",
    "Plan again.",
  ),
  "port-taken": error(
    "Port to be published is already in use",
    "The hosts were observed once more right before the apply: a program listens on a port that the plan would newly publish, and would receive no more connections. Nothing was done. Stop the program, or publish another port.",
    "Stop the program, or publish another port.",
  ),
  "not-only-drift": error(
    "Drift is not repaired",
    "A watch with --heal found drift, and the configuration has changes besides that were never applied. A watch repairs drift only, so nothing was done.",
    "Run `netweft apply`: it repairs the drift, too.",
  ),
  "apply-interrupted": error(
    "Apply was interrupted",
    "The apply was asked to stop. Steps that had begun were completed and recorded in the state; the next apply does the rest.",
    "Apply again.",
  ),
  "no-earlier-state": error(
    "No earlier state to go back to",
    "`netweft rollback` plans what the state before the last apply has. Only a state in a file has that one beside it, as `.backup`. Nothing was changed.",
    "Name a file with an earlier state of the stack: `--to FILE`.",
  ),
  "rolled-back": error(
    "Hosts are as before the apply",
    "A step failed, and the apply undid what it had done on the hosts that its resources join. Other hosts have their changes.",
    "Correct what the first error says and apply again. `--on-failure=stop` leaves what is done.",
  ),
  "rollback-incomplete": error(
    "Not all of the apply could be undone",
    "A step failed, and on the way back another one did, or a host did not answer.",
    "Run the apply again to complete the change, or go back to the earlier configuration and apply that.",
  ),
  "not-restored": error(
    "Not as before",
    "The way back from an apply could not restore this: another program has changed it since, or what was in it is gone for good.",
    "Look at the object. What was in a deleted namespace, and connections that were ended, their programs have to make again.",
  ),
  "not-as-planned": error(
    "Host state does not match the plan after apply",
    "After all steps were done the host was observed again, and an object that was made is missing or differs from the plan.",
    "Look for a program that changes the object (`netweft drift`), and apply again.",
  ),
  "taken-over": warning(
    "Object exists already and was taken over",
    "An object that was to be created exists already and carries the mark of the stack. It may have been made by an earlier apply whose answer was lost. If another state has it, the two states take each other's objects: give each a `stack` of its own.",
    "Give each of the two states a `stack` of its own, if there are two.",
  ),
  "key-missing": error(
    "A host has not made its key",
    "The public key of a member of an encrypted overlay network is not known, because that host could not be reached. The other members cannot be configured with it.",
    "Make the host reachable, and apply again.",
  ),
  "program-missing": error(
    "Host lacks a program",
    "A step of the plan needs a program that its host does not have. This is checked before anything is done.",
    "Install the program on the host.",
  ),
  "feature-missing": error(
    "Host lacks a kernel feature",
    "A step of the plan needs a kernel feature that its host's kernel does not have. This is checked before anything is done.",
    "Load the module or use a kernel that has the feature, or leave out what needs it.",
  ),
  "key-unknown": error(
    "Key is not known",
    "A step adds a key of which only the fingerprint is known. Nothing was done on its host; plan again.",
    "Plan again.",
  ),
  "duplicate-detected": error(
    "Address is in use elsewhere on the link",
    "The kernel's duplicate address detection found another owner of an IPv6 address on the link.",
    "Choose another address, or remove the other owner from the link.",
  ),
  "still-tentative": error(
    "Duplicate address detection does not end",
    "An IPv6 address was still tentative when the time limit was over. The next apply checks it again.",
    "Apply again; if it repeats, look whether the link is up.",
  ),
  "session-down": warning(
    "Session is not up",
    "Everything is configured, but a BGP neighbor did not answer within some seconds: its host is down, cannot be reached, or is not configured yet. The session comes up by itself once the neighbor answers; until then `drift` shows it as down.",
    "Apply to the neighbor's host, and see that it is reached.",
  ),

  // import
  "not-declared": error(
    "Resource is not declared",
    "`import`, as a command or a block, names a resource that the configuration does not have. Declare it first, then import it.",
    "Declare the resource, or correct its address.",
  ),
  "already-managed": error(
    "Resource already managed",
    "The object to import is in the state already, at this address or at another one.",
    "Nothing is needed if it is the same object; otherwise remove the other one from the state first.",
  ),
  "invalid-import-id": error(
    "Invalid import id",
    "The id given to `import`, as a command or a block, is not an id of the resource's type, or belongs to another resource than the declared one.",
    "Write `host/name`, as `netweft help import` shows for each type.",
  ),
  "unknown-import-id": error(
    "Import id is not known",
    "The `id` of an `import` block is computed from a value that is known only after the apply. Objects are imported before anything is applied.",
    "Write the id itself, or pass it as a variable.",
  ),
  "nothing-to-import": error(
    "Cannot import non-existent object",
    "There is no object on the host with the id that was given to `import`.",
    "Correct the id, or create the object with an apply.",
  ),
  "import-replaced": error(
    "Imported object would be destroyed",
    "The object that an `import` block names differs from the declared one in an attribute that only a replacement changes, and does not carry Netweft's mark yet. Nothing was imported.",
    "Declare the attribute as the object has it; change it in a later apply.",
  ),

  // removed blocks
  "invalid-removal": error(
    "Removed resource is still declared",
    "A `removed` block names a resource that the configuration declares. Nothing was removed.",
    "Remove the declaration, or the `removed` block.",
  ),
  "no-longer-managed": warning(
    "Some objects will no longer be managed",
    "A `removed` block with `destroy = false` takes resources out of the state; their objects stay on their hosts, with their marks. To manage them again, declare and import them.",
    "Nothing is needed if the objects are to stay; without `destroy = false` they are destroyed.",
  ),
} as const satisfies Record<string, CodeEntry>;
