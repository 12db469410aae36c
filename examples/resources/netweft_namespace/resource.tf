# A namespace that is made for what will run in it: `ip netns exec web …`.
resource "netweft_namespace" "web" {
  name = "web"
  sysctls = {
    "net.core.somaxconn"  = "1024"
    "net.ipv4.ip_forward" = "1"
  }
}

# The namespace of a process that runs already, a container's for one, under the name "db".
resource "netweft_namespace" "db" {
  name = "db"
  pid  = 4711
}
