# shellcheck shell=sh
# Ends the wait: the file "way" has the change's ID, and "keep" or "back". The waiting process ends when it finds nothing to wait for.

{ read -r id && read -r how; } < "$d/way" || refuse folder
if ! read_armed || [ "$armed_id" != "$id" ]; then refuse unarmed; fi
if [ "$how" = back ]; then
  own=$d
  d=$here.armed
  go_back "$armed_id" "$armed_by"
  d=$own
fi
mv "$here.armed" "$d/ended" || refuse folder
say "@generation $boot.$count"
say "@end"
