resource "netweft_bridge_network" "front" {
  name    = "front"
  subnets = ["10.8.0.0/24"]
}

resource "netweft_bridge_network" "back" {
  name    = "back"
  subnets = ["10.9.0.0/24"]
}

resource "netweft_namespace" "web" {
  name = "web"
}

# A router on the network "back" leads to 10.20.0.0/16: a route of the endpoint itself.
resource "netweft_endpoint" "web" {
  namespace = netweft_namespace.web
  network   = netweft_bridge_network.front
}

resource "netweft_endpoint" "web_back" {
  namespace = netweft_namespace.web
  network   = netweft_bridge_network.back
  interface = "eth1"
  name      = "web-back"
  addresses = ["10.9.0.10"]
  routes    = [{ destination = "10.20.0.0/16", via = "10.9.0.254" }]
}

# The host reaches the networks behind a container by way of it.
resource "netweft_route" "behind_web" {
  destination = "10.30.0.0/16"
  via         = "10.9.0.10"
  dev         = netweft_bridge_network.back.bridge_name
}

# The container never sends to other private addresses.
resource "netweft_route" "private" {
  namespace   = netweft_namespace.web
  destination = "10.0.0.0/8"
  type        = "unreachable"
}

# What the container sends from 10.9.0.10 leaves through "back", by a routing table of its own.
resource "netweft_route" "back_default" {
  namespace   = netweft_namespace.web
  destination = "0.0.0.0/0"
  via         = "10.9.0.1"
  dev         = netweft_endpoint.web_back.interface
  table       = 20
  rules       = [{ from = "10.9.0.10" }]
}
