# The host, and the network's name. Without host_addresses nothing on the host shows it: then import the name of its parent,
# local/eth1, as that of the network.
terraform import netweft_macvlan_network.lan local/lan
