terraform {
  required_providers {
    netweft = {
      source = "netweft/netweft"
    }
  }
}

# As it stands, everything happens on a simulated kernel, without root. With NETWEFT_BACKEND=iproute2 in the environment,
# or `backend = "iproute2"` here, the same configuration runs on the real one.
provider "netweft" {
  stack = "shop"
}

resource "netweft_bridge_network" "front" {
  name    = "front"
  subnets = ["10.10.0.0/24", "fd00:10::/64"]
}

resource "netweft_namespace" "web" {
  name = "web"
}

# eth0 of the namespace, on the network. Port 8080 of the host leads to its port 80.
resource "netweft_endpoint" "web" {
  namespace = netweft_namespace.web
  network   = netweft_bridge_network.front
  publish   = [{ host_port = 8080, port = 80 }]
}

output "web" {
  value = netweft_endpoint.web.addresses
}
