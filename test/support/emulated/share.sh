#!/bin/sh
# Serves the files of this machine read-only: `unshare --mount --propagation private -- share.sh FOLDER REPOSITORY SOCKET`.
# The repository is an argument because it may be a mount of its own.
set -eu
mount --bind / "$1"
mount -o remount,bind,ro "$1"
mount --bind "$2" "$1$2"
mount -o remount,bind,ro "$1$2"
exec /usr/lib/qemu/virtiofsd --socket-path="$3" -o source="$1" -o cache=always -o log_level=err
