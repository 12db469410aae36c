import { ESP_PROBE } from "./ipsec";

/**
 * Says what the host is and can do. Link types are tried in a namespace that ends with the attempt, so nothing stays but
 * kernel modules that the attempt made the kernel load.
 */
export const probe = `
export LC_ALL=C
[ "$(id -u)" = 0 ] || { echo '@refused root'; exit 3; }
for tool in ip unshare; do
  command -v "$tool" >/dev/null 2>&1 || { echo "@refused tool $tool"; exit 3; }
done
cat >/dev/null
echo "@kernel $(uname -r)"
echo "@iproute2 $(ip -V 2>/dev/null)"
echo "@nftables $(nft --version 2>/dev/null)"
unshare --net sh -c '
  try() { word=$1; shift; ip link add "$@" >/dev/null 2>&1 && echo "@feature $word"; }
  try bridge name b0 type bridge
  ip link set b0 type bridge vlan_filtering 1 2>/dev/null && echo "@feature vlan_filtering"
  try veth name v0 type veth peer name v1
  try vxlan name x0 type vxlan id 1 dstport 4789
  try geneve name g0 type geneve id 1 remote 127.0.0.1
  try dummy name d0 type dummy
  try macvlan name m0 link v0 type macvlan
  try ipvlan name i0 link v1 type ipvlan
  try vlan name l0 link v0 type vlan id 2
  try vrf name r0 type vrf table 10
  try wireguard name w0 type wireguard
  echo "${ESP_PROBE}" | ip -batch - >/dev/null 2>&1 && echo "@feature ipsec"
  [ -e /proc/net/if_inet6 ] && echo "@feature ipv6"
  command -v nft >/dev/null 2>&1 && nft add table inet probe 2>/dev/null && echo "@feature nftables"
'
[ -e /dev/net/tun ] && echo "@feature tun"
echo '@end'
`;
