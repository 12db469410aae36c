#!/bin/bash
# Continues as the first process of the emulated kernel, in the root mounted by init.sh: one connection of ssh over port 1, whose
# programs run in a laboratory (the path of lab.sh is in /guest/laboratory). Its log leaves by port 2.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
ln -s /proc/self/fd /dev/fd
for n in 0:stdin 1:stdout 2:stderr; do ln -s "/proc/self/fd/${n%:*}" "/dev/${n#*:}"; done
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
mount -t tmpfs shm /dev/shm
# The shell that starts the programs: no other starts as fast, and none reads a file first.
sed -i '/^root:/s,[^:]*$,/bin/sh,' /etc/passwd
port() { echo /dev/vport*p"$1"; }
for ((tries = 0; tries < 100; tries++)); do
  [ -e "$(port 2)" ] && break
  sleep 0.1
done
exec 2>"$(port 2)"
"$(</guest/laboratory)" sh -c 'mkdir /run/sshd && exec /usr/sbin/sshd -i -e -f /guest/sshd_config' <>"$(port 1)" >&0
# qemu runs with -no-reboot, so it exits here.
echo b >/proc/sysrq-trigger
