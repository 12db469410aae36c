# A new namespace for a program that is started in it later: `ip netns exec web …`.
resource "netweft_namespace" "web" {
  name = "web"
  sysctls = {
    "net.core.somaxconn"  = "1024"
    "net.ipv4.ip_forward" = "1"
  }
}

# The namespace of a running process, such as a container, under the name "db".
resource "netweft_namespace" "db" {
  name = "db"
  pid  = 4711
}
