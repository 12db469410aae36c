# shellcheck shell=sh
# The tables of iptables, and foreign tables of nft: our rules in them, and their observation.

# iptables_program FAMILY nft|legacy SUFFIX: sets rules to the program for these tables, under whichever of its names is
# installed, or to nothing. Fails if a program does not report its variant.
iptables_program() {
  case $1 in ip6*) program=ip6tables ;; *) program=iptables ;; esac
  rules=
  for candidate in "$program-$2$3" "$program$3"; do
    command -v "$candidate" > /dev/null || continue
    version=$("$candidate" -V) || return
    case $version in
      *nf_tables*) speaks=nft ;;
      *v[0-9]*) speaks=legacy ;;
      *) echo "It does not report its version."; return 1 ;;
    esac
    [ "$speaks" != "$2" ] || { rules=$candidate; return; }
  done
}

# Lines: add|del FAMILY CHAIN LINK|- in|out MARK [tcp|udp PORT | icmpv6 TYPE | esp -] [SOURCE]. Inserts a rule at the head of the
# chain, unless it exists.
tool_iptables() {
  line=0
  # shellcheck disable=SC2094 # fail writes another file.
  while read -r verb family chain dev direction mark protocol number source; do
    line=$((line + 1))
    case $family in *-legacy) tables=legacy ;; *) tables=nft ;; esac
    iptables_program "$family" "$tables" '' 2> "$4" || { fail "$1" "$line" "$4"; return; }
    [ -n "$rules" ] || {
      echo "There is no iptables program for these tables (its name would end in -$tables)." > "$4"
      fail "$1" "$line" "$4"
      return
    }
    iptables_rule "$verb" "$rules" "$chain" "$dev" "$direction" "$mark" "$protocol" "$number" "$source" 2> "$4" || { fail "$1" "$line" "$4"; return; }
  done < "$1"
}

iptables_rule() {
  does=$1 tables=$2 in_chain=$3 of_link=$4 comment=$6 from=$9
  [ "$5" = in ] && side=-i || side=-o
  case $7 in
    '') set -- ;;
    icmpv6) set -- -p icmpv6 --icmpv6-type "$8" ;;
    esp) set -- -p esp ;;
    *) set -- -p "$7" --dport "$8" ;;
  esac
  [ "$of_link" = - ] || set -- "$side" "$of_link" "$@"
  [ -z "$from" ] || set -- -s "$from" "$@"
  set -- "$in_chain" "$@" -m comment --comment "$comment" -j ACCEPT
  if [ "$does" = add ]; then
    "$tables" -w 10 -C "$@" 2>/dev/null || "$tables" -w 10 -I "$@"
    return
  fi
  copies=0
  while [ "$copies" -lt 10 ] && "$tables" -w 10 -C "$@" 2>/dev/null; do
    copies=$((copies + 1))
    "$tables" -w 10 -D "$@" || return
  done
}

# Foreign tables with a chain at the forward or input hook. nft shows all but those of iptables-legacy; for iptables-nft,
# iptables shows matches that nft does not. No question makes the kernel create a table or load a module.
ask_policies() {
  : > "$d/forward"
  ask chains
  if command -v nft >/dev/null 2>&1; then ask_chains; else say @absent; fi
  while read -r family table; do ask_ruleset "$family" "$table" < /dev/null; done < "$d/forward"
  for family in ip ip6; do
    ask_iptables "$family" nft
    ask_iptables "$family" legacy
  done
}

# Lines: FAMILY TABLE. The list is complete when its last line closes a table.
ask_chains() {
  tables_listed=
  if nft list chains > "$d/said" 2> "$d/why"; then
    : > "$d/tables" && awk -v tables="$d/tables" '
      /^table [a-z0-9]+ .* \{$/ { table = $2 " " $3; depth++; print "table", table > tables }
      / hook (forward|input) / && table !~ /^(inet|bridge) netweft$/ && !(table in found) { found[table]; print table }
      /^}$/ { depth-- }
      END { if (depth != 0 || NR > 0 && $0 != "}") exit 1 }' "$d/said" 2>> "$d/why" > "$d/forward" && tables_listed=yes &&
      while read -r table; do say ">$table"; done < "$d/forward"
    ended $? "$d/why"
  elif lacks "$d/why"; then say @absent
  else unread "$d/why"; fi
}

