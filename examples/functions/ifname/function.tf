# The bridge name of a network, if it fits into Linux's 15 characters.
output "short" {
  value = provider::netweft::ifname("br-", "front")
}

# A longer name becomes a hash, always the same one.
output "long" {
  value = provider::netweft::ifname("br-", "customer-facing-network")
}
