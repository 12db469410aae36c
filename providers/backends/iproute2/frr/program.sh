# shellcheck shell=sh
# BGP by FRR, configured and read through its shell, vtysh. Only the running configuration is changed, never FRR's files.
#
# FRR keeps no comments, so our part is what is in the peer group "netweft". One awk program parses the running
# configuration for observations as well as for changes: ours, ours with lines that we do not write, and foreign. A change reads
# it first, so that it only adds to what exists, and deletes only what is ours.

# frr ARGUMENT...: FRR's shell. A host that is a namespace has its own daemons, identified by their pathspace.
frr() {
  space=-
  [ ! -e "$d/pathspace" ] || read -r space < "$d/pathspace"
  if [ "$space" = - ]; then vtysh "$@"; else vtysh -N "$space" "$@"; fi
}

# frr_running COMMAND...: the running configuration and the output of the commands. The first line lists the daemons.
frr_running() {
  for show in 'show running-config bgpd no-header' 'show daemons'; do set -- -c "$show" "$@"; done
  frr "$@"
}

# frr_words: parses the configuration in the output of frr_running.
frr_words() { awk "$FRR_WORDS"; }

frr_is_up() { grep -q '^ .*zebra' "$1" && grep -q '^ .*bgpd' "$1"; }

# Lines: process ASN ID, noprocess, neighbor ADDRESS ASN SOURCE|- client|-, noneighbor ADDRESS. vtysh continues after a line
# that fails, and prints nothing at all if no daemon runs.
tool_frr() {
  : > "$4"
  frr_running > "$1.running" 2> "$1.why"
  sed -n 1p "$1.running" > "$1.daemons"
  frr_is_up "$1.daemons" || { echo "$NO_BGP: vtysh reaches no zebra and bgpd." > "$4"; fail "$1" 1 "$4"; return; }
  { grep -qx end "$1.running" && frr_words < "$1.running" > "$1.there"; } || { echo "vtysh does not show the running configuration." > "$4"; fail "$1" 1 "$4"; return; }
  { cat "$1.there"; [ -s "$1.there" ] || echo nothing; } > "$1.before"
  awk -v another_asn="$ANOTHER_ASN" -v no_bgp="$NO_BGP" -v foreign_neighbor="$FOREIGN_NEIGHBOR" "$FRR_LINES" "$1.before" "$1" > "$1.lines" || { fail "$1" 0 "$4"; return; }
  sed '/^[0-9]* !/d; s/^[0-9]* //' "$1.lines" > "$1.vtysh"
  if [ -s "$1.vtysh" ] && ! frr -f "$1.vtysh" > "$1.said" 2> "$4" || grep -q '^line [0-9]*: ' "$4"; then
    line=$(sed -n 's/^line \([0-9]*\): .*/\1/p' "$4" | head -n 1)
    if [ -s "$1.said" ]; then grep . "$1.said" | head -n 1 > "$4"; else sed -i '/^line /!d; s/^line [0-9]*: //' "$4"; fi
    [ -z "$line" ] || line=$(sed -n "$line"'s/ .*//p' "$1.lines")
  else
    line=$(sed -n 's/^\([0-9]*\) !.*/\1/p' "$1.lines")
    [ -n "$line" ] || return 0
    sed -n 's/^[0-9]* ! //p' "$1.lines" > "$4"
  fi
  fail "$1" "${line:-0}" "$4"
}

# Whether FRR is installed, and its BGP. Lines: the parsed configuration, and behind = the JSON of the commands. vtysh itself
# reports that no daemon runs.
ask_bgp() {
  ask bgp
  command -v vtysh >/dev/null 2>&1 || { say @absent; return; }
  say "@program frr"
  if ! frr_running -c 'show bgp vrfs json' -c 'show bgp l2vpn evpn summary json' > "$d/frr" 2> "$d/why"; then
    frr_is_away "$d/why" "$d/frr"
    return
  fi
  sed -n 1p "$d/frr" > "$d/frr.daemons"
  if ! frr_is_up "$d/frr.daemons" || ! grep -qx end "$d/frr"; then unread "$d/why"; return; fi
  say "@program bgpd"
  { frr_words < "$d/frr" && sed '1,/^end$/d; s/^/=/' "$d/frr"; } > "$d/said" 2> "$d/why" && sed 's/^/>/' "$d/said"
  ended $? "$d/why"
}

# frr_is_away ERR OUT
frr_is_away() {
  cat "$1" "$2" > "$1.all"
  if grep -Eq 'failed to connect to any daemons|is not running' "$1.all"; then say @absent; else unread "$1"; fi
}

# Learned EVPN routes: the VTEPs of a network, and its MAC addresses.
ask_evpn() {
  ask evpn
  command -v vtysh >/dev/null 2>&1 || { say @absent; return; }
  if frr -c 'show evpn vni detail json' -c 'show evpn mac vni all json' > "$d/said" 2> "$d/why"; then
    sed 's/^/>/' "$d/said" 2> "$d/why"
    ended $? "$d/why"
  else frr_is_away "$d/why" "$d/said"; fi
}
