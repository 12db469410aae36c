# shellcheck shell=sh
# The way back itself. The host may be anywhere between before and after the change, so each line is tried: what is there already, or gone, is
# as it should be, and after a failure the next line follows.

# go_back ID BY: does the work in "$d", and leaves a report. Under the lock.
go_back() {
  : > "$d/failures"
  read_count
  write_count $((count + 1))
  note_run "$2, whose change was not confirmed"
  [ ! -e "$d/plan" ] || while read -r where what file; do
    if [ "$where" = side ]; then
      while read -r tool file netns; do try "$tool" "$file" "$netns"; done < "$d/$what"
    else
      try "$what" "$file" -
    fi
  done < "$d/plan"
  settle_names > "$d/said" 2>&1
  write_count $((count + 2))
  { echo "$1 $(date -u +%Y-%m-%dT%H:%M:%SZ) $2"; sed 's/^/- /' "$d/failures"; } > "$here.returned.new"
  mv "$here.returned.new" "$here.returned"
  rm -f "$d/armed"
}

# try TOOL FILE NETNS
try() {
  tried=$2
  while :; do
    rm -f "$d/failed"
    run "$1" "$tried" "$3" "$d/out.back" "$d/err.back" > "$d/said" 2>&1 && return
    line=$(sed -n 's/^@failed [^ ]* \([0-9]*\)$/\1/p' "$d/said" | head -n 1)
    try_failed "$tried" "${line:-0}"
    if [ "${line:-0}" = 0 ]; then try_each "$1" "$tried" "$3"; return; fi
    # A transaction that failed did nothing; of other files the lines in front are done.
    if [ "$1" = nft ]; then sed "${line}d" "$d/$tried" > "$d/$2.next"
    else tail -n "+$((line + 1))" "$d/$tried" > "$d/$2.next"; fi
    mv "$d/$2.next" "$d/$2.part"
    tried=$2.part
    [ -s "$d/$tried" ] || return
  done
}

# try_each TOOL FILE NETNS: where the failing line is not known, one by one.
try_each() {
  n=0
  total=$(grep -c '' "$d/$2")
  [ "$total" -gt 1 ] || return
  while [ "$n" -lt "$total" ]; do
    n=$((n + 1))
    sed -n "${n}p" "$d/$2" > "$d/$2.one"
    rm -f "$d/failed"
    run "$1" "$2.one" "$3" "$d/out.back" "$d/err.back" > "$d/said" 2>&1 || try_failed "$2.one" 1
  done
}

# try_failed FILE LINE: notes why a line failed, unless the host has the result already.
try_failed() {
  words=$(sed -n 's/^@! *//p' "$d/said" | tr '\n' ' ')
  ! printf '%s' "$words" | grep -Eq "File exists|already exists|$absent" || return 0
  text=
  [ "$2" = 0 ] || text=$(sed -n "${2}p" "$d/$1")
  [ "$2" = 0 ] && [ "$(grep -c '' "$d/$1")" -gt 1 ] || printf '%s: %s\n' "$text" "$words" >> "$d/failures"
}
