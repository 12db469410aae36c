# shellcheck shell=sh
# A way back that this host takes by itself: the folder "$here.armed" has the files of its work and, in "armed", the change that is to be
# confirmed. "$here.returned" has the change from which the host went back.

# read_armed: whether a change waits; sets armed_id, armed_since, armed_by, armed_until (seconds since the boot), armed_left, and armed_alone
# if the process that waits was killed. It is looked for in its own pid namespace only.
read_armed() {
  { read -r armed_id && read -r armed_since && read -r armed_until && IFS= read -r armed_by; } 2>/dev/null < "$here.armed/armed" || return
  read -r armed_up _ < /proc/uptime
  armed_left=$((armed_until - ${armed_up%%.*}))
  [ "$armed_left" -gt 0 ] || armed_left=0
  armed_alone=
  if { read -r armed_pids armed_pid; } 2>/dev/null < "$here.armed/waiter" && [ "$armed_pids" = "$pids" ] && [ ! -d "/proc/$armed_pid" ]; then
    armed_alone=x
  fi
}

# refuse_others ID: ends the program if another change waits than that of this run.
refuse_others() {
  ! read_armed || [ "$armed_id" = "$1" ] || refuse armed "$armed_id $armed_since $armed_alone$armed_left $armed_by"
}

# ask_guard: reports what waits, and from what the host went back.
ask_guard() {
  ! read_armed || say "@armed $armed_id $armed_since $armed_alone$armed_left $armed_by"
  [ ! -e "$here.returned" ] || while IFS= read -r returned; do say "@returned $returned"; done < "$here.returned"
}

# The change of a host forgets what the host went back from.
forget_returned() { rm -f "$here.returned"; }

# note_run BY: who changes the host now. Its time is that of the file.
note_run() { printf '%s\n' "$1" 2>/dev/null > "$here.generation.by"; }
