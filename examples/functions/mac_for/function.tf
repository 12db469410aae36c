output "web" {
  value = provider::netweft::mac_for("web")
}
