data "netweft_host" "local" {}

# A network with names, if the host has a name server for them.
resource "netweft_bridge_network" "front" {
  name    = "front"
  subnets = ["10.8.0.0/24"]

  lifecycle {
    precondition {
      condition     = contains(data.netweft_host.local.features, "bridge")
      error_message = "This host cannot create bridges."
    }
  }
}

output "kernel" {
  value = data.netweft_host.local.kernel
}
