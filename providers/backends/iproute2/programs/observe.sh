# shellcheck shell=sh
# Reads the host and, concurrently, the namespaces that the input lists in the file "read". Changes nothing.

side_by_side read
read_root
