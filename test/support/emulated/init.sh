#!/bin/busybox sh
# shellcheck shell=dash
# The first program of an emulated kernel. It mounts this machine's files read-only as the root, under an overlay
# in memory for writes, and continues in it with run.sh.
/bin/busybox --install -s /bin
export PATH=/bin
mkdir -p /dev /proc /sys /machine /written /root
mount -t devtmpfs dev /dev
mount -t proc proc /proc
mount -t sysfs sys /sys
for module in /modules/*; do insmod "$module"; done
mount -t virtiofs -o ro machine /machine
mount -t tmpfs written /written
mkdir /written/files /written/work
cp -a /guest /written/files/
mount -t overlay -o lowerdir=/machine,upperdir=/written/files,workdir=/written/work root /root
for folder in /dev /proc /sys; do mount --move "$folder" "/root$folder"; done
# The kernel starts modprobe in the root of this process.
exec switch_root /root /bin/bash /guest/run
