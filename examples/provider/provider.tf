terraform {
  required_providers {
    netweft = {
      source = "netweft/netweft"
    }
  }
}

# By default everything runs on a simulated kernel, without root. With NETWEFT_BACKEND=iproute2 in the environment,
# or `backend = "iproute2"` here, the same configuration uses the real kernel.
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

# eth0 of the namespace, on the network. Port 8080 of the host is forwarded to its port 80.
resource "netweft_endpoint" "web" {
  namespace = netweft_namespace.web
  network   = netweft_bridge_network.front
  publish   = [{ host_port = 8080, port = 80 }]
}

output "web" {
  value = netweft_endpoint.web.addresses
}
