# shellcheck shell=sh
# The record of the namespaces that are ours, in a place that no process inside them can reach: lines NAME INODE TIME MARK,
# then "end". The kernel reuses inode numbers immediately, so the creation time is part of the identity. A name that is being
# created has "- -", and no owner yet.

# owners: the lines of the record, after checking that it is complete.
owners() {
  [ -e "$here.owners" ] || return 0
  awk '
    $0 == "end" && !ended { ended = 1; next }
    ended || !/^[a-z0-9][a-z0-9_.-]* (- -|[0-9]+ [0-9.]+) netweft:[!-~]+$/ { broken = NR; exit }
    { print }
    END {
      if (ended && !broken) exit 0
      print FILENAME " is damaged at line " (broken ? broken : NR + 1) ". Correct it, or remove it: without it, no namespace of the host counts as Netweft'\''s." > "/dev/stderr"
      exit 1
    }' "$here.owners"
}

# existing FILE: NAME INODE TIME of the namespaces that exist, of those whose names begin the lines of a file.
existing() {
  while read -r name rest; do
    [ ! -e "/run/netns/$name" ] || echo "$name"
  done < "$1" > "$d/existing" || return
  [ ! -s "$d/existing" ] || ( cd /run/netns && xargs stat -L -c '%n %i %.9Z' < "$d/existing" )
}

# begin FILE: records the names that are free. A name without a namespace behind it is the remnant of a program killed while
# creating one.
begin() {
  while read -r name rest; do
    is_gone "$name" || continue
    rm -f "/run/netns/$name" || return
    echo "$name - - $REMNANT"
  done < "$1" > "$1.births" && owners > "$d/owners" || return
  { cat "$d/owners" "$1.births" && echo end; } > "$here.owners.new" && mv "$here.owners.new" "$here.owners"
}

# own FILE: lines NAME MARK for namespaces that become ours, NAME - for those that no longer are. Other records are kept if their
# namespace still exists.
own() {
  owners > "$d/owners" && cat "$1" "$d/owners" > "$d/subjects" && existing "$d/subjects" > "$d/spaces" && awk '
    part == 1 { there[$1] = $2 " " $3; next }
    part == 2 { mark[$1] = $2; next }
    $1 in mark { next }
    $2 == "-" || there[$1] == $2 " " $3
    END {
      for (name in mark) if (mark[name] != "-" && name in there) print name, there[name], mark[name]
      print "end"
    }' part=1 "$d/spaces" part=2 "$1" part=3 "$d/owners" > "$here.owners.new" && mv "$here.owners.new" "$here.owners"
}

# Lines: NAME MARK, NAME -
tool_netns_own() { own "$1" 2> "$4" || fail "$1" 1 "$4"; }

# births MAKE FILE NETNS OUT ERR: creates namespaces whose names begin the lines of a file. Records of those that were not
# created are removed: another program's namespace may have that name. MAKE sets "line" to the failing line, 0 if unknown.
births() {
  make=$1
  shift
  begin "$1" 2> "$4" || { fail "$1" 1 "$4"; return; }
  "$make" "$@" && line=
  [ "$line" != 0 ] || { fail "$1" 0 "$4"; return; }
  awk -v line="$line" -v remnant="$REMNANT" 'NR == FNR { birth[$1]; next } $1 in birth { print $1, line == "" || FNR < line ? remnant : "-" }' \
    "$1.births" "$1" > "$1.own"
  own "$1.own" 2>> "$4" || { fail "$1" "${line:-1}" "$4"; return; }
  [ -z "$line" ] || fail "$1" "$line" "$4"
}

# settle_births: from the lines of the record in the file "owners".
settle_births() {
  : > "$d/births" || return
  while read -r name inode rest; do
    [ "$inode" != - ] || echo "$name ${rest#- }"
  done < "$d/owners" > "$d/births"
  [ ! -s "$d/births" ] || own "$d/births"
}

# A name recorded as being created either has a namespace now, or is free again.
ask_owners() {
  ask owners
  [ -e "$here.owners" ] || { say @absent; return; }
  { owners > "$d/owners" && settle_births && sed 's/^/>/' "$here.owners"; } 2> "$d/why"
  ended $? "$d/why"
}
