# The host's own network, on which an exporter listens on port 9100.
resource "netweft_host_network" "host" {
  binds = [{ port = 9100, by = "node-exporter" }]
}
