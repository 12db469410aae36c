#!/bin/sh
# Runs node ($NETWEFT_NODE) with these arguments in a laboratory. The laboratory ends with this process, and at SIGTERM, which
# `unshare` itself blocks; this process ends with its parent.
# shellcheck disable=SC2016 # The inner shell expands it.
exec setpriv --pdeathsig KILL -- sh -c '
  setpriv --pdeathsig KILL -- unshare --mount --net --pid --fork --kill-child --mount-proc --propagation private -- "$0" "$@" &
  trap "kill -KILL $!" TERM
  wait $!' "$(dirname "$0")/lab.sh" "$NETWEFT_NODE" "$@"
