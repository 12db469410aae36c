/**
 * BGP by FRR, told and read through its own shell, vtysh. What runs is all that is touched; nothing is written to its files.
 *
 * FRR keeps no comments, so what is ours is what is in the peer group `netweft`. One process of awk takes what runs apart
 * into words, for the look as well as for the work: ours, ours with lines that are not as we write them, and everybody
 * else's. The work looks first, so that it adds to what is there, and takes away nothing but what is ours.
 */
import { ANOTHER_ASN, FOREIGN_NEIGHBOR, NO_BGP } from "../../../lib/kernel/refused";

/**
 * The process of the host in a running configuration; those of VRFs have more words behind their number. Says
 *
 *     process ASN ROUTER-ID|- ours|altered|- others|evpn|-
 *     neighbor ADDRESS ASN SOURCE|- client|- ours|altered|foreign
 *
 * `evpn`: the others exchange routes of EVPN, too. Every line that we would not write makes what it is about `altered`, or
 * the process one of others, too.
 */
const WORDS = String.raw`
function person(who) { if (!(who in known)) { known[who]; order[++people] = who } }

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
  person($2)
  if (family == "" && $3 == "remote-as") as[$2] = $4
  else if (family == "" && $3 == "peer-group" && $4 == "netweft") member[$2]
  else if (family == "" && $3 == "update-source") source[$2] = $4
  else if (family == "l2vpn evpn" && $3 == "route-reflector-client") client[$2]
  else more[$2]
  if (family == "l2vpn evpn") speaks[$2]
  next
}
$1 == "no" && $2 == "neighbor" { person($3); more[$3]; next }
{ others = 1; if (family == "l2vpn evpn") theirs = 1 }

END {
  if (asn == "") exit
  for (i = 1; i <= people; i++) if (!(order[i] in member)) { others = 1; if (order[i] in speaks) theirs = 1 }
  state = "-"
  if (group) state = !altered && all && parts == 3 ? "ours" : "altered"
  else if (all && quiet && !others) state = "altered"
  if (state == "-" && !others) others = 1
  print "process", asn, id == "" ? "-" : id, state, theirs ? "evpn" : others ? "others" : "-"
  for (i = 1; i <= people; i++) {
    who = order[i]
    state = !(who in member) ? "foreign" : who in more ? "altered" : "ours"
    print "neighbor", who, who in as ? as[who] : "-", who in source ? source[who] : "-", who in client ? "client" : "-", state
  }
}`;

/**
 * Makes lines for vtysh, each behind the number of the line that it is for, out of what is there and what is to be done. At
 * what must not be done it ends, with "!" and why.
 */
const LINES = String.raw`
function tell(text) { print FNR, text }
function stop(text) { print FNR, "! " text; exit }
function enter() { tell("router bgp " asn) }
function within(family, text) { tell("address-family " family); tell(text); tell("exit-address-family") }

FNR == NR && $1 == "process" { asn = $2; ours = $4 != "-"; others = $5; next }
FNR == NR { if ($6 == "foreign") foreign[$2]; else here[$2]; next }

$1 == "process" {
  if (asn != "" && asn != $2) stop("${ANOTHER_ASN} " asn)
  fresh = asn == ""
  asn = $2
  ours = 1
  enter()
  tell("bgp router-id " $3)
  if (fresh) tell("no bgp default ipv4-unicast")
  tell("neighbor netweft peer-group")
  tell("neighbor netweft timers 3 9")
  tell("neighbor netweft timers connect 5")
  if (!fresh) within("ipv4 unicast", "no neighbor netweft activate")
  within("l2vpn evpn", "neighbor netweft activate")
  within("l2vpn evpn", "advertise-all-vni")
}

$1 == "noprocess" && ours {
  if (others == "-" || others == "") { tell("no router bgp " asn); asn = "" }
  else {
    enter()
    tell("no neighbor netweft peer-group")
    if (others != "evpn") within("l2vpn evpn", "no advertise-all-vni")
  }
  ours = 0
  split("", here)
}

$1 == "neighbor" {
  if (!ours) stop("${NO_BGP}")
  if ($2 in foreign) stop("${FOREIGN_NEIGHBOR} " $2)
  enter()
  tell("neighbor " $2 " remote-as " $3)
  tell("neighbor " $2 " peer-group netweft")
  tell(($4 == "-" ? "no neighbor " $2 " update-source" : "neighbor " $2 " update-source " $4))
  within("l2vpn evpn", ($5 == "client" ? "" : "no ") "neighbor " $2 " route-reflector-client")
  here[$2]
}

$1 == "noneighbor" && ($2 in here) {
  enter()
  tell("no neighbor " $2)
  delete here[$2]
}`;

