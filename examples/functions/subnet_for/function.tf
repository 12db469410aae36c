# The third of the pool's networks of 256 addresses.
output "third" {
  value = provider::netweft::subnet_for("10.128.0.0/10", 24, 2)
}

output "ipv6" {
  value = provider::netweft::subnet_for("fd6e:6574:7765::/48", 64, 16)
}
