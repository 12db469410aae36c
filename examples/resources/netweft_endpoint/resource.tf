resource "netweft_bridge_network" "front" {
  name    = "front"
  subnets = ["10.8.0.0/24", "fd00:8::/64"]
}

resource "netweft_bridge_network" "back" {
  name    = "back"
  subnets = ["10.9.0.0/24"]
}

resource "netweft_namespace" "web" {
  name = "web"
}

# eth0 with static addresses, a second name, and a published port that only one network may use.
resource "netweft_endpoint" "web" {
  namespace = netweft_namespace.web
  network   = netweft_bridge_network.front
  addresses = ["10.8.0.10", "fd00:8::10"]
  aliases   = ["shop"]
  publish   = [{ host_port = 8080, port = 80, sources = ["192.0.2.0/24", "2001:db8::/32"] }]
}

# A second interface of the same namespace. Its address is allocated, and its rates are limited.
resource "netweft_endpoint" "web_back" {
  namespace    = netweft_namespace.web
  network      = netweft_bridge_network.back
  interface    = "eth1"
  name         = "web-back"
  ingress_rate = "100mbit"
  egress_rate  = "20mbit"
}
