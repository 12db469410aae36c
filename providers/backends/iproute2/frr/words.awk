# Parses the BGP process of the host in a running configuration; those of VRFs have more words behind their number. Prints
#
#     process ASN ROUTER-ID|- ours|altered|- others|evpn|-
#     neighbor ADDRESS ASN SOURCE|- client|- ours|altered|foreign
#
# "evpn": foreign neighbors exchange EVPN routes, too. A line that we would not write makes its neighbor "altered", or marks
# the process as shared with others.

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
}
