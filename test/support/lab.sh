#!/bin/sh
# Runs a command in a laboratory: `unshare --mount --net --pid --fork --kill-child --mount-proc --propagation private --
# test/support/lab.sh COMMAND…`. Its network is empty but for `lo`; its processes, its /run and its /etc/netns are its own. All of
# them end with it, so that nothing on the machine is touched and several laboratories run side by side.
set -eu
mount -t tmpfs -o mode=0755 lab /run
mkdir -p /etc/netns
mount -t tmpfs -o mode=0755 lab /etc/netns
ip link set lo up
NETWEFT_LAB=$(readlink /proc/self/ns/net)
export NETWEFT_LAB
exec "$@"
