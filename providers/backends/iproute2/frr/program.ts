/**
 * BGP by FRR, configured and read through its shell, vtysh. Only the running configuration is changed, never FRR's files.
 *
 * FRR keeps no comments, so our part is what is in the peer group `netweft`. One awk program parses the running
 * configuration for observations as well as for changes: ours, ours with lines that we do not write, and foreign. A change reads
 * it first, so that it only adds to what exists, and deletes only what is ours.
 */
import { ANOTHER_ASN, FOREIGN_NEIGHBOR, NO_BGP } from "../../../../lib/kernel/refused";

/**
 * Parses the BGP process of the host in a running configuration; those of VRFs have more words behind their number. Prints
 *
 *     process ASN ROUTER-ID|- ours|altered|- others|evpn|-
 *     neighbor ADDRESS ASN SOURCE|- client|- ours|altered|foreign
 *
 * `evpn`: foreign neighbors exchange EVPN routes, too. A line that we would not write makes its neighbor `altered`, or marks
 * the process as shared with others.
 */
const WORDS = String.raw`
function note(address) { if (!(address in known)) { known[address]; order[++peers] = address } }

/^router bgp [0-9]+$/ { inside = 1; asn = $3; next }
/^[^ ]/ { inside = 0 }
!inside { next }
{ sub(/^ +/, "") }
$0 == "!" { next }
$0 == "exit-address-family" { family = ""; next }
$1 == "address-family" { family = $2 " " $3; next }
family == "" && $1 " " $2 == "bgp router-id" { id = $3; next }
family == "" && $0 == "no bgp default ipv4-unicast" { quiet = 1; next }
family == "l2vpn evpn" && $0 == "advertise-all-vni" { all = 1; next }

family == "" && $0 == "neighbor netweft peer-group" { group = 1; next }
family == "" && $0 == "neighbor netweft timers 3 9" { parts++; next }
family == "" && $0 == "neighbor netweft timers connect 5" { parts++; next }
family == "l2vpn evpn" && $0 == "neighbor netweft activate" { parts++; next }
family == "ipv4 unicast" && $0 == "no neighbor netweft activate" { next }
$1 == "neighbor" && $2 == "netweft" || $1 == "no" && $2 == "neighbor" && $3 == "netweft" { altered = 1; next }

$1 == "neighbor" {
  note($2)
  if (family == "" && $3 == "remote-as") as[$2] = $4
  else if (family == "" && $3 == "peer-group" && $4 == "netweft") member[$2]
  else if (family == "" && $3 == "update-source") source[$2] = $4
  else if (family == "l2vpn evpn" && $3 == "route-reflector-client") client[$2]
  else more[$2]
  if (family == "l2vpn evpn") speaks[$2]
  next
}
$1 == "no" && $2 == "neighbor" { note($3); more[$3]; next }
{ others = 1; if (family == "l2vpn evpn") theirs = 1 }

END {
  if (asn == "") exit
  for (i = 1; i <= peers; i++) if (!(order[i] in member)) { others = 1; if (order[i] in speaks) theirs = 1 }
  state = "-"
  if (group) state = !altered && all && parts == 3 ? "ours" : "altered"
  else if (all && quiet && !others) state = "altered"
  if (state == "-" && !others) others = 1
  print "process", asn, id == "" ? "-" : id, state, theirs ? "evpn" : others ? "others" : "-"
  for (i = 1; i <= peers; i++) {
    address = order[i]
    state = !(address in member) ? "foreign" : address in more ? "altered" : "ours"
    print "neighbor", address, address in as ? as[address] : "-", address in source ? source[address] : "-", address in client ? "client" : "-", state
  }
}`;

/**
 * Turns the current state and the changes into lines for vtysh, each prefixed with the number of its input line. At a change
 * that must not be made it stops, with "!" and the reason.
 */
const LINES = String.raw`
function emit(text) { print FNR, text }
function stop(text) { print FNR, "! " text; exit }
function enter() { emit("router bgp " asn) }
function within(family, text) { emit("address-family " family); emit(text); emit("exit-address-family") }

FNR == NR && $1 == "process" { asn = $2; ours = $4 != "-"; others = $5; next }
FNR == NR { if ($6 == "foreign") foreign[$2]; else here[$2]; next }

$1 == "process" {
  if (asn != "" && asn != $2) stop("${ANOTHER_ASN} " asn)
  fresh = asn == ""
  asn = $2
  ours = 1
  enter()
  emit("bgp router-id " $3)
  if (fresh) emit("no bgp default ipv4-unicast")
  emit("neighbor netweft peer-group")
  emit("neighbor netweft timers 3 9")
  emit("neighbor netweft timers connect 5")
  if (!fresh) within("ipv4 unicast", "no neighbor netweft activate")
  within("l2vpn evpn", "neighbor netweft activate")
  within("l2vpn evpn", "advertise-all-vni")
}

$1 == "noprocess" && ours {
  if (others == "-" || others == "") { emit("no router bgp " asn); asn = "" }
  else {
    enter()
    emit("no neighbor netweft peer-group")
    if (others != "evpn") within("l2vpn evpn", "no advertise-all-vni")
  }
  ours = 0
  split("", here)
}

$1 == "neighbor" {
  if (!ours) stop("${NO_BGP}")
  if ($2 in foreign) stop("${FOREIGN_NEIGHBOR} " $2)
  enter()
  emit("neighbor " $2 " remote-as " $3)
  emit("neighbor " $2 " peer-group netweft")
  emit(($4 == "-" ? "no neighbor " $2 " update-source" : "neighbor " $2 " update-source " $4))
  within("l2vpn evpn", ($5 == "client" ? "" : "no ") "neighbor " $2 " route-reflector-client")
  here[$2]
}

$1 == "noneighbor" && ($2 in here) {
  enter()
  emit("no neighbor " $2)
  delete here[$2]
}`;

export const frr = String.raw`
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
frr_words() { awk '${WORDS}'; }

frr_is_up() { grep -q '^ .*zebra' "$1" && grep -q '^ .*bgpd' "$1"; }

# Lines: process ASN ID, noprocess, neighbor ADDRESS ASN SOURCE|- client|-, noneighbor ADDRESS. vtysh continues after a line
# that fails, and prints nothing at all if no daemon runs.
tool_frr() {
  : > "$4"
  frr_running > "$1.running" 2> "$1.why"
  sed -n 1p "$1.running" > "$1.daemons"
  frr_is_up "$1.daemons" || { echo "${NO_BGP}: vtysh reaches no zebra and bgpd." > "$4"; fail "$1" 1 "$4"; return; }
  grep -qx end "$1.running" && frr_words < "$1.running" > "$1.there" || { echo "vtysh does not show the running configuration." > "$4"; fail "$1" 1 "$4"; return; }
  { cat "$1.there"; [ -s "$1.there" ] || echo nothing; } > "$1.before"
  awk '${LINES}' "$1.before" "$1" > "$1.lines" || { fail "$1" 0 "$4"; return; }
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
  fail "$1" "\${line:-0}" "$4"
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
`;
