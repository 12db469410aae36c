# The host, and the network's name, or the interface name of a bridge that was created by another program: local/br0.
terraform import netweft_bridge_network.front local/front
