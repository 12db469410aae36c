# A subnet of each family. The gateways are the first host of each.
resource "netweft_bridge_network" "front" {
  name    = "front"
  subnets = ["10.8.0.0/24", "fd00:8::/64"]
}

# The subnet comes out of the provider's pool, and the endpoints are kept apart.
resource "netweft_bridge_network" "guests" {
  name               = "guests"
  mtu                = 1400
  endpoint_isolation = true
}

# No way out; endpoints of the front network may start connections to those on it.
resource "netweft_bridge_network" "vault" {
  name        = "vault"
  subnets     = ["10.9.0.0/24"]
  internal    = true
  accept_from = [netweft_bridge_network.front.id]
}

# The office has its own router, and gives addresses below 10.9.1.128 by hand.
resource "netweft_bridge_network" "office" {
  name     = "office"
  subnets  = ["10.9.1.0/24"]
  gateways = ["10.9.1.254"]
  ranges   = ["10.9.1.128/25"]
  reserved = ["10.9.1.200"]
}
