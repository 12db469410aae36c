#!/bin/sh
# Runs a command in a laboratory: `unshare --mount --net --pid --fork --kill-child --mount-proc --propagation private --
# test/support/lab.sh COMMAND…`. Its network has only `lo`; its processes, its /run, its /etc/netns, its shared memory
# and its temporary files are its own. They all end with it, so that nothing on the machine is touched and several laboratories
# can run concurrently.
set -eu
for folder in /run /etc/netns /dev/shm; do
  mkdir -p "$folder"
  mount -t tmpfs -o mode=0755 lab "$folder"
done
mkdir -m 1777 /dev/shm/tmp
ip link set lo up
NETWEFT_LAB=$(readlink /proc/self/ns/net)
TMPDIR=/dev/shm/tmp
export NETWEFT_LAB TMPDIR
# Not `exec`: the first process of a pid namespace inherits its orphans and has to wait for them, as a shell does.
"$@" || exit $?
