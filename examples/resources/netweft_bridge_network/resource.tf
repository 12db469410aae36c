# A subnet of each family. The gateways are the first host of each.
resource "netweft_bridge_network" "front" {
  name    = "front"
  subnets = ["10.8.0.0/24", "fd00:8::/64"]
}

# The subnet is allocated from the provider's pool, and the endpoints are isolated from each other.
resource "netweft_bridge_network" "guests" {
  name               = "guests"
  mtu                = 1400
  endpoint_isolation = true
}

# Packets leave the host with one of its addresses, whatever link they leave by.
resource "netweft_bridge_network" "mail" {
  name           = "mail"
  subnets        = ["10.9.2.0/24"]
  snat_addresses = ["192.0.2.25"]
}

# Without external access; endpoints of the front network may open connections to it.
resource "netweft_bridge_network" "vault" {
  name        = "vault"
  subnets     = ["10.9.0.0/24"]
  internal    = true
  accept_from = [netweft_bridge_network.front.id]
}

# The office has a router of its own, and assigns addresses below 10.9.1.128 by hand.
resource "netweft_bridge_network" "office" {
  name     = "office"
  subnets  = ["10.9.1.0/24"]
  gateways = ["10.9.1.254"]
  ranges   = ["10.9.1.128/25"]
  reserved = ["10.9.1.200"]
}
