# shellcheck shell=sh
# Policy rules. ip takes the family of a rule from its own options.

tool_ip6() { batch 'ip -6' "$absent" "$1.out" "$@"; }

tool_rules() {
  {
    ask rules "$2"
    rules "$2" "$4"
    ended_in "$2" $? "$4"
  } >> "$3"
}

# rules NETNS ERR: two lines, those of IPv4 and those of IPv6. A kernel without a family, or without policy rules, has none.
rules() {
  for family in 4 6; do
    if in_netns "$1" ip -N -j "-$family" rule show > "$2.rules" 2> "$2"; then cat "$2.rules" || return
    elif lacks "$2"; then say '[]'
    else return 1; fi
  done
}
