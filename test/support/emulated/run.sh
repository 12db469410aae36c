#!/bin/bash
# Continues as the first process of the emulated kernel, in the root mounted by init.sh, and runs the command in /guest/words.
# Its output, its exit status and its report leave by the three ports of emulated.ts; there is no other output.
ln -s /proc/self/fd /dev/fd
for n in 0:stdin 1:stdout 2:stderr; do ln -s "/proc/self/fd/${n%:*}" "/dev/${n#*:}"; done
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
mount -t tmpfs shm /dev/shm
port() { echo /dev/vport*p"$1"; }
for ((tries = 0; tries < 100; tries++)); do
  [ -e "$(port 3)" ] && break
  sleep 0.1
done
mapfile -td '' words </guest/words
report=${words[0]}
[ -z "$report" ] || mkdir -p "$(dirname "$report")"
"${words[@]:1}" </dev/null >"$(port 1)" 2>&1
status=$?
[ -f "$report" ] && cat "$report" >"$(port 3)"
echo "$status" >"$(port 2)"
# qemu runs with -no-reboot, so it exits here.
echo b >/proc/sysrq-trigger
