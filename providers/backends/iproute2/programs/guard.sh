# shellcheck shell=sh
# A way back that this host takes by itself: the folder "$here.armed" has the files of its work and, in "armed", the change that is to be
# confirmed. "$here.returned" has the change from which the host went back.

# read_armed: whether a change waits; sets armed_id, armed_since, armed_by, armed_until (seconds since the boot) and armed_left.
read_armed() {
  { read -r armed_id && read -r armed_since && read -r armed_until && IFS= read -r armed_by; } 2>/dev/null < "$here.armed/armed" || return
  read -r armed_up _ < /proc/uptime
  armed_left=$((armed_until - ${armed_up%%.*}))
  [ "$armed_left" -gt 0 ] || armed_left=0
}

# refuse_others ID: ends the program if another change waits than that of this run.
refuse_others() {
  ! read_armed || [ "$armed_id" = "$1" ] || refuse armed "$armed_id $armed_since $armed_left $armed_by"
}

# ask_guard: reports what waits, and from what the host went back.
ask_guard() {
  ! read_armed || say "@armed $armed_id $armed_since $armed_left $armed_by"
  [ ! -e "$here.returned" ] || while IFS= read -r returned; do say "@returned $returned"; done < "$here.returned"
}

# The change of a host forgets what the host went back from.
forget_returned() { rm -f "$here.returned"; }
