# The host, and the namespace's name as `ip netns` shows it.
terraform import netweft_namespace.web local/web
