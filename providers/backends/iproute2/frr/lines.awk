# Turns the current state and the changes into lines for vtysh, each prefixed with the number of its input line. At a change
# that must not be made it stops, with "!" and the reason.

function emit(text) { print FNR, text }
function stop(text) { print FNR, "! " text; exit }
function enter() { emit("router bgp " asn) }
function within(family, text) { emit("address-family " family); emit(text); emit("exit-address-family") }

FNR == NR && $1 == "process" { asn = $2; ours = $4 != "-"; others = $5; next }
FNR == NR { if ($6 == "foreign") foreign[$2]; else here[$2]; next }

$1 == "process" {
  if (asn != "" && asn != $2) stop(another_asn " " asn)
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
  if (!ours) stop(no_bgp)
  if ($2 in foreign) stop(foreign_neighbor " " $2)
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
}
