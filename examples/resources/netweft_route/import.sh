# The host, the namespace ("-" for the host itself) and the destination; with /metric:100 and /table:20 where these are set.
terraform import netweft_route.behind_web local/-/10.30.0.0/16