ask_ruleset() {
  ask ruleset "$1" "$2"
  nft -j list table "$1" "$2" 2> "$d/why"
  ended $? "$d/why"
}

# ask_iptables ip|ip6 nft|legacy: the filter table, if it exists and a program can show it.
ask_iptables() {
  if [ "$2" = nft ]; then
    ask iptables "$1"
    has_table "$1 filter" "$d/forward"
  else
    ask iptables "$1-legacy"
    has_table filter "/proc/net/$1""_tables_names"
  fi
  case $? in 0) ;; 1) say @absent; return ;; *) unread "$d/why"; return ;; esac
  iptables_program "$1" "$2" -save 2> "$d/why" || { unread "$d/why"; return; }
  [ -n "$rules" ] || { say @absent; return; }
  "$rules" -t filter > "$d/said" 2> "$d/why" && sed 's/^/>/' "$d/said" 2> "$d/why"
  ended $? "$d/why"
}

# has_table NAME FILE: 1 if the file does not contain it, or does not exist.
has_table() {
  [ -e "$2" ] || return 1
  [ -r "$2" ] || { echo "$2 cannot be read." > "$d/why"; return 2; }
  has_line "$1" "$2"
}

# Foreign rules that set firewall marks: "nft FAMILY TABLE CHAIN [prerouting PRIORITY] RULE", "iptables FAMILY TABLE CHAIN RULE". nft does not show all parts of
# a rule of iptables-nft, so iptables shows them where it can.
ask_marks() {
  ask marks
  marks_found > "$d/marks" 2> "$d/why" && sed 's/^/>/' "$d/marks" 2> "$d/why"
  ended $? "$d/why"
}
marks_found() {
  : > "$d/marked"
  if command -v nft > /dev/null 2>&1; then
    if nft -t -y list ruleset > "$d/said"; then marks_of_nft > "$d/marked" || return
    else lacks "$d/why" || return
    fi
  fi
  sed -n 's/^nft \(ip6\{0,1\}\) \(raw\|mangle\|nat\|filter\|security\) .*/\1 \2/p' "$d/marked" | sort -u > "$d/marked.tables" || return
  while read -r family table; do
    iptables_program "$family" nft -save || return
    [ -n "$rules" ] || continue
    { "$rules" -t "$table" > "$d/said" < /dev/null && grep -q "^\*$table\$" "$d/said"; } || continue
    marks_of_iptables "$family" || return
    sed "/^nft $family $table /d" "$d/marked" > "$d/marked.others" && mv "$d/marked.others" "$d/marked" || return
  done < "$d/marked.tables"
  cat "$d/marked"
  for family in ip ip6; do
    { [ -e "/proc/net/${family}_tables_names" ] && [ -n "$(cat "/proc/net/${family}_tables_names")" ]; } || continue
    iptables_program "$family" legacy -save || return
    [ -n "$rules" ] || { echo "There is no iptables-legacy-save to show the tables of iptables-legacy."; return 1; } >&2
    "$rules" > "$d/said" && marks_of_iptables "$family-legacy" || return
  done
}
marks_of_nft() {
  awk '
    /^table [a-z0-9]+ .* \{$/ { table = $2 " " $3; ours = $3 == "netweft"; depth++ }
    /^\tchain .* \{$/ { chain = $2 }
    /^\t\ttype [a-z]+ hook prerouting priority -?[0-9]+;/ { chain = chain " prerouting " $6 + 0 }
    / mark set |xt target "(CONN)?MARK"/ && !ours { sub(/^\t+/, ""); print "nft", table, chain, $0 }
    /^}$/ { depth-- }
    END { if (depth != 0 || NR > 0 && $0 != "}") exit 1 }' "$d/said"
}

# marks_of_iptables FAMILY: of the output of iptables-save.
marks_of_iptables() {
  awk -v family="$1" '
    /^\*/ { table = substr($0, 2); depth++ }
    /^COMMIT$/ { depth-- }
    /^-A .* -j (CONN)?MARK( |$)|^-A [^ ]+ -j (CONN)?MARK( |$)/ { chain = $2; sub(/^-A [^ ]+ /, ""); print "iptables", family, table, chain, $0 }
    END { if (depth != 0) exit 1 }' "$d/said"
}
