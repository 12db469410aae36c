# shellcheck shell=sh
# Reports what the host is and supports. Link types are tried in a namespace that is deleted afterwards, so nothing remains but
# kernel modules loaded by the attempt. A type counts as unsupported only if the kernel reports that; any other failure
# determines nothing, and makes the whole answer "@unread".

export LC_ALL=C
say() { printf '%s\n' "$*"; }
[ "$(id -u)" = 0 ] || { say '@refused root'; exit 3; }
lacking=$(for tool in ip unshare grep; do command -v "$tool" >/dev/null 2>&1 || printf ' %s' "$tool"; done)
[ -z "$lacking" ] || { say "@refused tool$lacking"; exit 3; }
cat >/dev/null
unread() { say "@unread $*"; exit 1; }
version() { said=$("$@" 2>&1) || unread "$said"; }
say "@ask capabilities"
version uname -r
say "@kernel $said"
version ip -V
say "@iproute2 $said"
if command -v nft >/dev/null 2>&1; then
  version nft --version
  say "@nftables $said"
fi
# shellcheck disable=SC2016 # The inner shell expands it.
unshare --net sh -c '
  lacking="Unknown device type|not supported|Cannot find device|No such (device|file)"
  try() {
    word=$1
    shift
    if said=$("$@" 2>&1); then echo "@feature $word"
    elif ! echo "$said" | grep -Eq "$lacking"; then echo "@unread $said"; exit 1; fi
  }
  try bridge ip link add name b0 type bridge
  try vlan_filtering ip link set dev b0 type bridge vlan_filtering 1
  try veth ip link add name v0 type veth peer name v1
  try vxlan ip link add name x0 type vxlan id 1 dstport 4789
  try geneve ip link add name g0 type geneve id 1 remote 127.0.0.1
  try dummy ip link add name d0 type dummy
  try macvlan ip link add name m0 link v0 type macvlan
  try ipvlan ip link add name i0 link v1 type ipvlan
  try vlan ip link add name l0 link v0 type vlan id 2
  try vrf ip link add name r0 type vrf table 10
  try wireguard ip link add name w0 type wireguard
  lacking="$lacking|^(RTNETLINK answers|Error): "
  try ipsec ip $0
  [ ! -e /proc/net/if_inet6 ] || echo "@feature ipv6"
  ! command -v nft >/dev/null 2>&1 || try nftables nft add table inet probe
' "$ESP_PROBE" || unread "The attempts were interrupted."
[ ! -e /dev/net/tun ] || say "@feature tun"
say @ok
say '@end'
