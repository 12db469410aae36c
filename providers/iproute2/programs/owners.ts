import { REMNANT } from "../../../lib/kernel/mark";

/** A line of the record, for awk. */
const RECORDED = "^[a-z0-9][a-z0-9_.-]* (- -|[0-9]+ [0-9.]+) netweft:[!-~]+$";

/**
 * The record of the namespaces that are ours, where none of their inhabitants can reach it: lines NAME INODE TIME MARK, then
 * `end`. The kernel gives the number of an inode again at once, so the time at which that was made belongs to it. A name
 * that is about to be created has `- -`, and no owner yet.
 */
export const owners = String.raw`
# owners: the lines of the record, once it is seen to be whole.
owners() {
  [ -e "$here.owners" ] || return 0
  awk '
    $0 == "end" && !ended { ended = 1; next }
    ended || !/${RECORDED}/ { broken = NR; exit }
    { print }
    END {
      if (ended && !broken) exit 0
      print FILENAME " is damaged at line " (broken ? broken : NR + 1) ". Correct it, or remove it: then no namespace of the host is Netweft'\''s any more." > "/dev/stderr"
      exit 1
    }' "$here.owners"
}

# existing FILE: NAME INODE TIME of the namespaces that there are, of those whose names begin the lines of a file.
existing() {
  while read -r name rest; do
    [ ! -e "/run/netns/$name" ] || echo "$name"
  done < "$1" > "$d/existing" || return
  [ ! -s "$d/existing" ] || ( cd /run/netns && xargs stat -L -c '%n %i %.9Z' < "$d/existing" )
}

# begin FILE: puts the names on record that nothing has yet. One without a namespace behind it is what is left of a program that
# died while it created one.
begin() {
  while read -r name rest; do
    is_gone "$name" || continue
    rm -f "/run/netns/$name" || return
    echo "$name - - ${REMNANT}"
  done < "$1" > "$1.births" && owners > "$d/owners" || return
  { cat "$d/owners" "$1.births" && echo end; } > "$here.owners.new" && mv "$here.owners.new" "$here.owners"
}

# own FILE: lines NAME MARK of namespaces that are ours from now on, NAME - of those that are no more. Of the others those stay
# on record that are still there.
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
tool_own() { own "$1" 2> "$4" || fail "$1" 1 "$4"; }

# births MAKE FILE NETNS OUT ERR: has namespaces made whose names begin the lines of a file. What was not made goes off the
# record again: there may be another program's namespace of that name. MAKE leaves in "line" where it failed, 0 where that is not known.
births() {
  make=$1
  shift
  begin "$1" 2> "$4" || { fail "$1" 1 "$4"; return; }
  "$make" "$@" && line=
  [ "$line" != 0 ] || { fail "$1" 0 "$4"; return; }
  awk -v line="$line" 'NR == FNR { birth[$1]; next } $1 in birth { print $1, line == "" || FNR < line ? "${REMNANT}" : "-" }' \
    "$1.births" "$1" > "$1.own"
  own "$1.own" 2>> "$4" || { fail "$1" "\${line:-1}" "$4"; return; }
  [ -z "$line" ] || fail "$1" "$line" "$4"
}

# What is on record as about to be created was made, or it was not: then the name is free.
ask_owners() {
  ask owners
  [ -e "$here.owners" ] || { say @absent; return; }
  { owners > "$d/owners" && awk '$2 == "-" { print $1, $4 }' "$d/owners" > "$d/births" && { [ ! -s "$d/births" ] || own "$d/births"; } &&
    sed 's/^/>/' "$here.owners"; } 2> "$d/why"
  ended $? "$d/why"
}
`;
