provider "netweft" {
  hosts = {
    edge1 = { connection = "ssh", user = "root", underlay = "192.0.2.1" }

    # Behind 1:1 NAT: the address of the machine, and the one at which the others reach it.
    edge2 = { connection = "ssh", user = "root", underlay = "10.0.0.2", advertise = "192.0.2.2" }
  }
}

# One switch over both hosts, encrypted with WireGuard.
resource "netweft_overlay_network" "mesh" {
  name       = "mesh"
  vni        = 42
  members    = ["edge1", "edge2"]
  subnets    = ["10.20.0.0/24", "fd00:20::/64"]
  encryption = "wireguard"

  # Through this member, packets leave with this address of it.
  snat_addresses = { edge1 = ["192.0.2.25"] }
}

resource "netweft_namespace" "app" {
  for_each = toset(["edge1", "edge2"])

  name = "app-${each.key}"
  host = each.key
}

resource "netweft_endpoint" "app" {
  for_each = netweft_namespace.app

  namespace = each.value
  network   = netweft_overlay_network.mesh
}
