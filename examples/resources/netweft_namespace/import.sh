# The host, and the namespace's name as shown by `ip netns`.
terraform import netweft_namespace.web local/web
