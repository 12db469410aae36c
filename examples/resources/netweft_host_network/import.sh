# The host, and the network's name.
terraform import netweft_host_network.host local/host
