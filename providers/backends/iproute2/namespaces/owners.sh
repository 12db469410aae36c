# shellcheck shell=sh
# The record of the namespaces that are ours, in a place that no process inside them can reach: lines NAME INODE TIME MARK,
# then "end". The kernel reuses inode numbers immediately, so the creation time is part of the identity. A name that is being
# created has "- -", and no owner yet.

# Parts of programs of awk that read the record as their last file: they check that it is complete.
# shellcheck disable=SC2016 # awk expands it.
OWNERS_CHECKED='
  $0 == "end" && !ended { ended = 1; next }
  ended || !/^[a-z0-9][a-z0-9_.-]* (- -|[0-9]+ [0-9.]+) netweft:[!-~]+$/ { broken = FNR; exit }'
OWNERS_ENDED='
  if (!ended || broken) {
    print FILENAME " is damaged at line " (broken ? broken : FNR + 1) ". Correct it, or remove it: without it, no namespace of the host counts as Netweft'\''s." > "/dev/stderr"
    exit 1
  }'

# owners: the lines of the record.
owners() {
  [ ! -e "$here.owners" ] || awk "$OWNERS_CHECKED { print } END { $OWNERS_ENDED }" "$here.owners"
}

# existing FILE...: NAME INODE TIME of the namespaces that exist, of those whose names begin the lines of the files.
existing() {
  names=
  for each; do
    while read -r name rest; do
      case $name in '' | *[!a-z0-9_.-]*) continue ;; esac
      [ ! -e "/run/netns/$name" ] || names="$names $name"
    done < "$each" || return
  done
  # shellcheck disable=SC2086 # Several words.
  [ -z "$names" ] || ( cd /run/netns && exec stat -L -c '%n %i %.9Z' -- $names )
}

# begin FILE: records the names that are free. A name without a namespace behind it is the remnant of a program killed while
# creating one. Sets free to their names, each between spaces.
begin() {
  free=' '
  births=
  while read -r name rest; do
    is_gone "$name" || continue
    if [ -e "/run/netns/$name" ] || [ -L "/run/netns/$name" ]; then rm -f "/run/netns/$name" || return; fi
    free="$free$name "
    births="$births$name - - $REMNANT
"
  done < "$1"
  { owners && printf '%send\n' "$births"; } > "$here.owners.new" && mv "$here.owners.new" "$here.owners"
}

# own FILE: lines NAME MARK for namespaces that become ours, NAME - for those that no longer are. Other records are kept if their
# namespace still exists.
own() {
  record=$here.owners
  [ -e "$record" ] || { record=$d/no.owners && echo end > "$record"; } || return
  existing "$1" "$record" > "$d/spaces" && awk '
    part == 1 { there[$1] = $2 " " $3; next }
    part == 2 { mark[$1] = $2; next }'"$OWNERS_CHECKED"'
    $1 in mark { next }
    $2 == "-" || there[$1] == $2 " " $3
    END {'"$OWNERS_ENDED"'
      for (name in mark) if (mark[name] != "-" && name in there) print name, there[name], mark[name]
      print "end"
    }' part=1 "$d/spaces" part=2 "$1" part=3 "$record" > "$here.owners.new" && mv "$here.owners.new" "$here.owners"
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
  number=0
  while read -r name rest; do
    number=$((number + 1))
    case $free in *" $name "*) ;; *) continue ;; esac
    if [ "$number" -lt "${line:-$((number + 1))}" ]; then echo "$name $REMNANT"; else echo "$name -"; fi
  done < "$1" > "$1.own"
  own "$1.own" 2>> "$4" || { fail "$1" "${line:-1}" "$4"; return; }
  [ -z "$line" ] || fail "$1" "$line" "$4"
}

# A name recorded as being created either has a namespace now, or is free again; then the record is written, and read again.
ask_owners() {
  ask owners
  [ -e "$here.owners" ] || { say @absent; return; }
  say_owners 2> "$d/why"
  ended $? "$d/why"
}
say_owners() {
  : > "$d/births" && shown_owners && [ ! -s "$d/births" ] && return
  [ -s "$d/births" ] && own "$d/births" && ask owners && shown_owners
}
# few_owners: the input, if it is a whole record of a few namespaces that all exist; else it fails and prints nothing.
few_owners() {
  said=
  left=20
  while IFS= read -r entry; do
    if [ "$entry" = end ]; then
      ! IFS= read -r entry && [ -z "$entry" ] && printf '%s>end\n' "$said"
      return
    fi
    inode=${entry#* }
    time=${inode#* }
    mark=${time#* }
    inode=${inode%% *}
    time=${time%% *}
    [ "$entry" = "${entry%% *} $inode $time $mark" ] && [ "$left" -gt 0 ] || return
    case ${entry%% *} in '' | [!a-z0-9]* | *[!a-z0-9_.-]*) return 1 ;; esac
    case $inode in '' | *[!0-9]*) return 1 ;; esac
    case $time in '' | *[!0-9.]*) return 1 ;; esac
    case ${mark#netweft:} in "$mark" | '' | *[!!-~]*) return 1 ;; esac
    said="$said>$entry
"
    left=$((left - 1))
  done
  return 1
}
shown_owners() {
  { few_owners < "$here.owners"; } 2> /dev/null && return
  awk -v births="$d/births" "$OWNERS_CHECKED"'
    $2 == "-" { print $1, $4 > births }
    { print ">" $0 }
    END {'"$OWNERS_ENDED"'
      print ">end"
    }' "$here.owners"
}
