/** The tables of iptables, and the foreign ones of nft: rules that we put into them, and what is asked about them. */
export const iptables = String.raw`
# iptables_program FAMILY nft|legacy SUFFIX: the program that speaks to these tables, under whichever of its names.
iptables_program() {
  case $1 in ip6*) program=ip6tables ;; *) program=iptables ;; esac
  for candidate in "$program-$2$3" "$program$3"; do
    case $("$candidate" -V 2>/dev/null) in
      '') continue ;;
      *nf_tables*) speaks=nft ;;
      *) speaks=legacy ;;
    esac
    [ "$speaks" = "$2" ] && { echo "$candidate"; return; }
  done
  return 1
}

# Lines: add|del FAMILY CHAIN LINK in|out MARK. A rule in front of all others; one that is there is not added again.
tool_iptables() {
  line=0
  while read -r verb family chain dev direction mark; do
    line=$((line + 1))
    case $family in *-legacy) tables=legacy ;; *) tables=nft ;; esac
    rules=$(iptables_program "$family" "$tables" '') || {
      echo "There is no iptables program for these tables (its name would end in -$tables)." > "$4"
      fail "$1" "$line" "$4"
      return
    }
    iptables_rule "$verb" "$rules" "$chain" "$dev" "$direction" "$mark" 2> "$4" || { fail "$1" "$line" "$4"; return; }
  done < "$1"
}

iptables_rule() {
  [ "$5" = in ] && side=-i || side=-o
  has() { "$1" -w 10 -C "$2" "$side" "$3" -m comment --comment "$4" -j ACCEPT 2>/dev/null; }
  if [ "$1" = add ]; then
    has "$2" "$3" "$4" "$6" || "$2" -w 10 -I "$3" "$side" "$4" -m comment --comment "$6" -j ACCEPT
    return
  fi
  copies=0
  while [ "$copies" -lt 10 ] && has "$2" "$3" "$4" "$6"; do
    copies=$((copies + 1))
    "$2" -w 10 -D "$3" "$side" "$4" -m comment --comment "$6" -j ACCEPT || return
  done
}

# Foreign tables that look at forwarded packets. nft knows all but those of the older iptables; iptables shows of its own
# rules what nft does not. Nothing is asked that would make the kernel create a table or load one.
ask_policies() {
  : > "$d/forward"
  if command -v nft >/dev/null 2>&1; then
    nft list chains 2>/dev/null | awk '$1 == "table" { table = $2 " " $3 } / hook forward / && table != "inet netweft" { print table }' | sort -u > "$d/forward"
  fi
  while read -r family table; do say "@ruleset $(nft -j list table "$family" "$table" 2>/dev/null)"; done < "$d/forward"
  for family in ip ip6; do
    grep -qx "$family filter" "$d/forward" && ask_iptables "$family" nft
    grep -qx filter "/proc/net/$family""_tables_names" 2>/dev/null && ask_iptables "$family-legacy" legacy
  done
}

ask_iptables() {
  saves=$(iptables_program "$1" "$2" -save) || return 0
  "$saves" -t filter 2>/dev/null | sed "s/^/@iptables $1 /"
}
`;
