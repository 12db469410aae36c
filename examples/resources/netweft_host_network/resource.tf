# The host's own network, on which an exporter listens on port 9100.
resource "netweft_host_network" "host" {
  binds = [{ port = 9100, by = "node-exporter" }]
}

# An endpoint on it declares the ports that it binds.
resource "netweft_endpoint" "agent" {
  network = netweft_host_network.host
  name    = "agent"
  binds   = [{ port = 9200, protocol = "udp" }]
}
