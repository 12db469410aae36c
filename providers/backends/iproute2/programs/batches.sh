# shellcheck shell=sh
# Executes batches of ip, bridge, tc and nft.
#
# ip, bridge and tc stop a batch at its first failing line and report its number. A line that is listed in FILE.soft may fail
# because the object it deletes does not exist; then the rest of the batch continues. If ip does not report the line (because a
# second object, such as the bridge of a port, does not exist, or the kernel refuses a neighbour entry), the milestones that it
# printed locate it; without them line 0 is reported: "somewhere in this file".

absent='Cannot find device|does not exist|No such (process|device|file)|[Aa]ddress not found|Cannot assign requested address|IPv6 is disabled|handle of zero'

in_netns() {
  where=$1
  shift
  if [ "$where" = - ]; then "$@"; else nsenter --net="/run/netns/$where" "$@"; fi
}

# fail FILE LINE ERR: reports the failing line and the error message in one piece, because workers print concurrently.
fail() {
  : > "$d/failed"
  { echo "@failed ${1##*/} $2"; sed '/^Command failed /d; s/^/@! /' "$3"; } > "$1.why" 2>/dev/null
  cat "$1.why" 2>/dev/null
  return 1
}

# first_hard FILE: the number of the first line that must not fail, or nothing.
first_hard() {
  [ -e "$1.soft" ] || { echo 1; return; }
  awk 'NR == FNR { soft[$1]; next } !(FNR in soft) { print FNR; exit }' "$1.soft" "$1"
}

# unnumbered_line FILE OUT: the failing line that ip did not report: the one before the first milestone that was not printed.
# Where the batch ends an answer, OUT has earlier answers, too.
unnumbered_line() {
  next=$(awk '/^@ask / { n = 0 } $0 == "[]" { n++ } END { print n + 1 }' "$2")
  awk -v next_one="$next" -v milestone="$MILESTONE" '$0 == milestone && ++n == next_one { print NR - 1; exit }' "$1"
}

tool_ip() { batch 'ip -j -d' "$absent" "$1.out" "$@"; }
# A device that is no VXLAN device has no entry for the address of zeros, and refuses the question.
tool_bridge() { batch bridge "$absent|Invalid argument" "$1.out" "$@"; }
tool_tc() { batch tc "$absent" "$1.out" "$@"; }

# A batch whose last lines read the resulting state of the namespace.
tool_work_and_show() {
  ask show "$2" >> "$3"
  batch 'ip -j -d' "$absent" "$3" "$@" || return
  if was_disturbed "$4"; then tool_show "$@"
  elif [ -z "$at_once" ] && is_gone "$2"; then say @absent >> "$3"
  else say @ok >> "$3"; fi
}

# batch COMMAND ABSENT OUT FILE NETNS FILE-OF-ANSWERS ERR. ABSENT matches the errors for an object that does not exist. Sets at_once
# if no line failed.
batch() {
  at_once=yes
  cmd=$1
  missing=$2
  out=$3
  shift 3
  # shellcheck disable=SC2086 # A command and its options.
  in_netns "$2" $cmd -batch "$1" >> "$out" 2> "$4" && return
  at_once=
  part=$1
  before=0
  while :; do
    line=$(sed -n 's/^Command failed .*:\([0-9][0-9]*\)$/\1/p' "$4" | tail -n 1)
    if [ -n "$line" ]; then
      line=$((before + line))
    elif [ "$2" = - ]; then
      line=$(unnumbered_line "$1" "$out")
      fail "$1" "${line:-0}" "$4"
      return
    else
      if [ -e "/run/netns/$2" ]; then line=$(unnumbered_line "$1" "$out")
      else line=$(first_hard "$1"); [ -n "$line" ] || return 0; fi
      fail "$1" "${line:-0}" "$4"
      return
    fi
    { [ -e "$1.soft" ] && grep -qx "$line" "$1.soft" && grep -Eq "$missing" "$4"; } || { fail "$1" "$line" "$4"; return; }
    before=$line
    part=$1.rest
    tail -n "+$((line + 1))" "$1" > "$part"
    # shellcheck disable=SC2086 # A command and its options.
    in_netns "$2" $cmd -batch "$part" >> "$out" 2> "$4" && return
  done
}

# One transaction: all of the file or nothing. A line that deletes a missing object is dropped, and the rest is retried.
tool_nft() {
  while :; do
    nft -f "$1" > /dev/null 2> "$4" && return
    line=$(sed -n "s|^$1:\([0-9][0-9]*\):.*|\1|p" "$4" | head -n 1)
    { [ -n "$line" ] && [ -e "$1.soft" ] && grep -qx "$line" "$1.soft" && grep -Eq "$absent|does not exist" "$4"; } || break
    sed "${line}s/.*/# gone/" "$1" > "$1.rest" && mv "$1.rest" "$1"
  done
  sed -i '/^ *^*$/d; s/^.*: Error: //; /^Error: /s///; /^[a-z]* [a-z]* [a-z]* netweft/d' "$4"
  fail "$1" "${line:-0}" "$4"
}
