output "plain" {
  value = provider::netweft::vxlan_mtu(1500, "192.0.2.1", "none")
}

# Jumbo frames, IPv6 and WireGuard.
output "encrypted" {
  value = provider::netweft::vxlan_mtu(9000, "2001:db8::1", "wireguard")
}
