#!/bin/sh
# Runs a command in a laboratory: `unshare --mount --net --propagation private -- test/support/lab.sh COMMAND…`. Its network
# is empty but for `lo`, its /run and its /etc/netns are its own, and all end with it, so that nothing of the machine's can be touched.
set -eu
mount -t tmpfs -o mode=0755 lab /run
mkdir -p /etc/netns
mount -t tmpfs -o mode=0755 lab /etc/netns
ip link set lo up
NETWEFT_LAB=$(readlink /proc/self/ns/net)
export NETWEFT_LAB
exec "$@"
