# The host, the namespace and the interface in it; on a host network the host, the network and the endpoint's name.
terraform import netweft_endpoint.web local/web/eth0
