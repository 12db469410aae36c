# shellcheck shell=sh
# Ends the wait: the file "way" has the change's ID, and "keep" or "back". The waiting process ends when it finds nothing to wait for.

{ read -r id && read -r how; } < "$d/way" || refuse folder
if ! read_armed || [ "$armed_id" != "$id" ]; then refuse unarmed; fi
if [ "$how" = back ]; then
  own=$d
  # If this program is ended on the way, the host still waits, and goes back at its time.
  trap 'rm -rf "$own"' EXIT
  d=$here.armed
  go_back "$armed_id" "$armed_by"
  d=$own
  trap 'rm -rf "$d"' EXIT
fi
mv "$here.armed" "$d/ended" || refuse folder
say "@generation $boot.$count"
say "@end"
