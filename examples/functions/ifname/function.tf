# The name of the bridge that belongs to a network, as long as it fits into the 15 characters that Linux takes.
output "short" {
  value = provider::netweft::ifname("br-", "front")
}

# A longer name becomes a hash, the same one every time.
output "long" {
  value = provider::netweft::ifname("br-", "customer-facing-network")
}
