# shellcheck shell=sh
# Deletes conntrack entries. Filters without a match cost one listing of the table for all of them; the others go to one
# process if conntrack supports batches (since 1.4.7), and otherwise to one process each.

# flows_of FILE: the host's addresses, then the entries of the table in the families of the file's filters.
flows_of() {
  grep -q ' -d host' "$1" && ip -o addr show | awk '{ sub("/.*", "", $4); print "host", $4 }'
  for family in ipv4 ipv6; do
    grep -q "^-f $family" "$1" || continue
    conntrack -L -f "$family" -o extended || echo unreadable
  done
}

# Lines: filters. An entry that matches nothing, or has ended in the meantime, is not an error.
tool_conntrack() {
  flows_of "$1" 2> "$4" | awk "$CONNTRACK_SIEVE" "$1" - > "$1.found" || { fail "$1" 0 "$4"; return; }
  [ -s "$1.found" ] || return 0
  sed 's/^[0-9]* /-D /' "$1.found" > "$1.load"
  conntrack -R "$1.load" > /dev/null 2>&1 || flows_one_by_one "$@"
}

# Fallback after any failure of the batch: entries that it has deleted are no longer found.
flows_one_by_one() {
  while read -r line filter; do
    set -f
    # shellcheck disable=SC2086 # Several words; globbing is off.
    conntrack -D $filter > /dev/null 2> "$4"
    ended=$?
    set +f
    [ "$ended" = 0 ] || grep -q ' 0 flow entries' "$4" || { fail "$1" "$line" "$4"; return; }
  done < "$1.found"
}
