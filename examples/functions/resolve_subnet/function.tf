output "database" {
  value = provider::siterecovery::resolve_subnet("database", ["web", "database"])
}

# No subnet has the name, so it is the first one.
output "backup" {
  value = provider::siterecovery::resolve_subnet("backup", ["web", "database"])
}
