# shellcheck shell=sh
# Policy rules. ip takes the family of a rule from its own options.

tool_ip6() { batch 'ip -6' "$absent" "$1.out" "$@"; }

tool_rules() {
  {
    ask_in rules "$2" || return 0
    rules "$2" "$4"
    ended_in "$2" $? "$4"
  } >> "$3"
}

# rules_of NETNS: sets shown to the rules of the family in family.
rules_of() {
  if [ "$1" = - ]; then shown=$(ip -N -j "-$family" rule show)
  else shown=$(nsenter --net="/run/netns/$1" ip -N -j "-$family" rule show); fi
}

# rules NETNS ERR: two lines, those of IPv4 and those of IPv6. A kernel without a family, or without policy rules, has none.
rules() {
  for family in 4 6; do
    if rules_of "$1" 2> "$2"; then say "$shown"
    elif lacks "$2"; then say '[]'
    else return 1; fi
  done
}
