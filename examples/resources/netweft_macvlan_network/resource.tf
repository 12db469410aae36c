# Containers on the network of the host's link eth1, in the part of it that its DHCP server leaves out. The host reaches them by an
# address of its own there.
resource "netweft_macvlan_network" "lan" {
  name           = "lan"
  parent         = "eth1"
  subnets        = ["192.0.2.0/24"]
  gateways       = ["192.0.2.1"]
  ranges         = ["192.0.2.192/26"]
  host_addresses = ["192.0.2.250"]
}

resource "netweft_namespace" "web" {
  name = "web"
}

resource "netweft_endpoint" "web" {
  namespace = netweft_namespace.web.ref
  network   = netweft_macvlan_network.lan.ref
  addresses = ["192.0.2.200"]
}
