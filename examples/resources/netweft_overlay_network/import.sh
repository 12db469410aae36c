# The network's name.
terraform import netweft_overlay_network.mesh mesh
