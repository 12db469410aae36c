# The host, and the network's name, or the bridge's interface name for one that somebody else has made: local/br0.
terraform import netweft_bridge_network.front local/front