export const frr = String.raw`
# frr ARGUMENT...: FRR's shell. A host that is a namespace has daemons of its own, which are found by its name.
frr() {
  space=-
  [ ! -e "$d/pathspace" ] || read -r space < "$d/pathspace"
  if [ "$space" = - ]; then vtysh "$@"; else vtysh -N "$space" "$@"; fi
}

# frr_running COMMAND...: what runs, and what the commands show. The first line says which daemons there are.
frr_running() {
  for show in 'show running-config bgpd no-header' 'show daemons'; do set -- -c "$show" "$@"; done
  frr "$@"
}

# frr_words: words for the configuration in what frr_running prints.
frr_words() { awk '${WORDS}'; }

frr_is_up() { grep -q '^ .*zebra' "$1" && grep -q '^ .*bgpd' "$1"; }

# Lines: process ASN ID, noprocess, neighbor ADDRESS ASN SOURCE|- client|-, noneighbor ADDRESS. vtysh goes on after a line
# that fails, and says nothing at all when there is nobody to tell it to.
tool_frr() {
  : > "$4"
  frr_running > "$1.running" 2> "$1.why"
  sed -n 1p "$1.running" > "$1.daemons"
  frr_is_up "$1.daemons" || { echo "${NO_BGP}: vtysh reaches no zebra and bgpd." > "$4"; fail "$1" 1 "$4"; return; }
  grep -qx end "$1.running" && frr_words < "$1.running" > "$1.there" || { echo "vtysh does not say what runs." > "$4"; fail "$1" 1 "$4"; return; }
  { cat "$1.there"; [ -s "$1.there" ] || echo nothing; } > "$1.before"
  awk '${LINES}' "$1.before" "$1" > "$1.told" || { fail "$1" 0 "$4"; return; }
  sed '/^[0-9]* !/d; s/^[0-9]* //' "$1.told" > "$1.vtysh"
  if [ -s "$1.vtysh" ] && ! frr -f "$1.vtysh" > "$1.said" 2> "$4" || grep -q '^line [0-9]*: ' "$4"; then
    line=$(sed -n 's/^line \([0-9]*\): .*/\1/p' "$4" | head -n 1)
    if [ -s "$1.said" ]; then grep . "$1.said" | head -n 1 > "$4"; else sed -i '/^line /!d; s/^line [0-9]*: //' "$4"; fi
    [ -z "$line" ] || line=$(sed -n "$line"'s/ .*//p' "$1.told")
  else
    line=$(sed -n 's/^\([0-9]*\) !.*/\1/p' "$1.told")
    [ -n "$line" ] || return 0
    sed -n 's/^[0-9]* ! //p' "$1.told" > "$4"
  fi
  fail "$1" "\${line:-0}" "$4"
}

# Whether there is FRR, and what its BGP is. Lines: words, and behind = the documents that the commands show. That no daemon
# is there is vtysh's to say.
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

# What was learned: who belongs to a network, and where its hardware addresses are.
ask_evpn() {
  ask evpn
  command -v vtysh >/dev/null 2>&1 || { say @absent; return; }
  if frr -c 'show evpn vni detail json' -c 'show evpn mac vni all json' > "$d/said" 2> "$d/why"; then
    sed 's/^/>/' "$d/said" 2> "$d/why"
    ended $? "$d/why"
  else frr_is_away "$d/why" "$d/said"; fi
}
`;
