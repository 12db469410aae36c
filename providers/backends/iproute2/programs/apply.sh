# shellcheck shell=sh
# Executes the file "plan", whose lines are "root TOOL FILE" and "side LIST", up to the first failure, then reads the
# host: after success the entries of "read" (the rest was read in between), after a failure all entries of "reread".

read -r expected < "$d/expect" || refuse folder
[ "$boot.$count" = "$expected" ] || refuse changed "$(last_run)"
mine=
[ ! -e "$d/mine" ] || read -r mine < "$d/mine"
refuse_others "$mine"

# Changes nothing if it cannot start its processes: two for each worker. All processes of a pipeline exist at the same time.
( : | : | : | : | : | : | : | : ) 2>/dev/null || refuse processes
[ "$cores" -le 4 ] || ( : | : | : | : | : | : | : | : | : | : | : | : | : | : | : | : ) 2>/dev/null || refuse processes
count=$((count + 1))
forget_returned
write_count "$count" || refuse folder
by=
[ ! -e "$d/by" ] || IFS= read -r by < "$d/by"
note_run "$by"

while read -r where what file; do
  if [ "$where" = side ]; then side_by_side "$what"
  else run "$what" "$file" - "$d/out.root" "$d/err.root" && say "@done $file"
  fi || break
done < "$d/plan"

settle_names
if [ -e "$d/failed" ]; then
  rm -f "$d/failed" "$d"/out.*
  # The failure was reported already; an error of a reading has its own answer.
  side_by_side reread
else
  side_by_side read
fi
read_root
